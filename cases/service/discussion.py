"""A published case is discussed in a thread of its collection's board."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case, Version
from cases.schemas import FrozenSection, Manuscript
from cases.states import Status
from cases.wording import NOTICES
from core.errors import DomainError
from core.markdown import plain
from core.policy import Viewer
from forums import service as forums

THREAD_TITLE = 200
KEPT_BACK = "The case that it is about is kept back."
SEALED = "The case that it is about was taken down."
BLANK = "A case that was taken down"
CHALLENGE = "Case challenge"
CHALLENGE_TITLE, SHOWN = 90, 1200
ABOUT_CHALLENGE = "challenge"
KINDS = ("case", ABOUT_CHALLENGE)
"""What threads are about that follow a case."""
PRESENTING = frozenset({"patient_information", "patients", "clinical_findings", "question"})
logger = structlog.get_logger(__name__)


async def open_discussion(
    session: AsyncSession, viewer: Viewer, *, case: Case, version: Version, board_id: UUID
) -> None:
    """Open it in the editor's name. Raises what the forums refuse (BoardNotFound, MayNotPost)."""
    await forums.open_thread(
        session,
        viewer,
        board_id=board_id,
        title=version.title[:THREAD_TITLE],
        body=f"[{_in_brackets(version.title)}](/cases/{case.id})\n\n{version.summary}",
        kind="case",
        about=("case", case.id),
    )


async def open_challenge(
    session: AsyncSession, viewer: Viewer, *, case: Case, manuscript: Manuscript, board_id: UUID
) -> None:
    """The same case for those who want to think first: what was seen, without what it was."""
    shown = challenge_of(manuscript)
    if not shown:
        return
    words = " ".join(plain(shown[0].body).split())
    await forums.open_thread(
        session,
        viewer,
        board_id=board_id,
        title=f"{CHALLENGE}: {words}"[:CHALLENGE_TITLE].rsplit(" ", 1)[0] + " …",
        body=f"[{CHALLENGE}](/cases/{case.id}/challenge)\n\n{words[:SHOWN]}",
        kind="question",
        about=(ABOUT_CHALLENGE, case.id),
    )


def challenge_of(manuscript: Manuscript) -> list[FrozenSection]:
    """The sections that say how the patient came, before anybody knew; none: it makes no challenge."""
    return [section for section in manuscript.sections if section.key in PRESENTING]


def notice_link(kind: str, case_id: UUID) -> str:
    """How a reply begins that tells a thread of a notice."""
    return _notice(NOTICES[kind], case_id)


def _notice(said: str, case_id: UUID) -> str:
    return f"[{said}](/cases/{case_id})"


async def tell_threads(session: AsyncSession, viewer: Viewer, *, case: Case, said: str) -> None:
    """Into the threads about a case, what was published about it. One that is closed hears nothing."""
    for kind in KINDS:
        for thread_id in await forums.threads_about(session, about=(kind, case.id)):
            try:
                async with session.begin_nested():
                    await forums.reply(session, viewer, thread_id=thread_id, body=said)
            except DomainError:
                logger.info("a thread was not told of a notice", thread=str(thread_id), case=str(case.id))


async def follow_visibility(session: AsyncSession, case: Case) -> None:
    """The thread opens with the case's title and summary: it is kept back for as long as the case is."""
    if case.status == Status.TAKEN_DOWN:
        await take_words_away(session, case.id)
        return
    hidden = case.held_at is not None or case.removed_at is not None
    act = forums.hold_about if hidden else forums.release_about
    for kind in KINDS:
        await act(session, about=(kind, case.id), reason=KEPT_BACK)


async def take_words_away(session: AsyncSession, case_id: UUID) -> int:
    """Nobody sees the threads about it, and they say nothing of it, former texts included. How many did."""
    blanked = 0
    told = [_notice(said, case_id) for said in NOTICES.values()]
    for kind in KINDS:
        await forums.hold_about(session, about=(kind, case_id), reason=SEALED)
        blanked += await forums.blank_about(session, about=(kind, case_id), title=BLANK, replies=told)
    return blanked


def _in_brackets(title: str) -> str:
    """A title that stays inside the brackets of a link."""
    return title.replace("\\", "").replace("[", "(").replace("]", ")")
