"""Who hears of what: the one list of event handlers and jobs. A line each; packages never meet elsewhere."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api import lookups, seeding
from cases import figures as cases_figures
from cases import imaging as cases_imaging
from cases import privacy as cases_privacy
from cases import screening as cases_screening
from cases import sharing as cases_sharing
from cases import ties as cases_ties
from cases import wording
from cases.crossref import Registrar
from cases.crossref.sending import Crossref
from cases.events import (
    ArbitrationAsked,
    AuthorInvited,
    BylineAgreed,
    BylineProposed,
    BylineRefused,
    CaseCorrected,
    CaseDecided,
    CasePublished,
    CaseRetracted,
    CaseScreened,
    CaseSubmitted,
    CaseVisibilityChanged,
    ConcernLifted,
    ConcernRaised,
    ConsentWithdrawn,
    CorrectionMoved,
    DecisionReversed,
    ReviewAccepted,
    ReviewDue,
    ReviewOverdue,
    ReviewRequested,
    ReviewSubmitted,
    RoleDisputed,
    RoleProposed,
    RoleRuled,
    SecondEditorNeeded,
    SectionSaved,
    TakeDownCompleted,
    ThanksOffered,
)
from cases.service import citations, picturing, registering, renditions, withdrawing
from cases.service import sharing as write_ups
from cases.service import steps as cases_steps
from cases.takedown import Steps
from clubs import cases as clubs_cases
from core import mail
from core.db import Sessions
from core.events import Bus
from core.outbox import Handler
from core.settings import Settings
from credit import handlers as credit
from credit import privacy as credit_privacy
from credit import service as credit_service
from files import jobs as files_jobs
from files import owners as files_owners
from files import privacy as files_privacy
from files import service as files
from files import store as files_store
from files.events import FileLookedAt
from files.service import looking as files_looking
from files.service import uploading as files_uploading
from forums import privacy as forums_privacy
from forums.events import PostEdited, PostVisibilityChanged, PostWritten, ThreadOpened
from identity import erasure, export, letters, scopes, sessions
from identity.events import VerificationDecided
from inbox import handlers as inbox
from inbox import jobs as inbox_jobs
from inbox import privacy as inbox_privacy
from inbox import service as inbox_news
from inbox import takedown as inbox_takedown
from moderation import privacy as moderation_privacy
from moderation import service as moderation
from moderation.events import ContentFlagged, ContentHeld, ModerationDecided
from realtime import privacy as realtime_privacy
from realtime import service as realtime
from realtime.documents import settling
from realtime.documents import storage as documents
from realtime.documents.desk import Desk
from realtime.events import AttendanceRecorded, RoomEnded
from realtime.hub import Hub
from search import handlers as search
from search import jobs as search_jobs
from web import i18n
from web.pages.identity import letters as identity_letters


def wire_events(bus: Bus) -> None:
    """Handlers within the transaction (`bus.within`) and after the commit (`bus.after`)."""
    # Screens come first: who is told of a post should know whether it is held.
    bus.within[PostWritten].append(moderation.screen_post)
    bus.within[ThreadOpened].append(moderation.screen_post)
    bus.within[PostEdited].append(moderation.screen_post)
    bus.within[CaseSubmitted].append(moderation.screen_case)
    bus.within[SectionSaved].append(moderation.screen_section)
    bus.within[SectionSaved].append(section_saved)
    bus.within[ModerationDecided].append(inbox.moderation_decided)
    bus.within[ContentFlagged].append(inbox.moderator_needed)
    bus.within[ContentHeld].append(inbox.moderator_needed)
    bus.within[PostWritten].append(inbox.post_written)
    bus.within[ThreadOpened].append(inbox.thread_opened)
    bus.within[PostVisibilityChanged].append(inbox.post_shown)
    _wire_authors(bus)
    _tell_of_cases(bus)
    bus.within[AttendanceRecorded].append(credit_attendance)
    bus.within[VerificationDecided].append(inbox.verification_decided)
    bus.within[FileLookedAt].append(inbox.file_looked_at)

    bus.within[ReviewAccepted].append(credit.on_review_accepted)
    bus.within[CasePublished].append(credit.on_case_published)
    bus.within[CaseCorrected].append(credit.on_case_corrected)
    bus.within[CaseRetracted].append(credit.on_case_retracted)
    bus.within[ModerationDecided].append(credit_judged)
    search.listen(bus)
    wire_ports()

    export.register("cases", cases_privacy.export)
    erasure.register("cases", cases_privacy.erase)
    sessions.count_news(inbox_news.unread_of)
    export.register("credit", credit_privacy.export)
    erasure.register("credit", credit_privacy.erase)
    export.register("forums", forums_privacy.export)
    erasure.register("forums", forums_privacy.erase)
    scopes.register("board", forums_privacy.places)
    export.register("inbox", inbox_privacy.export)
    erasure.register("inbox", inbox_privacy.erase)
    export.register("moderation", moderation_privacy.export)
    erasure.register("moderation", moderation_privacy.erase)
    export.register("realtime", realtime_privacy.export)
    erasure.register("realtime", realtime_privacy.erase)


def _tell_of_cases(bus: Bus) -> None:
    bus.within[AuthorInvited].append(inbox.author_invited)
    bus.within[ReviewRequested].append(inbox.review_requested)
    bus.within[ReviewDue].append(inbox.review_due)
    bus.within[ReviewOverdue].append(inbox.review_overdue)
    bus.within[SecondEditorNeeded].append(inbox.exception_asked)
    bus.within[CaseScreened].append(inbox.case_submitted)
    bus.within[ReviewSubmitted].append(inbox.review_submitted)
    bus.within[CaseDecided].append(inbox.case_decided)
    bus.within[DecisionReversed].append(inbox.decision_reversed)
    bus.within[CasePublished].append(inbox.case_published)
    bus.within[CorrectionMoved].append(inbox.correction_moved)
    for noticed in (CaseCorrected, ConcernRaised, ConcernLifted, CaseRetracted):
        bus.within[noticed].append(inbox.notice_published)
    for said in (CasePublished, CaseCorrected, ConcernRaised, ConcernLifted, CaseRetracted):
        bus.within[said].append(seeding.on_published)
    bus.within[CaseVisibilityChanged].append(seeding.on_visibility)
    bus.within[ConsentWithdrawn].append(inbox.consent_withdrawn)
    bus.after[ConsentWithdrawn].append(cases_steps.forget)
    bus.within[TakeDownCompleted].append(inbox.take_down_completed)


def wire_ports() -> None:
    """What a package asks of those above it."""
    cases_screening.read_with(moderation.may_identify)
    wording.say_with(i18n.said)
    cases_ties.ask_with(moderation.ties_to)
    cases_sharing.settle_with(settle_write_up)
    files_owners.register(picturing.KIND, cases_figures.OWNER)
    export.register("files", files_privacy.export)
    erasure.register("files", files_privacy.erase)


async def credit_judged(session: AsyncSession, event: ModerationDecided) -> None:
    await credit.on_content_judged(
        session, subject_kind=event.subject_kind, subject_id=event.subject_id, outcome=event.outcome
    )


async def settle_write_up(session: AsyncSession, case_id: UUID) -> None:
    await settling.settle(session, write_ups, case_id)


async def section_saved(session: AsyncSession, event: SectionSaved) -> None:
    """What a form saved is an edit of the shared document, if there is one."""
    if not event.shared:
        await settling.write_through(
            session,
            document_id=event.case_id,
            key=event.section,
            text=event.text,
            person_id=event.editor_id,
        )


def _wire_authors(bus: Bus) -> None:
    """Who is asked, or told, about the authors of a case; what they have on record."""
    bus.within[AuthorInvited].append(inbox.author_invited)
    bus.within[RoleProposed].append(inbox.role_proposed)
    bus.within[RoleDisputed].append(inbox.role_disputed)
    bus.within[ArbitrationAsked].append(inbox.arbitration_asked)
    bus.within[RoleRuled].append(inbox.role_ruled)
    bus.within[BylineProposed].append(inbox.byline_proposed)
    bus.within[BylineAgreed].append(inbox.byline_agreed)
    bus.within[BylineRefused].append(inbox.byline_refused)
    bus.within[ThanksOffered].append(inbox.thanks_offered)
    cases_ties.record_with(moderation.ties_on_record)


def wire_desk(sessions: Sessions) -> Desk:
    """The shared documents of a web process: they are write-ups."""
    return Desk(sessions, write_ups)


def wire_rooms(settings: Settings, sessions: Sessions) -> Hub:
    """The live rooms of a web process, which hears when one of them ends."""
    hub = Hub(settings, sessions)
    bus: Bus = (sessions.kw.get("info") or {}).get("bus") or Bus()
    bus.after[RoomEnded].append(hub.room_ended)
    return hub


async def credit_attendance(session: AsyncSession, event: AttendanceRecorded) -> None:
    await credit_service.award_attendance(
        session,
        person_id=event.person_id,
        room_id=event.room_id,
        title=event.title,
        minutes=event.minutes,
        started_at=event.started_at,
        ended_at=event.ended_at,
    )


def take_down_steps(settings: Settings) -> Steps:
    """What a withdrawn consent takes a case out of, in the order of the report. Who keeps copies adds one."""
    return cases_steps.STEPS | {
        "images": cases_steps.images_from(files_store.shelf_of(settings)),
        "search": search_jobs.taker(settings),
        "document": documents.remove,
        "clubs": out_of_the_clubs,
        "news": inbox_takedown.news,
        "mails": inbox_takedown.mails,
    }


async def out_of_the_clubs(session: AsyncSession, case_id: UUID) -> int:
    """The entry of the case, the threads about it, and what news and mail say of them."""
    article_id = await clubs_cases.entry_of(session, case_id)
    told = await inbox_takedown.forget_article(session, article_id) if article_id else 0
    return told + await clubs_cases.take_away(session, case_id)


def registrar(settings: Settings) -> Registrar | None:
    """Where DOIs are deposited; None unless the settings say all that it takes."""
    return Crossref(settings) if settings.registers_dois else None


def published_picture(shelf: files_store.Shelf) -> cases_imaging.Read:
    """A figure as everybody sees it, for the files that are made of a version."""

    async def read(session: AsyncSession, file_id: UUID) -> bytes | None:
        return await files.public_bytes(session, shelf=shelf, file_id=file_id)

    return read


def jobs(settings: Settings) -> dict[str, Handler]:
    """Outbox job kinds and who does them."""
    shelf = files_store.shelf_of(settings)
    return {
        registering.KIND: registering.worker(registrar(settings), settings.base_url),
        renditions.KIND: renditions.maker(settings.base_url, published_picture(shelf)),
        files_uploading.DERIVE: files_jobs.deriver(shelf),
        files_looking.ASSEMBLE: files_jobs.assembler(shelf),
        files_store.TIDY: files_jobs.tidier(shelf),
        withdrawing.BEGIN: withdrawing.beginner(take_down_steps(settings)),
        withdrawing.STEP: withdrawing.worker(take_down_steps(settings)),
        citations.KIND: citations.looker_up(lookups.looker_up(settings)),
        mail.KIND: mail.sender(settings),
        letters.KIND: identity_letters.writer(settings),
        inbox_jobs.KIND: inbox_jobs.handle,
        inbox_jobs.WAITING: inbox_jobs.tell_moderators,
        realtime.SETTLE: realtime.settle,
        search_jobs.KIND: search_jobs.worker(settings),
    }
