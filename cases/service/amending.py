"""After publication: corrections, expressions of concern, retraction.

Each is a version of its own, with a notice. The version that it speaks of stays as it was, under the notice.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import convert
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import CaseIsHeld, CorrectionAtWork, NothingCorrected
from cases.events import CaseCorrected, CaseRetracted, ConcernLifted, ConcernRaised
from cases.freshness import html
from cases.models import Case, Notice, Submission, Version
from cases.schemas import FrozenNotice, Manuscript, NoticeDraft, Publication
from cases.service import access, people, picturing, publication
from cases.service.discussion import notice_link, tell_threads
from cases.service.submission import author_ids
from cases.service.transitions import check, move
from cases.states import CORRECTIONS, Act, Correction, Kind, Status
from core import clock
from core.events import publish as tell
from core.policy import Viewer
from identity import service as identity

ACTS: Mapping[Kind, Act] = {
    Kind.ERRATUM: Act.CORRECT,
    Kind.CORRIGENDUM: Act.CORRECT,
    Kind.CONCERN: Act.RAISE_CONCERN,
    Kind.CONCERN_LIFTED: Act.LIFT_CONCERN,
    Kind.RETRACTION: Act.RETRACT,
}
EVENTS: Mapping[Kind, Any] = {
    Kind.CONCERN: ConcernRaised,
    Kind.CONCERN_LIFTED: ConcernLifted,
    Kind.RETRACTION: CaseRetracted,
}


async def publish_notice(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: NoticeDraft) -> UUID:
    """Publish a version that says this about the current one. Returns its id.

    A correction has the text that the authors handed in; when none was asked for, the notice alone is new.
    Raises CaseNotFound, EditorIsInvolved, NotPossibleNow, CorrectionAtWork, CaseIsHeld, NothingCorrected and,
    for a new text, ConsentMissing, NotConfirmed, FiguresNotReady, ImagesNotCovered.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    check(case, ACTS[draft.kind])
    if draft.kind in CORRECTIONS:
        _refuse_correction(case, draft)
    version_id = await _amend(session, case, draft, actor_id=viewer.person_id)
    await _tell_threads(session, viewer, case, draft)
    return version_id


async def retract(session: AsyncSession, *, viewer: Viewer, case_id: UUID, reason: str) -> None:
    """All versions stay readable under a notice. Raises CaseNotFound, EditorIsInvolved, NotPossibleNow."""
    case, _ = await access.as_editor(session, viewer, case_id)
    await take_back(session, case, reason=reason, actor_id=viewer.person_id)
    await _tell_threads(session, viewer, case, NoticeDraft(kind=Kind.RETRACTION, reason=reason))


async def take_back(session: AsyncSession, case: Case, *, reason: str, actor_id: UUID | None) -> None:
    check(case, Act.RETRACT)
    await _amend(session, case, NoticeDraft(kind=Kind.RETRACTION, reason=reason), actor_id=actor_id)


def _refuse_correction(case: Case, draft: NoticeDraft) -> None:
    if access.hidden_state(case):
        raise CaseIsHeld
    if case.correction == Correction.OPEN:
        raise CorrectionAtWork
    if not draft.changes.strip():
        raise NothingCorrected({"changes": NothingCorrected().message})


async def _amend(session: AsyncSession, case: Case, draft: NoticeDraft, *, actor_id: UUID | None) -> UUID:
    html(draft.reason), html(draft.changes)  # raises for what could not be shown later
    about = await session.get_one(Version, case.current_version_id)
    version = await publication.add_version(session, case, await _amended(session, case, about, draft))
    session.add(
        Notice(
            case_id=case.id,
            version_id=about.id,
            said_in_id=version.id,
            kind=draft.kind.value,
            changes=draft.changes.strip(),
            reason=draft.reason.strip(),
            issued_by=actor_id,
        )
    )
    detail: dict[str, object] = {"version": version.number, "kind": draft.kind.value}
    back_to = await _before_concern(session, case) if draft.kind is Kind.CONCERN_LIFTED else None
    await move(session, case, ACTS[draft.kind], actor_id=actor_id, detail=detail, back_to=back_to)
    await _tell(session, case, version, draft.kind)
    return version.id


async def _amended(session: AsyncSession, case: Case, about: Version, draft: NoticeDraft) -> Publication:
    before = convert(about.content, Publication)
    notice = FrozenNotice(
        kind=draft.kind.value,
        about=about.number,
        reason=draft.reason.strip(),
        changes=draft.changes.strip(),
    )
    after = replace(before, notice=notice, published_at=clock.now())
    if draft.kind not in CORRECTIONS or case.correction != Correction.READY:
        return after
    consent = await publication.valid_consent(session, case.id)
    content = await _handed_in(session, case)
    await picturing.refuse_unready(session, case.id, content)
    return replace(
        after,
        manuscript=replace(convert(content, Manuscript), consent=consent),
        authors=await people.frozen_authors(session, case.id),
    )


async def _handed_in(session: AsyncSession, case: Case) -> dict[str, object]:
    submitted = select(Submission.content).where(
        Submission.case_id == case.id, Submission.round == case.round
    )
    return (await session.execute(submitted)).scalar_one()


async def _before_concern(session: AsyncSession, case: Case) -> Status:
    corrected = select(Notice.id).where(Notice.case_id == case.id, Notice.kind.in_(sorted(CORRECTIONS)))
    return Status.CORRECTED if await session.scalar(corrected.limit(1)) else Status.PUBLISHED


async def _tell_threads(session: AsyncSession, viewer: Viewer, case: Case, draft: NoticeDraft) -> None:
    parts = (notice_link(draft.kind, case.id), draft.changes.strip(), draft.reason.strip())
    await tell_threads(session, viewer, case=case, said="\n\n".join(part for part in parts if part))


async def _tell(session: AsyncSession, case: Case, version: Version, kind: Kind) -> None:
    if kind in CORRECTIONS or kind is Kind.RETRACTION:  # nothing is left to correct
        case.correction, case.correction_note = Correction.NONE, ""
        await session.flush()
    if kind not in CORRECTIONS:
        await tell(session, EVENTS[kind](case_id=case.id, version_id=version.id))
        return
    authors = await author_ids(session, case.id)
    for person_id in authors:
        await identity.mark_public_author(session, person_id=person_id)
    await tell(session, CaseCorrected(case_id=case.id, version_id=version.id, author_ids=authors))
