import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import Entry
from core.db import Sessions, transaction
from core.errors import Forbidden, Invalid
from core.policy import Role
from identity import service
from identity import sessions as opened
from identity.errors import LastAdministrator, RoleHeldAlready, RoleNotGranted
from identity.models import Person, RoleGrant
from identity.policy import OPERATOR
from tests.conftest import Enter, someone
from tests.identity.conftest import viewer


async def test_an_administrator_appoints_and_dismisses_with_a_reason(
    as_: Enter, amy: Person, gil: Person, session: AsyncSession
) -> None:
    browser = await as_(amy)
    page = f"/office/people/{gil.id}"
    given = {"role": "moderator", "reason": "Elected by the board"}
    assert (await browser.post(f"{page}/grant", data=given)).status_code == 303
    assert "Moderator" in (await browser.get(page)).text
    taken = {"role": "moderator", "reason": "The term is over"}
    assert (await browser.post(f"{page}/revoke", data=taken)).status_code == 303
    entries = (await session.scalars(select(Entry).where(Entry.subject_id == gil.id))).all()
    assert [(e.act, e.actor_id, e.detail["reason"]) for e in entries] == [
        ("role granted", amy.id, "Elected by the board"),
        ("role revoked", amy.id, "The term is over"),
    ]


async def test_an_appointment_needs_a_reason(as_: Enter, amy: Person, gil: Person) -> None:
    browser = await as_(amy)
    refused = await browser.post(f"/office/people/{gil.id}/grant", data={"role": "moderator"})
    assert refused.status_code == 422
    assert "Fill this in." in refused.text


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.MEMBER, Role.ADMINISTRATOR}])
async def test_nobody_else_appoints(as_: Enter, role: Role, ben: Person, sessions: Sessions) -> None:
    person = await someone(sessions, "Una Bell", role)
    browser = await as_(person)
    given = {"role": "administrator", "reason": "Because I can"}
    for whom in (ben.id, person.id):
        assert (await browser.post(f"/office/people/{whom}/grant", data=given)).status_code == 403
    with pytest.raises(Forbidden):
        async with transaction(sessions) as session:
            me = viewer(person, role)
            await service.grant_role(session, actor=me, person_id=person.id, role=Role.ADMINISTRATOR)


async def test_a_guest_is_asked_to_sign_in_at_the_office(as_: Enter) -> None:
    guest = await as_()
    for page in ("/office", "/office/people", "/office/verifications", "/office/organisations"):
        assert (await guest.get(page)).status_code == 401


async def test_a_role_on_a_board_is_not_held_elsewhere(sessions: Sessions, amy: Person, gil: Person) -> None:
    here, there = uuid4(), uuid4()
    async with transaction(sessions) as session:
        await service.grant_role(
            session, actor=OPERATOR, person_id=gil.id, role=Role.MODERATOR, scope_id=here
        )
        token = await opened.open_session(session, person_id=gil.id)
        me = await opened.viewer_of(session, token)
        holders = await service.people_with_role(session, role=Role.MODERATOR, scope_id=here)
    assert me is not None
    assert me.has(Role.MODERATOR, here)
    assert not me.has(Role.MODERATOR, there)
    assert not me.has(Role.MODERATOR)
    assert holders == [gil.id]


async def test_a_role_is_given_once_even_at_the_same_time(
    sessions: Sessions, gil: Person, session: AsyncSession
) -> None:
    async def give() -> bool:
        try:
            async with transaction(sessions) as own:
                await service.grant_role(own, actor=OPERATOR, person_id=gil.id, role=Role.EDITOR)
        except RoleHeldAlready:
            return False
        return True

    assert sorted(await asyncio.gather(give(), give(), give())) == [False, False, True]
    assert len((await session.scalars(select(RoleGrant).where(RoleGrant.person_id == gil.id))).all()) == 1


async def test_what_has_no_meaning_is_refused(sessions: Sessions, gil: Person) -> None:
    async with transaction(sessions) as session:
        with pytest.raises(Invalid):
            await service.grant_role(session, actor=OPERATOR, person_id=gil.id, role=Role.MEMBER)
        with pytest.raises(Invalid):
            await service.grant_role(
                session, actor=OPERATOR, person_id=gil.id, role=Role.ADMINISTRATOR, scope_id=uuid4()
            )
        with pytest.raises(RoleNotGranted):
            await service.revoke_role(session, actor=OPERATOR, person_id=gil.id, role=Role.EDITOR)


async def test_two_administrators_cannot_both_leave_at_once(sessions: Sessions, amy: Person) -> None:
    ann = await someone(sessions, "Ann Osei", Role.ADMINISTRATOR)

    async def dismiss(whom: Person) -> bool:
        try:
            async with transaction(sessions) as session:
                await service.revoke_role(session, actor=OPERATOR, person_id=whom.id, role=Role.ADMINISTRATOR)
        except LastAdministrator:
            return False
        return True

    assert sorted(await asyncio.gather(dismiss(amy), dismiss(ann))) == [False, True]


async def test_administrators_find_people_by_address_and_others_do_not(
    as_: Enter, amy: Person, ada: Person
) -> None:
    office = await as_(amy)
    assert "Ada Okafor" in (await office.get("/office/people", params={"q": "ada@example"})).text
    assert "Amy Kowalski" in (await office.get("/office/people")).text
    assert "Ada Okafor" not in (await office.get("/office/people")).text
    mine = await as_(ada)
    assert (await mine.get("/office/people")).status_code == 403
    assert (await mine.get("/api/identity/people", params={"q": "amy@example"})).json() == []


async def test_a_registrar_takes_back_only_verifications(
    as_: Enter, rex: Person, mia: Person, sessions: Sessions
) -> None:
    browser = await as_(rex)
    taken = {"role": "moderator", "reason": "I would like to"}
    assert (await browser.post(f"/office/people/{mia.id}/revoke", data=taken)).status_code == 403
    taken = {"role": "verified_clinician", "reason": "Struck off the register"}
    assert (await browser.post(f"/office/people/{mia.id}/revoke", data=taken)).status_code == 303
    async with sessions() as session:
        assert not (await service.people_by_ids(session, [mia.id]))[mia.id].verified


async def test_a_grant_works_from_the_next_request_on_and_a_revocation_too(
    as_: Enter, amy: Person, gil: Person, sessions: Sessions
) -> None:
    browser = await as_(gil)
    assert (await browser.get("/office/verifications")).status_code == 403
    async with transaction(sessions) as session:
        await service.grant_role(session, actor=OPERATOR, person_id=gil.id, role=Role.REGISTRAR)
    assert (await browser.get("/office/verifications")).status_code == 200
    async with transaction(sessions) as session:
        await service.revoke_role(session, actor=OPERATOR, person_id=gil.id, role=Role.REGISTRAR)
    assert (await browser.get("/office/verifications")).status_code == 403
