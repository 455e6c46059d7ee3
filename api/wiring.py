"""Who hears of what: the one list of event handlers and jobs. A line each; packages never meet elsewhere."""

from sqlalchemy.ext.asyncio import AsyncSession

from cases.events import (
    AuthorInvited,
    CasePublished,
    CaseRetracted,
    CaseSubmitted,
    ReviewAccepted,
    ReviewRequested,
    SectionSaved,
)
from core import mail
from core.events import Bus
from core.outbox import Handler
from core.settings import Settings
from credit import handlers as credit
from credit import privacy as credit_privacy
from forums.events import PostEdited, PostVisibilityChanged, PostWritten, ThreadOpened
from identity import erasure, export, letters
from identity.events import VerificationDecided
from inbox import handlers as inbox
from inbox import jobs as inbox_jobs
from moderation import privacy as moderation_privacy
from moderation import service as moderation
from moderation.events import ModerationDecided
from web.pages.identity import letters as identity_letters


def wire_events(bus: Bus) -> None:
    """Handlers within the transaction (`bus.within`) and after the commit (`bus.after`)."""
    # Screens come first: who is told of a post should know whether it is held.
    bus.within[PostWritten].append(moderation.screen_post)
    bus.within[ThreadOpened].append(moderation.screen_post)
    bus.within[PostEdited].append(moderation.screen_post)
    bus.within[CaseSubmitted].append(moderation.screen_case)
    bus.within[SectionSaved].append(moderation.screen_section)
    bus.within[ModerationDecided].append(inbox.moderation_decided)
    bus.within[PostWritten].append(inbox.post_written)
    bus.within[ThreadOpened].append(inbox.thread_opened)
    bus.within[PostVisibilityChanged].append(inbox.post_shown)
    bus.within[AuthorInvited].append(inbox.author_invited)
    bus.within[ReviewRequested].append(inbox.review_requested)
    bus.within[CasePublished].append(inbox.case_published)
    bus.within[VerificationDecided].append(inbox.verification_decided)

    bus.within[ReviewAccepted].append(credit.on_review_accepted)
    bus.within[CasePublished].append(credit.on_case_published)
    bus.within[CaseRetracted].append(credit.on_case_retracted)
    bus.within[ModerationDecided].append(credit_judged)

    export.register("credit", credit_privacy.export)
    erasure.register("credit", credit_privacy.erase)
    export.register("moderation", moderation_privacy.export)
    erasure.register("moderation", moderation_privacy.erase)


async def credit_judged(session: AsyncSession, event: ModerationDecided) -> None:
    await credit.on_content_judged(
        session, subject_kind=event.subject_kind, subject_id=event.subject_id, outcome=event.outcome
    )


def jobs(settings: Settings) -> dict[str, Handler]:
    """Outbox job kinds and who does them."""
    return {
        mail.KIND: mail.sender(settings),
        letters.KIND: identity_letters.writer(settings),
        inbox_jobs.KIND: inbox_jobs.handle,
    }
