from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import Entry
from core.db import Sessions, transaction
from identity import service
from identity.errors import OrganisationNotFound
from identity.models import Person
from identity.policy import OPERATOR
from identity.schemas import OrganisationDraft
from tests.conftest import Enter

ACME = {"name": "Acme Pharma", "eligibility": "ineligible", "reason": "Makes and sells medicines"}
BASE = "/office/organisations"


async def listed(sessions: Sessions, name: str, eligibility: str = "unknown") -> str:
    async with transaction(sessions) as session:
        draft = OrganisationDraft(name=name, eligibility=eligibility, reason="As published")  # type: ignore[arg-type]
        return str(await service.list_organisation(session, actor=OPERATOR, draft=draft))


async def test_an_administrator_lists_an_organisation_with_a_reason(
    as_: Enter, amy: Person, session: AsyncSession
) -> None:
    browser = await as_(amy)
    made = await browser.post(f"{BASE}/new", data=ACME | {"country": "US"})
    assert made.status_code == 303
    shown = (await browser.get(made.headers["location"])).text
    assert "Ineligible" in shown
    assert "Makes and sells medicines" in shown
    entry = (await session.scalars(select(Entry).where(Entry.act == "organisation listed"))).one()
    assert entry.detail["reason"] == "Makes and sells medicines"


async def test_unknown_counts_as_ineligible(sessions: Sessions) -> None:
    unknown, clinic = await listed(sessions, "Startup"), await listed(sessions, "Clinic", "eligible")
    async with sessions() as session:
        kept = await service.organisations_by_ids(session, {UUID(unknown), UUID(clinic)})
    assert kept[UUID(unknown)].ineligible
    assert not kept[UUID(clinic)].ineligible


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason": ""}, 422),
        ({"eligibility": "maybe"}, 422),
        ({"country": "usa"}, 422),
        ({"name": "x"}, 422),
    ],
)
async def test_a_faulty_organisation_is_refused(
    as_: Enter, amy: Person, changes: dict[str, str], status: int
) -> None:
    assert (await (await as_(amy)).post(f"{BASE}/new", data=ACME | changes)).status_code == status


async def test_a_name_is_listed_once(as_: Enter, amy: Person) -> None:
    browser = await as_(amy)
    await browser.post(f"{BASE}/new", data=ACME)
    again = await browser.post(f"{BASE}/new", data=ACME | {"name": "  ACME   pharma"})
    assert again.status_code == 409
    assert "is listed already" in again.text


async def test_a_decision_can_be_changed_with_a_reason(as_: Enter, amy: Person, sessions: Sessions) -> None:
    kept = await listed(sessions, "Startup")
    browser = await as_(amy)
    changed = ACME | {"name": "Startup", "eligibility": "eligible", "reason": "Publishes only"}
    assert (await browser.post(f"{BASE}/{kept}", data=changed)).status_code == 303
    [view] = (await browser.get("/api/identity/organisations", params={"q": "start"})).json()
    assert (view["eligibility"], view["eligibilityReason"]) == ("eligible", "Publishes only")


async def test_parents_and_sisters_are_seen_from_both_sides(
    as_: Enter, amy: Person, sessions: Sessions
) -> None:
    parent, child = await listed(sessions, "Holding"), await listed(sessions, "Daughter")
    browser = await as_(amy)
    linked = await browser.post(f"{BASE}/{child}/links", data={"other": parent, "relation": "parent"})
    assert linked.status_code == 303
    assert "Parent company" in (await browser.get(f"{BASE}/{child}")).text
    assert "Daughter company" in (await browser.get(f"{BASE}/{parent}")).text
    again = await browser.post(f"{BASE}/{parent}/links", data={"other": child, "relation": "sister"})
    assert again.status_code == 409
    itself = await browser.post(f"{BASE}/{child}/links", data={"other": child, "relation": "sister"})
    assert itself.status_code == 409
    assert (await browser.post(f"{BASE}/{parent}/unlink", data={"other": child})).status_code == 303
    assert "None are known." in (await browser.get(f"{BASE}/{child}")).text


async def test_only_administrators_change_organisations(
    as_: Enter, ada: Person, rex: Person, sessions: Sessions
) -> None:
    kept = await listed(sessions, "Startup")
    for person in (ada, rex):
        browser = await as_(person)
        assert (await browser.post(f"{BASE}/new", data=ACME)).status_code == 403
        assert (await browser.post(f"{BASE}/{kept}", data=ACME)).status_code == 403
        assert (await browser.post(f"{BASE}/{kept}/links", data={})).status_code == 403


async def test_an_unknown_organisation_is_a_404(as_: Enter, amy: Person, sessions: Sessions) -> None:
    assert (await (await as_(amy)).get(f"{BASE}/{amy.id}")).status_code == 404
    async with sessions() as session:
        with pytest.raises(OrganisationNotFound):
            await service.organisation(session, amy.id)


async def test_the_list_goes_on_by_name(as_: Enter, sessions: Sessions) -> None:
    for name in ("alpha", "Beta", "gamma"):
        await listed(sessions, name)
    guest = await as_()
    first = (await guest.get("/api/identity/organisations", params={"limit": 2})).json()
    rest = (await guest.get("/api/identity/organisations", params={"after": first[-1]["name"]})).json()
    assert [one["name"] for one in first + rest] == ["alpha", "Beta", "gamma"]
