from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import verify
from core.db import Sessions, transaction
from core.events import Bus
from identity import erasure, export, service
from identity.erasure import Kept
from identity.errors import LastAdministrator
from identity.events import PersonErased
from identity.models import ApiToken, Person, RoleGrant, SignIn, VerificationRequest
from tests.conftest import Enter
from tests.identity.conftest import PASSWORD, viewer
from tests.identity.test_verification import ask

FAREWELL = {"present_password": PASSWORD, "sure": "1"}


async def test_all_of_a_persons_data_comes_in_one_file(as_: Enter, zoe: Person, sessions: Sessions) -> None:
    await ask(sessions, zoe)
    browser = await as_(zoe)
    file = await browser.post("/account/data/export", data={})
    assert "attachment" in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"
    own = file.json()["identity"]
    assert own["account"]["email"] == "zoe@example.org"
    assert own["verification_requests"][0]["number"] == "1234567893"
    assert len(own["sessions"]) == 1
    assert "argon2" not in file.text


async def test_a_guest_exports_nothing(client: AsyncClient) -> None:
    assert (await client.post("/account/data/export", data={})).status_code == 401


async def test_packages_add_their_part_to_the_export(
    sessions: Sessions, zoe: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_parts", dict(export._parts))

    async def part(_: AsyncSession, person_id: UUID) -> object:
        return {"posts": [str(person_id)]}

    export.register("forums", part)
    async with transaction(sessions) as session:
        gathered = await export.gather(session, person_id=zoe.id)
    assert gathered["forums"] == {"posts": [str(zoe.id)]}
    assert "identity" in gathered


async def test_erasing_leaves_nothing_that_says_who_it_was(
    as_: Enter, zoe: Person, ada: Person, sessions: Sessions, session: AsyncSession
) -> None:
    await ask(sessions, zoe)
    browser, hers = await as_(zoe), await as_(ada)
    await browser.post("/api/identity/tokens", json={"name": "Reader", "scopes": ["read"]})
    erased = await browser.post("/account/data/erase", data=FAREWELL)
    assert erased.status_code == 200
    assert "What was kept, and why" in erased.text
    assert "Zoe" not in erased.text
    kept = await session.get_one(Person, zoe.id)
    assert (kept.name, kept.email) == ("Former member", f"{zoe.id}@erased.invalid")
    assert kept.password_hash is None
    for table in (SignIn, ApiToken, RoleGrant, VerificationRequest):
        rows = await session.scalars(select(table).where(table.person_id == zoe.id))
        assert rows.all() == []
    assert (await browser.get("/account")).status_code == 401
    assert (await hers.get(f"/people/{zoe.id}")).status_code == 404
    assert await service.find_people(session, viewer(ada), "former") == []


async def test_who_is_erased_cannot_sign_in_and_may_join_again(
    as_: Enter, client: AsyncClient, zoe: Person
) -> None:
    await (await as_(zoe)).post("/account/data/erase", data=FAREWELL)
    right = {"email": "zoe@example.org", "password": PASSWORD}
    assert (await client.post("/sign-in", data=right)).status_code == 401
    again = await client.post("/sign-up", data={"name": "Zoe", "email": "zoe@example.org"})
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"present_password": "not this one", "sure": "1"}, 403),
        ({"present_password": PASSWORD}, 422),
        ({"sure": "1"}, 422),
    ],
)
async def test_nobody_is_erased_by_accident(
    as_: Enter, zoe: Person, form: dict[str, str], status: int
) -> None:
    browser = await as_(zoe)
    assert (await browser.post("/account/data/erase", data=form)).status_code == status
    assert (await browser.get("/account")).status_code == 200


async def test_packages_erase_their_part_and_say_what_they_kept(
    as_: Enter, zoe: Person, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_erasers", {})
    heard: list[PersonErased] = []

    async def eraser(_: AsyncSession, __: UUID) -> list[Kept]:
        return [
            Kept(what="Ledger entries", why="They are kept for six years.", count=3),
            Kept(what="Nothing of this", why="There was none.", count=0),
        ]

    async def hear(event: PersonErased) -> None:
        heard.append(event)

    bus.after[PersonErased].append(hear)
    erasure.register("credit", eraser)
    erased = await (await as_(zoe)).post("/account/data/erase", data=FAREWELL)
    assert "Ledger entries (3)" in erased.text
    assert "Nothing of this" not in erased.text
    assert [event.person_id for event in heard] == [zoe.id]


async def test_a_package_that_cannot_erase_stops_everything(
    sessions: Sessions, zoe: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_erasers", {})

    async def eraser(_: AsyncSession, __: UUID) -> list[Kept]:
        raise RuntimeError

    erasure.register("broken", eraser)
    with pytest.raises(RuntimeError):
        async with transaction(sessions) as session:
            await erasure.erase(session, person_id=zoe.id)
    async with sessions() as session:
        assert (await session.get_one(Person, zoe.id)).name == "Zoe Marchetti"


async def test_the_last_administrator_stays(sessions: Sessions, amy: Person) -> None:
    async with transaction(sessions) as session:
        with pytest.raises(LastAdministrator):
            await erasure.erase(session, person_id=amy.id)


async def test_the_audit_log_stays_whole(as_: Enter, zoe: Person, session: AsyncSession) -> None:
    await (await as_(zoe)).post("/account/data/erase", data=FAREWELL)
    sound, broken = await verify(session)
    assert sound > 0
    assert broken is None
