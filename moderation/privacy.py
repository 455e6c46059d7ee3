"""What moderation keeps of a person, for the export of own data and for leaving."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.erasure import Kept
from moderation.models import Appeal, Decision, Disclosure, Flag, Report, Snapshot
from moderation.words import N_


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Own disclosures, reports, appeals, and decisions on own contributions; not who decided or reported."""
    return {
        "disclosures": await _rows(session, _disclosures(person_id)),
        "reports": await _rows(
            session,
            select(Report.created_at, Flag.subject_kind, Flag.subject_id, Report.reason, Report.text)
            .join(Flag, Flag.id == Report.flag_id)
            .where(Report.reporter_id == person_id),
        ),
        "decisions": await _rows(session, _decisions(person_id)),
        "appeals": await _rows(
            session,
            select(
                Appeal.created_at, Appeal.text, Appeal.overturned, Appeal.reason, Appeal.answered_at
            ).where(Appeal.appellant_id == person_id),
        ),
    }


def _disclosures(person_id: UUID) -> Select[*tuple[Any, ...]]:
    signed = Disclosure
    columns = (signed.period_from, signed.period_to, signed.none, signed.items, signed.signed_at)
    return (
        select(*columns, signed.definition_version).where(signed.person_id == person_id).order_by(signed.id)
    )


def _decisions(person_id: UUID) -> Select[*tuple[Any, ...]]:
    made = Decision
    columns = (made.created_at, made.subject_kind, made.subject_id, made.outcome, made.rule_id, made.reason)
    return (
        select(*columns, Snapshot.body.label("kept_text"))
        .join(Snapshot, Snapshot.id == made.snapshot_id)
        .where(made.author_ids.contains([person_id]))
        .order_by(made.id)
    )


async def _rows(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Empty texts that nobody decided on and the words of reports; keep decisions and signed disclosures."""
    mine = select(Flag.id).where(Flag.author_ids == [person_id])
    decided = exists(select(Decision.id).where(Decision.snapshot_id == Snapshot.id))
    await session.execute(
        update(Snapshot)
        .where(Snapshot.flag_id.in_(mine), ~decided)
        .values(body="", findings=[])
        .execution_options(synchronize_session=False)
    )
    await session.execute(update(Report).where(Report.reporter_id == person_id).values(text=""))
    return [
        Kept(
            what=N_("Decisions of moderators on what you wrote, with the text they decided on"),
            why=N_("They prove that you were treated by the rules, and can be checked."),
            count=len(await _rows(session, _decisions(person_id))),
        ),
        Kept(
            what=N_("Your signed disclosures"),
            why=N_("Contributions that carry them must stay checkable."),
            count=len(await _rows(session, _disclosures(person_id))),
        ),
    ]
