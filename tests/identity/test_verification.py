import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import Entry
from core.db import Sessions, transaction
from core.events import Bus
from core.policy import Role
from identity import service
from identity.errors import OwnVerification, VerificationDecidedAlready
from identity.events import PersonVerified
from identity.models import Person, RoleGrant
from identity.schemas import VerificationDraft
from tests.conftest import Enter, someone
from tests.identity.conftest import Post, viewer, words_of
from tests.queries import count_queries

DRAFT = {
    "profession": "physician",
    "jurisdiction": "Ohio, United States",
    "register": "us_npi",
    "number": "1234567893",
    "evidence": "My entry in the public register and my page at the hospital.",
}


async def ask(sessions: Sessions, person: Person, **changes: str) -> None:
    async with transaction(sessions) as session:
        draft = VerificationDraft(**(DRAFT | changes))
        await service.ask_for_verification(session, viewer=viewer(person), draft=draft)


async def waiting(sessions: Sessions, rex: Person) -> list[str]:
    async with sessions() as session:
        queue = await service.verification_queue(session, viewer=viewer(rex, Role.REGISTRAR))
    return [str(one.id) for one in queue]


async def test_a_person_asks_and_a_registrar_grants_with_a_reason(  # noqa: PLR0917
    as_: Enter, gil: Person, rex: Person, post: Post, session: AsyncSession, bus: Bus
) -> None:
    heard: list[PersonVerified] = []

    async def hear(event: PersonVerified) -> None:
        heard.append(event)

    bus.after[PersonVerified].append(hear)
    person, office = await as_(gil), await as_(rex)
    assert (await person.post("/account/verification", data=DRAFT)).status_code == 303
    assert "Waiting for a registrar" in (await person.get("/account/verification")).text
    [asked] = (await office.get("/api/identity/verifications/queue")).json()
    page = f"/office/verifications/{asked['id']}"
    assert "1234567893" in (await office.get(page)).text
    assert "Gil Haddad" in (await office.get("/office/verifications")).text
    decision = {"granted": "yes", "reason": "Found in the register"}
    assert (await office.post(page, data=decision)).status_code == 303
    shown = (await person.get("/account/verification")).text
    assert "Found in the register" in shown
    assert "Your profession is verified." in shown
    card = (await person.get(f"/api/identity/people/{gil.id}")).json()["card"]
    assert (card["verified"], card["profession"]) == (True, "physician")
    assert [event.person_id for event in heard] == [gil.id]
    letter = next(one for one in await post() if one["To"] == "gil@example.org")
    assert "Found in the register" not in words_of(letter)
    acts = (await session.scalars(select(Entry.act).where(Entry.subject_id == gil.id))).all()
    assert acts == ["verification asked for", "verification granted"]


async def test_a_refusal_grants_nothing_and_may_be_followed_by_another_try(
    as_: Enter, gil: Person, rex: Person, sessions: Sessions
) -> None:
    await ask(sessions, gil)
    [request_id] = await waiting(sessions, rex)
    office = await as_(rex)
    decision = {"granted": False, "reason": "Not in the register"}
    url = f"/api/identity/verifications/{request_id}/decision"
    assert (await office.post(url, json=decision)).status_code == 204
    async with sessions() as session:
        assert not (await service.people_by_ids(session, [gil.id]))[gil.id].verified
    await ask(sessions, gil)


FAULTY = [
    ({"number": "1234567890"}, "its last digit does not fit"),
    ({"register": "gb_gmc", "number": "12"}, "seven digits"),
    ({"register": "nowhere"}, "Choose one from the list."),
    ({"profession": "wizard"}, "Choose one from the list."),
    ({"evidence": "short"}, "Write a little more."),
    ({"number": ""}, "Fill this in."),
]


async def test_a_faulty_request_says_what_to_do_and_keeps_the_text(as_: Enter, gil: Person) -> None:
    browser = await as_(gil)
    for changes, saying in FAULTY:
        refused = await browser.post("/account/verification", data=DRAFT | changes)
        assert refused.status_code == 422, changes
        assert saying in refused.text
        assert "Ohio, United States" in refused.text


async def test_one_request_is_open_at_a_time_even_when_sent_twice_at_once(
    as_: Enter, gil: Person, rex: Person, sessions: Sessions
) -> None:
    browser = await as_(gil)
    answers = await asyncio.gather(
        *(browser.post("/api/identity/verifications", json=DRAFT) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(await waiting(sessions, rex)) == 1


async def test_only_registrars_see_the_queue_and_requests(
    as_: Enter, gil: Person, rex: Person, sessions: Sessions
) -> None:
    await ask(sessions, gil)
    [request_id] = await waiting(sessions, rex)
    for role in set(Role) - {Role.REGISTRAR, Role.MEMBER}:
        person = await someone(sessions, f"{role} Bell", role)
        browser = await as_(person)
        assert (await browser.get("/office/verifications")).status_code == 403
        assert (await browser.get(f"/office/verifications/{request_id}")).status_code == 404
        refused = await browser.post(
            f"/api/identity/verifications/{request_id}/decision",
            json={"granted": True, "reason": "I say so"},
        )
        assert refused.status_code == 404


async def test_registrars_do_not_decide_on_themselves(sessions: Sessions, rex: Person) -> None:
    await ask(sessions, rex)
    [request_id] = await waiting(sessions, rex)
    async with transaction(sessions) as session:
        queue = await service.verification_queue(session, viewer=viewer(rex, Role.REGISTRAR))
        with pytest.raises(OwnVerification):
            await service.decide_verification(
                session,
                actor=viewer(rex, Role.REGISTRAR),
                request_id=queue[0].id,
                granted=True,
                reason="I know myself",
            )
    assert await waiting(sessions, rex) == [request_id]


async def test_of_two_registrars_one_decides(
    sessions: Sessions, gil: Person, rex: Person, session: AsyncSession
) -> None:
    await ask(sessions, gil)
    other = await someone(sessions, "Rita Novak", Role.REGISTRAR)
    queue = await service.verification_queue(session, viewer=viewer(rex, Role.REGISTRAR))

    async def decide(person: Person, *, granted: bool) -> bool:
        try:
            async with transaction(sessions) as own:
                await service.decide_verification(
                    own,
                    actor=viewer(person, Role.REGISTRAR),
                    request_id=queue[0].id,
                    granted=granted,
                    reason="As I found it",
                )
        except VerificationDecidedAlready:
            return False
        return True

    decided = await asyncio.gather(decide(rex, granted=True), decide(other, granted=False))
    assert sorted(decided) == [False, True]
    held = (await session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == gil.id))).all()
    assert held == (["verified_clinician"] if decided[0] else [])


async def test_a_number_given_by_two_people_is_marked(
    as_: Enter, sessions: Sessions, gil: Person, ada: Person, rex: Person
) -> None:
    await ask(sessions, gil)
    await ask(sessions, ada)
    office = await as_(rex)
    assert (await office.get("/office/verifications")).text.count("Number used by others") == 2


async def test_a_request_can_be_withdrawn(as_: Enter, sessions: Sessions, gil: Person, rex: Person) -> None:
    await ask(sessions, gil)
    assert (await (await as_(gil)).post("/account/verification/withdraw", data={})).status_code == 303
    assert await waiting(sessions, rex) == []


async def test_what_is_typed_is_shown_as_text(as_: Enter, gil: Person, rex: Person) -> None:
    hostile = '<script>alert(1)</script>"><svg onload=alert(2)>'
    person, office = await as_(gil), await as_(rex)
    await person.post("/account/verification", data=DRAFT | {"evidence": hostile, "jurisdiction": hostile})
    [asked] = (await office.get("/api/identity/verifications/queue")).json()
    shown = (await office.get(f"/office/verifications/{asked['id']}")).text
    assert "<script>alert" not in shown
    assert "<svg onload" not in shown


async def test_the_queue_costs_the_same_queries_for_one_and_for_many(
    sessions: Sessions, gil: Person, ada: Person, ben: Person, rex: Person
) -> None:
    for person in (gil, ada, ben):
        await ask(sessions, person)
    async with sessions() as session, count_queries(sessions) as asked:
        queue = await service.verification_queue(session, viewer=viewer(rex, Role.REGISTRAR))
    assert (len(queue), len(asked)) == (3, 1)
