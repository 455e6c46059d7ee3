"""What people declare, and what follows from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from msgspec import convert, to_builtins
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from cases.schemas import FrozenTie
from core import audit, clock
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer
from identity import service as identity
from identity.policy import OPERATOR
from moderation.errors import BadDisclosure
from moderation.events import DisclosureSigned
from moderation.models import Decision, Disclosure, Flag, State
from moderation.schemas import DisclosureDraft, DisclosureView, TieView
from moderation.screens import Facts, Tie
from moderation.screens.links import company_of
from moderation.screens.ties import company_of_name
from moderation.words import N_, NOTHING_TO_DISCLOSE, Outcome

DEFINITION = "2020-12"  # the ACCME's text on ineligible companies that the page shows (IN-08)
MAX_AGE = timedelta(days=365)
MONTHS_COVERED = 24
BOTH_OR_NEITHER = N_("Tick this, or name at least one company.")


async def declare(session: AsyncSession, viewer: Viewer, *, draft: DisclosureDraft) -> DisclosureView:
    """Sign a disclosure over the past 24 months (IN-07). Raises SignInRequired, BadDisclosure."""
    if viewer.person_id is None:
        raise SignInRequired
    if draft.none == bool(draft.items):
        raise BadDisclosure({"none": BOTH_OR_NEITHER})
    now = clock.now()
    signed = Disclosure(
        person_id=viewer.person_id,
        period_from=_months_before(now.date(), MONTHS_COVERED),
        period_to=now.date(),
        none=draft.none,
        items=[to_builtins(_tie(item.company, item.nature, item.products)) for item in draft.items],
        definition_version=DEFINITION,
        signed_at=now,
    )
    session.add(signed)
    await session.flush()
    await _return_to_queue(session, viewer.person_id)
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act="moderation.disclosure_signed",
        subject_kind="person",
        subject_id=viewer.person_id,
        detail={"none": signed.none, "items": len(signed.items), "definition": DEFINITION},
    )
    await publish(session, DisclosureSigned(person_id=viewer.person_id))
    return _view(signed)


async def _return_to_queue(session: AsyncSession, person_id: UUID) -> None:
    """What waited for this person's disclosure goes back to a moderator."""
    latest = (
        select(Decision.outcome)
        .where(Decision.flag_id == Flag.id)
        .order_by(Decision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    waiting = (  # locked in one order, since two authors of the same cases may sign at once
        select(Flag.id)
        .where(Flag.state == State.WAITING, Flag.author_ids.contains([person_id]))
        .where(latest == Outcome.ADD_DISCLOSURE)
        .order_by(Flag.id)
        .with_for_update()
    )
    await session.execute(
        update(Flag)
        .where(Flag.id.in_((await session.scalars(waiting)).all()))
        .values(state=State.OPEN, claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


async def disclosures(session: AsyncSession, *, person_ids: Iterable[UUID]) -> dict[UUID, DisclosureView]:
    """The latest disclosure of each person who signed one."""
    wanted = list(person_ids)
    if not wanted:
        return {}
    rows = await session.scalars(
        select(Disclosure)
        .where(Disclosure.person_id.in_(wanted))
        .ext(distinct_on(Disclosure.person_id))
        .order_by(Disclosure.person_id, Disclosure.id.desc())
    )
    return {row.person_id: _view(row) for row in rows}


async def ties_on_record(session: AsyncSession, person_ids: Iterable[UUID]) -> dict[UUID, list[FrozenTie]]:
    """What each has on record now, for what they sign elsewhere; who has no valid record is not in it."""
    return {
        person_id: [FrozenTie(company=t.company, nature=t.nature, products=t.products) for t in signed.items]
        for person_id, signed in (await disclosures(session, person_ids=person_ids)).items()
        if signed.valid
    }


async def own_disclosures(session: AsyncSession, viewer: Viewer) -> list[DisclosureView]:
    """All that the person signed, the latest first. Raises SignInRequired."""
    if viewer.person_id is None:
        raise SignInRequired
    mine = select(Disclosure).where(Disclosure.person_id == viewer.person_id)
    return [_view(row) for row in await session.scalars(mine.order_by(Disclosure.id.desc()).limit(50))]


async def stamp_of(session: AsyncSession, *, person_id: UUID) -> str | None:
    """What a byline says of the person's relations: company names and natures only (IN-13).

    None while there is no valid disclosure. The text for "none" is a source text for gettext.
    """
    signed = (await disclosures(session, person_ids=[person_id])).get(person_id)
    if signed is None or not signed.valid:
        return None
    if signed.none:
        return NOTHING_TO_DISCLOSE
    return "; ".join(f"{tie.company} ({tie.nature})" for tie in signed.items)


async def facts_of(session: AsyncSession, *, person_ids: Iterable[UUID], content_role: bool = False) -> Facts:
    """What is known of the authors of a text: declared ties, and companies that employ them."""
    wanted = list(person_ids)
    signed = await disclosures(session, person_ids=wanted)
    ties = [
        Tie(company=company_of_name(tie.company), company_name=tie.company, nature=tie.nature)
        for view in signed.values()
        for tie in view.items
    ]
    employers = sorted({key for person_id in wanted for key in await _employers(session, person_id)})
    declared = bool(wanted) and all(p in signed and signed[p].valid for p in wanted)
    return Facts(declared=declared, ties=tuple(ties), employers=tuple(employers), content_role=content_role)


async def _employers(session: AsyncSession, person_id: UUID) -> set[str]:
    """Companies of the list to which e-mail domain, affiliation or organisation belong."""
    address = await identity.email_of(session, person_id=person_id)
    profile = await identity.profile(session, OPERATOR, person_id)
    names = (profile.affiliation or "", profile.organisation or "")
    keys = {company_of(address.rpartition("@")[2].casefold()), *(company_of_name(name) for name in names)}
    return keys - {""}


def _tie(company: str, nature: str, products: str) -> TieView:
    return TieView(company=" ".join(company.split()), nature=str(nature), products=" ".join(products.split()))


def _view(row: Disclosure) -> DisclosureView:
    return DisclosureView(
        id=row.id,
        period_from=row.period_from,
        period_to=row.period_to,
        none=row.none,
        items=convert(row.items, list[TieView]),
        definition_version=row.definition_version,
        signed_at=row.signed_at,
        valid=clock.now() - row.signed_at < MAX_AGE,
    )


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
