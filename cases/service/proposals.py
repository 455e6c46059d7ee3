"""How the list of authors stands: agreed, proposed, refused. For acting see `cases.service.ordering`."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.byline import Order, holds, order_of
from cases.models import BylineAnswer, BylineProposal
from cases.schemas import OrderView, ProposalView, ProposedAuthor

if TYPE_CHECKING:
    from cases.service.people import Entries


async def order_view(session: AsyncSession, case_id: UUID, entries: "Entries") -> OrderView:
    """One query."""
    agreed = (
        select(func.array_agg(BylineAnswer.person_id))
        .where(BylineAnswer.proposal_id == BylineProposal.id, BylineAnswer.agrees)
        .scalar_subquery()
    )
    found = await session.execute(
        select(BylineProposal, agreed.label("agreed"))
        .where(BylineProposal.case_id == case_id, BylineProposal.state != "void")
        .order_by(BylineProposal.id.desc())
        .execution_options(populate_existing=True)
    )
    rows = [(row.BylineProposal, set(row.agreed or ())) for row in found]
    shown = next((_view(row, entries, said) for row, said in rows if row.state in {"open", "waiting"}), None)
    last = rows[0][0] if rows else None
    accepted = [row for row in entries.present if row.state == "accepted"]
    return OrderView(
        settled=holds(order_of(accepted), _agreed_on([row for row, _ in rows])),
        proposal=shown,
        refusal=last.reason if last is not None and last.state == "refused" else "",
    )


def _agreed_on(rows: list[BylineProposal]) -> Order | None:
    """The last that all agreed to."""
    done = [row for row in rows if row.state == "done" and row.closed_at is not None]
    if not done:
        return None
    last = max(done, key=lambda row: (row.closed_at, row.id))
    return Order(authors=tuple(last.author_ids), corresponding=last.corresponding_id)


def _view(row: BylineProposal, entries: "Entries", agreed: set[UUID]) -> ProposalView:
    states = {entry.id: entry.state for entry in entries.rows}
    missing = [person_id for person_id in row.asked if person_id not in agreed]
    return ProposalView(
        id=row.id,
        state=row.state,  # type: ignore[arg-type]
        authors=[
            ProposedAuthor(
                author_id=author_id,
                name=entries.named(author_id),
                added=states.get(author_id) == "invited",
                corresponding=author_id == row.corresponding_id,
            )
            for author_id in row.author_ids
        ],
        removed=[
            entries.name(entry)
            for entry in entries.present
            if entry.state == "accepted" and entry.id not in row.author_ids
        ],
        why=row.why,
        by=entries.called(row.proposed_by),
        proposed_at=row.created_at,
        agreed=[entries.called(person_id) for person_id in row.asked if person_id in agreed],
        missing=[entries.called(person_id) for person_id in missing],
        asks=missing,
    )
