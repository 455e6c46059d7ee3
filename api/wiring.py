"""Who hears of what: the one list of event handlers and jobs. A line each; packages never meet elsewhere."""

from cases.events import AuthorInvited, CasePublished, ReviewRequested
from core import mail
from core.events import Bus
from core.outbox import Handler
from core.settings import Settings
from forums.events import PostVisibilityChanged, PostWritten, ThreadOpened
from identity import letters
from identity.events import VerificationDecided
from inbox import handlers as inbox
from inbox import jobs as inbox_jobs
from web.pages.identity import letters as identity_letters


def wire_events(bus: Bus) -> None:
    """Handlers within the transaction (`bus.within`) and after the commit (`bus.after`)."""
    bus.within[PostWritten].append(inbox.post_written)
    bus.within[ThreadOpened].append(inbox.thread_opened)
    bus.within[PostVisibilityChanged].append(inbox.post_shown)
    bus.within[AuthorInvited].append(inbox.author_invited)
    bus.within[ReviewRequested].append(inbox.review_requested)
    bus.within[CasePublished].append(inbox.case_published)
    bus.within[VerificationDecided].append(inbox.verification_decided)


def jobs(settings: Settings) -> dict[str, Handler]:
    """Outbox job kinds and who does them."""
    return {
        mail.KIND: mail.sender(settings),
        letters.KIND: identity_letters.writer(settings),
        inbox_jobs.KIND: inbox_jobs.handle,
    }
