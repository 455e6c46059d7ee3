"""What cases keep about a person: told in the export, and what of it outlives an erasure."""

from typing import Any
from uuid import UUID

from msgspec import to_builtins
from sqlalchemy import Select, and_, delete, exists, func, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from cases import blind
from cases.models import (
    Acknowledgement,
    Author,
    BylineAnswer,
    BylineProposal,
    Case,
    CaseFigure,
    Contribution,
    Disclosure,
    Explanation,
    Milestone,
    Opposed,
    Review,
    RoleDispute,
    SectionRevision,
    Work,
)
from cases.states import PRESENT, Status
from files import service as files
from identity.erasure import Kept
from identity.words import N_

SUBMITTED = N_("Cases you are an author of, with your name in published versions")
SUBMITTED_WHY = N_("What was handed in or published with others stays as it was; it is part of the record.")
REVIEWS = N_("Reviews you wrote, under their aliases")
REVIEWS_WHY = N_("Decisions on the cases rest on them.")


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Authorships, texts the person saved, disclosures, and the person's own reviews; nobody else's.

    An invitation to somebody who reviews the case is withheld here too. Who declined to be an author, or
    left, is told of that, not of how the title goes on. A case that was taken down has no text here.
    """
    mine = Author.person_id == person_id
    told = and_(Author.state.in_(PRESENT), Case.status != Status.TAKEN_DOWN)
    title = sql_case((told, Case.title), else_="")
    return {
        "write_ups": await _rows(
            session,
            select(
                Case.id,
                title.label("title"),
                Case.status,
                Author.position,
                Author.byline,
                Author.affiliations,
                Author.state,
            )
            .join(Author, Author.case_id == Case.id)
            .where(mine, ~and_(Author.state == "invited", blind.still_reviews(person_id))),
        ),
        "roles": await _rows(
            session,
            select(Author.case_id, Contribution.role, Contribution.degree, Contribution.accepted_at)
            .join(Author, Author.id == Contribution.author_id)
            .where(mine),
        ),
        "disclosures": await _rows(
            session,
            select(
                Author.case_id, Disclosure.none, Disclosure.statement, Disclosure.ties, Disclosure.signed_at
            )
            .join(Author, Author.id == Disclosure.author_id)
            .where(mine),
        ),
        **await _agreements(session, person_id),
        "saved_texts": await texts_saved_by(session, person_id),
        "works_added": await _rows(
            session, select(Work.case_id, Work.key, Work.work, Work.sought).where(Work.added_by == person_id)
        ),
        "versions_named": await _rows(
            session,
            select(Milestone.case_id, Milestone.name, Milestone.created_at)
            .join(Case, Case.id == Milestone.case_id)
            .where(Milestone.made_by == person_id, Case.status != Status.TAKEN_DOWN),
        ),
        "asked_not_to_review": await _rows(
            session,
            select(Opposed.case_id, Opposed.person_id, Opposed.why).where(Opposed.named_by == person_id),
        ),
        "explanations": await _rows(
            session,
            select(Explanation.case_id, Explanation.section, Explanation.why, Explanation.created_at)
            .join(Case, Case.id == Explanation.case_id)
            .where(Explanation.explained_by == person_id, Case.status != Status.TAKEN_DOWN),
        ),
        "reviews": await _rows(
            session,
            select(
                Review.id,
                Review.alias,
                Review.round,
                Review.status,
                Review.answers,
                Review.recommendation,
                Review.comments_to_authors,
                Review.note_to_editor,
                Review.remarks,
                Review.signed,
                Review.submitted_at,
            )
            .join(Case, Case.id == Review.case_id)
            .where(blind.is_reviewer(person_id), Case.status != Status.TAKEN_DOWN),
        ),
    }


async def _agreements(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """What the person said about authors, roles and thanks."""
    proposal, dispute = BylineProposal, RoleDispute
    return {
        "role_disputes": await _rows(
            session,
            select(
                dispute.case_id,
                dispute.role,
                dispute.degree,
                dispute.reason,
                dispute.state,
                dispute.created_at,
            ).where(dispute.raised_by == person_id),
        ),
        "author_proposals": await _rows(
            session,
            select(proposal.case_id, proposal.why, proposal.state, proposal.created_at).where(
                proposal.proposed_by == person_id
            ),
        ),
        "author_agreements": await _rows(
            session,
            select(proposal.case_id, BylineAnswer.agrees, BylineAnswer.created_at)
            .join(proposal, proposal.id == BylineAnswer.proposal_id)
            .where(BylineAnswer.person_id == person_id),
        ),
        "acknowledgements": await _rows(
            session,
            select(
                Acknowledgement.case_id,
                Acknowledgement.name,
                Acknowledgement.text,
                Acknowledgement.state,
                Acknowledgement.agreed_on,
            )
            .join(Case, Case.id == Acknowledgement.case_id)
            .where(Acknowledgement.person_id == person_id, ~blind.still_reviews(person_id)),
        ),
    }


async def texts_saved_by(session: AsyncSession, person_id: UUID) -> list[dict[str, object]]:
    """But for cases that were taken down: consent to pass their text on was withdrawn."""
    return await _rows(
        session,
        select(
            SectionRevision.case_id,
            SectionRevision.key,
            SectionRevision.version,
            SectionRevision.body,
            SectionRevision.created_at,
        )
        .join(Case, Case.id == SectionRevision.case_id)
        .where(SectionRevision.editor_id == person_id, Case.status != Status.TAKEN_DOWN),
    )


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Forget drafts that were the person's alone, open invitations, thanks that are not printed yet, names,
    affiliations, and the words of disputes, rulings, proposals and refusals. Safe to repeat.
    """
    drafts = list(await session.scalars(_drafts_alone(person_id)))
    await session.execute(delete(CaseFigure).where(CaseFigure.case_id.in_(drafts)))
    await files.remove_all(session, owner_kind="case", owner_ids=drafts)
    await session.execute(delete(Case).where(Case.id.in_(drafts)))
    await session.execute(
        delete(Author).where(Author.person_id == person_id, Author.state.in_(["invited", "declined"]))
    )
    mine = update(Author).where(Author.person_id == person_id)
    await session.execute(mine.values(affiliations=[], byline=""))
    await session.execute(delete(Opposed).where(Opposed.person_id == person_id))
    await session.execute(delete(Acknowledgement).where(Acknowledgement.person_id == person_id))
    await session.execute(update(RoleDispute).where(RoleDispute.raised_by == person_id).values(reason=""))
    await session.execute(update(RoleDispute).where(RoleDispute.ruled_by == person_id).values(ruling=""))
    await session.execute(
        update(BylineProposal).where(BylineProposal.proposed_by == person_id).values(why="")
    )
    refused = select(BylineAnswer.proposal_id).where(
        BylineAnswer.person_id == person_id, ~BylineAnswer.agrees
    )
    await session.execute(update(BylineProposal).where(BylineProposal.id.in_(refused)).values(reason=""))
    authored = await session.scalar(
        select(func.count()).select_from(Author).where(Author.person_id == person_id)
    )
    reviewed = await session.scalar(select(func.count(Review.id)).where(blind.is_reviewer(person_id)))
    kept = [
        Kept(what=SUBMITTED, why=SUBMITTED_WHY, count=authored or 0),
        Kept(what=REVIEWS, why=REVIEWS_WHY, count=reviewed or 0),
    ]
    return [one for one in kept if one.count]


def _drafts_alone(person_id: UUID) -> Select[*tuple[Any, ...]]:
    other = aliased(Author)
    others = exists(
        select(other.id).where(
            other.case_id == Case.id, other.person_id != person_id, other.state == "accepted"
        )
    )
    return (
        select(Case.id)
        .join(Author, Author.case_id == Case.id)
        .where(Author.person_id == person_id, Author.state == "accepted", Case.status == Status.DRAFT)
        .where(Case.submitted_at.is_(None), ~others)
    )


async def _rows(session: AsyncSession, rows: Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [to_builtins(dict(row)) for row in (await session.execute(rows)).mappings()]
