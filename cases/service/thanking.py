"""Acknowledgements: nobody is thanked by name who has not agreed to it."""

from datetime import date
from uuid import UUID

from anyio import to_thread
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, policy, screening
from cases.errors import (
    AcknowledgementAnswered,
    AcknowledgementNotFound,
    AlreadyAuthor,
    AlreadyThanked,
    BadAcknowledgement,
    CaseTakenDown,
    PersonNotFound,
    TooManyThanked,
)
from cases.events import CaseChanged, ThanksOffered
from cases.models import Acknowledgement, Case
from cases.schemas import AcknowledgementDraft, AcknowledgementView, Made, ThanksView
from cases.service import entries
from cases.service.transitions import note
from cases.states import PRESENT, RECORDING, Status
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer
from identity import names
from identity import service as identity
from identity.words import N_

PRINTED = ("agreed", "attested")

MOST = 60
OF_COLLEAGUES = frozenset({"facility", "place"})  # where they work, as it is printed of authors
TELLS = N_("Say it without what may tell who the patient is: names, dates, places, numbers.")
NO_NAME = N_("Write the name as it is to be printed, or choose a member.")
NOT_ATTESTED = N_("Attest that this person agreed in writing to be named.")
NOT_DATED = N_("Say on which day the person agreed, such as 2026-11-05.")


async def acknowledge(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: AcknowledgementDraft
) -> Made:
    """Thank somebody. A member is asked; for others the viewer attests that they agreed in writing.

    Raises CaseNotFound, InvitationOpen, NotWritable, BadAcknowledgement (with a sentence for each field),
    PersonNotFound, AlreadyAuthor, AlreadyThanked, TooManyThanked.
    """
    await entries.to_author(session, viewer, case_id)
    counted = select(func.count(Acknowledgement.id)).where(Acknowledgement.case_id == case_id)
    if (await session.scalar(counted) or 0) >= MOST:
        raise TooManyThanked
    await _refuse_telling(draft.text)
    row = Acknowledgement(
        case_id=case_id, text=" ".join(draft.text.split()), entered_by=viewer.person_id, state="asked"
    )
    if draft.person_id is None:
        _attest(row, draft)
    else:
        row.person_id, row.name = draft.person_id, await _member(session, case_id, draft)
    session.add(row)
    await session.flush()
    await _note(session, viewer, row, "acknowledged")
    if row.person_id is not None and await blind.may_learn_authors(
        session, case_id=case_id, person_id=row.person_id
    ):
        await publish(session, ThanksOffered(acknowledgement_id=row.id, person_id=row.person_id))
    return Made(id=row.id)


async def _refuse_telling(text: str) -> None:
    """What people are thanked for must not tell who the patient is."""
    found = await to_thread.run_sync(screening.read, text)
    if any(one.type not in OF_COLLEAGUES for one in found):
        raise BadAcknowledgement({"text": TELLS})


async def take_thanks_out(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, acknowledgement_id: UUID
) -> None:
    """Raises CaseNotFound, InvitationOpen, NotWritable, AcknowledgementNotFound."""
    await entries.to_author(session, viewer, case_id)
    row = await session.scalar(
        select(Acknowledgement).where(
            Acknowledgement.id == acknowledgement_id, Acknowledgement.case_id == case_id
        )
    )
    if row is None:
        raise AcknowledgementNotFound
    await session.execute(delete(Acknowledgement).where(Acknowledgement.id == row.id))
    session.expunge(row)
    await _note(session, viewer, row, "acknowledgement_removed")


async def thanks(session: AsyncSession, *, viewer: Viewer, acknowledgement_id: UUID) -> ThanksView:
    """What the viewer is asked. Raises SignInRequired, AcknowledgementNotFound, CaseTakenDown."""
    row, case = await _mine(session, viewer, acknowledgement_id)
    authors = await entries.accepted(session, case.id)
    cards = await identity.people_by_ids(session, [author.person_id for author in authors])
    return ThanksView(
        id=row.id,
        title=case.title,
        authors=[author.byline or cards[author.person_id].name for author in authors],
        name=row.name,
        text=row.text,
        state=row.state,  # type: ignore[arg-type]
    )


async def answer_thanks(
    session: AsyncSession, *, viewer: Viewer, acknowledgement_id: UUID, accept: bool
) -> None:
    """Agree to be named, or not; until publication the answer can be changed.

    Raises SignInRequired, AcknowledgementNotFound, CaseTakenDown, AcknowledgementAnswered.
    """
    row, case = await _mine(session, viewer, acknowledgement_id, lock=True)
    if case.status not in RECORDING:
        raise AcknowledgementAnswered
    row.state = "agreed" if accept else "refused"
    row.agreed_on = clock.now().date() if accept else None
    await session.flush()
    await _note(session, viewer, row, f"acknowledgement_{row.state}")


async def acknowledgements_of(session: AsyncSession, case_id: UUID) -> list[AcknowledgementView]:
    """In the order in which they were entered."""
    rows = await session.execute(
        select(
            Acknowledgement.id,
            Acknowledgement.name,
            Acknowledgement.text,
            Acknowledgement.state,
            Acknowledgement.agreed_on,
        )
        .where(Acknowledgement.case_id == case_id)
        .order_by(Acknowledgement.id)
    )
    return [AcknowledgementView(**row) for row in rows.mappings()]


def _attest(row: Acknowledgement, draft: AcknowledgementDraft) -> None:
    day = _day(draft.agreed_on)
    row.name, row.agreed_on, row.state = " ".join(names.tidy(draft.name).split()), day, "attested"
    wrong = {
        "name": (NO_NAME, not row.name),
        "attested": (NOT_ATTESTED, not draft.attested),
        "agreed_on": (NOT_DATED, day is None or day > clock.now().date()),
    }
    if faults := {field: sentence for field, (sentence, is_so) in wrong.items() if is_so}:
        raise BadAcknowledgement(faults)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _member(session: AsyncSession, case_id: UUID, draft: AcknowledgementDraft) -> str:
    """The name of the account, whatever was typed: what is asked is what is printed."""
    assert draft.person_id is not None
    card = (await identity.people_by_ids(session, [draft.person_id])).get(draft.person_id)
    if card is None:
        raise PersonNotFound
    author = await entries.author_of(session, case_id, draft.person_id)
    there = select(Acknowledgement.id).where(
        Acknowledgement.case_id == case_id, Acknowledgement.person_id == draft.person_id
    )
    if author is not None and author.state in PRESENT:
        raise AlreadyAuthor
    if await session.scalar(there):
        raise AlreadyThanked
    return card.name


async def _mine(
    session: AsyncSession, viewer: Viewer, acknowledgement_id: UUID, *, lock: bool = False
) -> tuple[Acknowledgement, Case]:
    if not viewer.signed_in:
        raise SignInRequired
    mine = (
        select(Acknowledgement, Case)
        .join(Case, Case.id == Acknowledgement.case_id)
        .where(Acknowledgement.id == acknowledgement_id, policy.thanked(viewer))
    )
    row = (await session.execute(mine.with_for_update() if lock else mine)).one_or_none()
    if row is None:
        raise AcknowledgementNotFound
    if row.Case.status == Status.TAKEN_DOWN:
        raise CaseTakenDown
    return row.Acknowledgement, row.Case


async def _note(session: AsyncSession, viewer: Viewer, row: Acknowledgement, act: str) -> None:
    detail: dict[str, object] = {"acknowledgement": str(row.id), "state": row.state}
    await note(session, row.case_id, act, actor_id=viewer.person_id, detail=detail)
    await publish(session, CaseChanged(case_id=row.case_id))
