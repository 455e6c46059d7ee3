"""Whom to ask for a review: who is suggested, what speaks against it, and how a second editor allows it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from msgspec import convert
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from cases import blind, errors, ties
from cases.events import SecondEditorNeeded
from cases.models import Acknowledgement, Author, Case, Opposed, Submission
from cases.picking import COAUTHORS_FOR, Facts, Record, against, never, standing
from cases.schemas import Candidate, ExceptionDraft, Made, Manuscript
from cases.service import access, deskwork
from cases.service.transitions import check, note
from cases.states import PUBLIC, Act
from core import clock
from core.events import publish
from core.policy import Viewer
from forums import service as forums
from identity import service as identity
from identity.schemas import PersonCard

SUGGESTED = 10


async def candidates(session: AsyncSession, *, viewer: Viewer, case_id: UUID, query: str) -> list[Candidate]:
    """Members whose name has the words of `query`, best first, each with what speaks against asking.

    Who has been asked already is not told here; asking again is refused. Raises as `dossier`.
    """
    case, _, submission = await deskwork.handled(session, viewer, case_id)
    cards = await identity.find_people(session, viewer, query, limit=20)
    return await _described(session, viewer, case, submission.content, cards)


async def suggestions(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[Candidate]:
    """Clinicians of the case's specialty, best first, with reasons as `candidates`; at most 10.

    Whether they were asked for this case makes no difference to what is said of them; those about whom a
    second editor has to decide stand there. Raises as `dossier`.
    """
    case, _, submission = await deskwork.handled(session, viewer, case_id)
    cards = await identity.clinicians(session, viewer, specialty=case.specialty)
    found = await _described(session, viewer, case, submission.content, cards)
    wished = {row.person_id for row in await blind.open_exceptions(session, case_id)}
    free = (one for one in found if one.person.id not in wished and (not one.against or one.possible))
    return list(islice(free, SUGGESTED))


async def reasons_against(session: AsyncSession, viewer: Viewer, case: Case, person_id: UUID) -> list[str]:
    """Codes of cases.picking, without those that a second editor set aside for this case.

    Raises PersonNotFound.
    """
    card = (await identity.people_by_ids(session, [person_id])).get(person_id)
    if card is None:
        raise errors.PersonNotFound
    handed_in = await session.scalars(
        select(Submission.content).where(Submission.case_id == case.id, Submission.round == case.round)
    )
    facts = await _facts(session, viewer, case, handed_in.one(), [card])
    aside = await blind.excepted(session, case_id=case.id, person_id=person_id)
    return [code for code in against(facts[person_id]) if code not in aside]


async def ask_exception(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ExceptionDraft
) -> Made:
    """Ask a second editor to allow somebody against whom there is a reason.

    Raises CaseNotFound, EditorIsInvolved, NotPossibleNow, PersonNotFound, ExceptionNotNeeded,
    ExceptionNotPossible, ExceptionAsked.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    check(case, Act.REVIEW)
    reasons = await reasons_against(session, viewer, case, draft.person_id)
    if not reasons:
        raise errors.ExceptionNotNeeded
    if never(reasons):
        raise errors.ExceptionNotPossible
    assert viewer.person_id is not None
    made = await blind.ask_exception(
        session,
        case_id=case.id,
        person_id=draft.person_id,
        reasons=reasons,
        why=draft.why.strip(),
        asked_by=viewer.person_id,
    )
    await _note(session, viewer, case.id, "exception_asked", reasons)
    await publish(session, SecondEditorNeeded(case_id=case.id, asked_by=viewer.person_id))
    return Made(id=made)


async def decide_exception(
    session: AsyncSession, *, viewer: Viewer, exception_id: UUID, grant: bool
) -> tuple[UUID, UUID]:
    """Allow it, or not. Returns the case and the person.

    Raises ExceptionNotFound, EditorIsInvolved, SameEditor.
    """
    row = await blind.exception_to_decide(session, exception_id)
    try:
        await access.as_editor(session, viewer, row.case_id)
    except errors.CaseNotFound as error:
        raise errors.ExceptionNotFound from error
    if viewer.person_id in {row.asked_by, row.person_id}:
        raise errors.SameEditor
    row.state = "granted" if grant else "refused"
    row.decided_by, row.decided_at = viewer.person_id, clock.now()
    await session.flush()
    await _note(session, viewer, row.case_id, f"exception_{row.state}", row.reasons)
    return row.case_id, row.person_id


async def _described(
    session: AsyncSession,
    viewer: Viewer,
    case: Case,
    handed_in: dict[str, object],
    cards: Sequence[PersonCard],
) -> list[Candidate]:
    facts = await _facts(session, viewer, case, handed_in, cards)
    known = await _records(session, case, cards)

    def place(card: PersonCard) -> tuple[bool, float, str]:
        worth = standing(known[card.id], same_specialty=card.specialty == case.specialty)
        return bool(against(facts[card.id])), -worth, card.name

    return [_candidate(card, facts[card.id], known[card.id]) for card in sorted(cards, key=place)]


def _candidate(card: PersonCard, facts: Facts, record: Record) -> Candidate:
    reasons = against(facts)
    return Candidate(
        person=card,
        against=reasons,
        possible=bool(reasons) and not never(reasons),
        ties=list(facts.ties),
        open=record.open,
        rated=record.rated,
        quality=round(record.quality, 1),
    )


async def _facts(
    session: AsyncSession,
    viewer: Viewer,
    case: Case,
    handed_in: dict[str, object],
    cards: Sequence[PersonCard],
) -> dict[UUID, Facts]:
    """From the submission's content and a fixed number of queries, however many people."""
    ids = [card.id for card in cards]
    authors = set(await session.scalars(select(Author.person_id).where(Author.case_id == case.id)))
    alike = await identity.likenesses(session, ids={*ids, *authors})
    marks = {mark for author in authors if author in alike for mark in alike[author].marks}
    houses = {house for author in authors if author in alike for house in alike[author].houses}
    deciders = await deskwork.deciders_of(session, case.id) | {viewer.person_id}
    wrote_together = await _coauthors(session, case, authors)
    opposed = set(await session.scalars(select(Opposed.person_id).where(Opposed.case_id == case.id)))
    thread_id = case.source_thread_id
    parties = await forums.posters(session, thread_id=thread_id) if thread_id else set()
    thanked = set(
        await session.scalars(select(Acknowledgement.person_id).where(Acknowledgement.case_id == case.id))
    )
    tied = await ties.ties_to(session, _text(handed_in), ids)
    nobody = identity.Likeness(frozenset(), frozenset())
    return {
        card.id: Facts(
            author=card.id in authors or bool(alike.get(card.id, nobody).marks & marks),
            decider=card.id in deciders,
            verified=card.verified,
            colleague=bool(alike.get(card.id, nobody).houses & houses),
            coauthor=card.id in wrote_together,
            opposed=card.id in opposed,
            party=card.id in parties,
            thanked=card.id in thanked,
            ties=tied.get(card.id, ()),
        )
        for card in cards
    }


async def _coauthors(session: AsyncSession, case: Case, authors: set[UUID]) -> set[UUID]:
    """Who wrote another case with an author of this one, of late."""
    other, with_them = aliased(Author), aliased(Author)
    since: datetime = clock.now() - COAUTHORS_FOR
    found = await session.scalars(
        select(other.person_id)
        .distinct()
        .join(with_them, with_them.case_id == other.case_id)
        .join(Case, Case.id == other.case_id)
        .where(Case.id != case.id, func.coalesce(Case.published_at, Case.created_at) >= since)
        .where(with_them.person_id.in_(authors), other.person_id != with_them.person_id)
        .where(other.state == "accepted", with_them.state == "accepted")
    )
    return set(found)


async def _records(session: AsyncSession, case: Case, cards: Sequence[PersonCard]) -> dict[UUID, Record]:
    ids = [card.id for card in cards]
    reviewed = await blind.records(session, ids, besides=case.id)
    rows = await session.execute(
        select(Author.person_id, func.count())
        .join(Case, Case.id == Author.case_id)
        .where(Author.person_id.in_(ids), Author.state == "accepted")
        .where(Case.status.in_(PUBLIC), Case.specialty == case.specialty, Case.specialty != "")
        .group_by(Author.person_id)
    )
    published = dict(rows.all())
    found = {}
    for person_id in ids:
        at_work, rated, quality = reviewed.get(person_id, (0, 0, 0.0))
        found[person_id] = Record(
            open=at_work, rated=rated, quality=quality, published=published.get(person_id, 0)
        )
    return found


def _text(handed_in: dict[str, object]) -> str:
    """What a manuscript says, for finding the companies it concerns."""
    whole = convert(handed_in, Manuscript)
    return "\n\n".join([whole.title, *whole.keywords, *(section.body for section in whole.sections)])


async def _note(session: AsyncSession, viewer: Viewer, case_id: UUID, act: str, reasons: list[str]) -> None:
    """Without the person: who may become a reviewer is not for the log."""
    await note(session, case_id, act, actor_id=viewer.person_id, detail={"reasons": list(reasons)})
