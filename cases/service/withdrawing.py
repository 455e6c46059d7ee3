"""Consent is withdrawn: the case is sealed at once, and a tracked take-down takes its copies away.

Sealing is the state itself: from the commit on, every policy and every reading of the text refuses. The steps
then remove what was copied elsewhere, and look whether anything is left.
"""

from typing import Any
from uuid import UUID

import structlog
from msgspec import convert
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy, sharing
from cases.consent import standing
from cases.errors import CaseNotFound, NothingToWithdraw, NotPossibleNow, NotSure
from cases.events import CaseChanged, CaseVisibilityChanged, ConsentWithdrawn, TakeDownCompleted
from cases.models import Acknowledgement, Author, Case, ConsentEntry, Review, TakeDown, TakeDownStep, Version
from cases.schemas import ConsentLedger, ConsentRecord, ConsentWithdrawal, LedgerRow, StepView, TakeDownView
from cases.service import access, consenting, people, registering
from cases.service.discussion import follow_visibility
from cases.service.submission import cancel_open_reviews
from cases.service.transitions import move, note
from cases.states import Act, Status, recordable
from cases.takedown import Step, Steps, StillThere
from core import clock, outbox
from core.errors import SignInRequired
from core.events import publish
from core.ids import new_id
from core.outbox import Handler, retry_delay
from core.policy import Viewer

BEGIN = "cases.take_down"
STEP = "cases.take_down_step"
logger = structlog.get_logger(__name__)


async def withdraw_consent(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ConsentWithdrawal
) -> None:
    """The patient, or who agreed for them, has taken the consent back; an author or an editor enters it.

    A case that was handed in is sealed and taken down, for good. A draft only loses its record. Raises
    SignInRequired, CaseNotFound, NotSure, NotPossibleNow (taken down already), NothingToWithdraw (a draft).
    """
    case = await _locked(session, viewer, case_id)
    if not draft.sure:
        raise NotSure
    if case.status == Status.TAKEN_DOWN:
        raise NotPossibleNow(state=case.status, act=Act.TAKE_DOWN.value)
    lines = [consenting.line_of(entry) for entry in await consenting.entries_of(session, case_id)]
    found = standing(lines)
    if found is None and case.status == Status.DRAFT:
        raise NothingToWithdraw
    about_id = found.line.id if found else None
    entry = await consenting.write(
        session, case_id, "withdrawn", viewer, about_id=about_id, reason=draft.reason.strip()
    )
    await note(session, case_id, "consent_withdrawn", actor_id=viewer.person_id)
    taken_down = case.status != Status.DRAFT
    if taken_down:
        await _seal(session, viewer, case, entry)
    else:
        await publish(session, CaseChanged(case_id=case_id))
    await publish(session, ConsentWithdrawn(case_id=case_id, taken_down=taken_down))


async def consent_ledger(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> ConsentLedger:
    """Every line, and the report of the take-down if there is one. Raises SignInRequired, CaseNotFound."""
    if not viewer.signed_in:
        raise SignInRequired
    row = (await session.execute(_case_for(viewer, case_id), execution_options=access.FRESH)).one_or_none()
    if row is None:
        raise CaseNotFound
    case: Case = row.Case
    await sharing.settle(session, case_id)
    entries = await consenting.entries_of(session, case_id)
    consent = consenting.view(entries, await consenting.versions_of(session, case_id))
    return ConsentLedger(
        case_id=case_id,
        title=case.title,
        status=case.status,
        consent=consent,
        rows=await _rows(session, case_id, entries),
        take_down=await _report(session, case_id),
        may_withdraw=case.status != Status.TAKEN_DOWN
        and (consent is not None or case.status != Status.DRAFT),
        may_confirm=row.editor and consent is not None and consent.state == "unconfirmed" and _open(case),
        writes=row.author and _open(case),
    )


def beginner(steps: Steps) -> Handler:
    """The job BEGIN: a row and a job for each of these steps, which are those of the worker's own program."""

    async def begin(session: AsyncSession, payload: dict[str, Any]) -> None:
        take_down_id = UUID(payload["take_down_id"])
        for position, name in enumerate(steps):
            await session.execute(
                insert(TakeDownStep)
                .values(
                    id=new_id(),
                    created_at=clock.now(),
                    take_down_id=take_down_id,
                    name=name,
                    position=position,
                    state="waiting",
                    attempts=0,
                    taken=0,
                    error="",
                )
                .on_conflict_do_nothing()
            )
            await outbox.enqueue(session, STEP, payload | {"step": name}, key=_key(take_down_id, name))

    return begin


def worker(steps: Steps) -> Handler:
    """The job STEP. What fails is told in the report and tried again, ever more slowly, until it is done."""

    async def work(session: AsyncSession, payload: dict[str, Any]) -> None:
        take_down_id, name = UUID(payload["take_down_id"]), payload["step"]
        step = await session.scalar(
            select(TakeDownStep)
            .where(TakeDownStep.take_down_id == take_down_id, TakeDownStep.name == name)
            .with_for_update()
        )
        if step is None or step.state == "done":
            return
        take_down = await session.get_one(TakeDown, take_down_id)
        await _try(session, step, steps[name], take_down.case_id)
        if step.state == "done":
            await _complete(session, take_down_id)
        else:
            later = clock.now() + retry_delay(step.attempts)
            await outbox.enqueue(session, STEP, payload, key=_key(take_down_id, name), run_at=later)

    return work


async def addresses_of(session: AsyncSession, case_id: UUID) -> list[str]:
    """Where pages of the case, its reviews and thanks begin, for finding news and mail that lead there."""
    reviews = await session.scalars(select(Review.id).where(Review.case_id == case_id))
    thanks = await session.scalars(select(Acknowledgement.id).where(Acknowledgement.case_id == case_id))
    return [
        f"/cases/{case_id}",
        *(f"/reviews/{review_id}" for review_id in reviews),
        *(f"/acknowledgements/{one}" for one in thanks),
    ]


async def words_of_sealed(session: AsyncSession, case_id: UUID) -> list[str]:
    """Titles it was published under, for the step that looks whether they still find it. Not for people."""
    return list(await session.scalars(select(Version.title).where(Version.case_id == case_id)))


async def _seal(session: AsyncSession, viewer: Viewer, case: Case, entry: ConsentEntry) -> None:
    await move(session, case, Act.TAKE_DOWN, actor_id=viewer.person_id)
    await cancel_open_reviews(session, case.id)
    await session.flush()
    await follow_visibility(session, case)
    take_down = TakeDown(id=new_id(), case_id=case.id, entry_id=entry.id, created_at=clock.now())
    session.add(take_down)
    await session.flush()
    await outbox.enqueue(session, BEGIN, {"take_down_id": str(take_down.id)})
    await registering.order_removal(session, case.id)
    await publish(session, CaseVisibilityChanged(case_id=case.id))


async def _try(session: AsyncSession, step: TakeDownStep, act: Step, case_id: UUID) -> None:
    step.attempts += 1
    step.tried_at = clock.now()
    try:
        async with session.begin_nested():
            taken = await act(session, case_id)
    except Exception as error:
        logger.exception("take-down step failed", step=step.name, case=str(case_id), attempt=step.attempts)
        # what went wrong inside may quote a text: only what a step says on purpose is told
        told = f"{error}" if isinstance(error, StillThere) else ""
        step.state, step.error = "failed", f"{type(error).__name__} {told}".strip()[:200]
    else:
        step.state, step.taken, step.error = "done", step.taken + taken, ""
    await session.flush()


async def _complete(session: AsyncSession, take_down_id: UUID) -> None:
    """When this was the last step. Steps that end at the same time wait for each other here."""
    take_down = await session.get_one(TakeDown, take_down_id, with_for_update=True, populate_existing=True)
    open_steps = select(func.count()).where(
        TakeDownStep.take_down_id == take_down_id, TakeDownStep.state != "done"
    )
    if take_down.completed_at is None and not await session.scalar(open_steps):
        take_down.completed_at = clock.now()
        await session.flush()
        await note(session, take_down.case_id, "take_down_completed", actor_id=None)
        await publish(session, TakeDownCompleted(case_id=take_down.case_id))


def _key(take_down_id: UUID, name: str) -> str:
    return f"{STEP}:{take_down_id}:{name}"


def _open(case: Case) -> bool:
    return recordable(case.status, case.correction) and case.removed_at is None


def _case_for(viewer: Viewer, case_id: UUID) -> Any:
    author, editor = policy.authored_by(viewer, "accepted"), policy.handled_by(viewer)
    return select(Case, author.label("author"), editor.label("editor")).where(
        Case.id == case_id, author | editor
    )


async def _locked(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    if not viewer.signed_in:
        raise SignInRequired
    mine = _case_for(viewer, case_id).with_for_update(of=Case, key_share=True)
    row = (await session.execute(mine, execution_options=access.FRESH)).one_or_none()
    if row is None:
        raise CaseNotFound
    case: Case = row.Case
    return case


async def _rows(session: AsyncSession, case_id: UUID, entries: list[ConsentEntry]) -> list[LedgerRow]:
    """Authors are named, editors are not: what an editor signs is told as "the editor"."""
    authors = set(await session.scalars(select(Author.person_id).where(Author.case_id == case_id)))
    cards = await people.cards_of(session, {entry.written_by for entry in entries} & authors)
    return [
        LedgerRow(
            id=entry.id,
            kind=entry.kind,  # type: ignore[arg-type]
            record=convert(entry.record, ConsentRecord) if entry.record else None,
            reason=entry.reason,
            by=cards.get(entry.written_by),
            written_at=entry.created_at,
        )
        for entry in entries
    ]


async def _report(session: AsyncSession, case_id: UUID) -> TakeDownView | None:
    take_down = await session.scalar(
        select(TakeDown).where(TakeDown.case_id == case_id), execution_options=access.FRESH
    )
    if take_down is None:
        return None
    steps = await session.execute(
        select(
            TakeDownStep.name,
            TakeDownStep.state,
            TakeDownStep.attempts,
            TakeDownStep.taken,
            TakeDownStep.error,
            TakeDownStep.tried_at,
        )
        .where(TakeDownStep.take_down_id == take_down.id)
        .order_by(TakeDownStep.position)
    )
    return TakeDownView(
        begun_at=take_down.created_at,
        completed_at=take_down.completed_at,
        steps=[StepView(**row) for row in steps.mappings()],
    )
