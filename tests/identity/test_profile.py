from httpx import AsyncClient
from sqlalchemy import select

from core.audit import Entry
from core.db import Sessions, transaction
from core.events import Bus
from identity import service
from identity.events import PersonChanged
from identity.models import Person
from tests.conftest import Enter

PROFILE = {
    "name": "Gil Haddad",
    "specialty": "nephrology",
    "profession": "nurse",
    "career_stage": "early",
    "languages": ["ar", "en"],
    "orcid": "https://orcid.org/0000-0002-1825-0097",
    "affiliation": "  Beirut   Renal Unit ",
    "locale": "ar",
}


async def test_a_profile_is_saved_and_shown_to_members(as_: Enter, gil: Person, ada: Person) -> None:
    mine, hers = await as_(gil), await as_(ada)
    saved = await mine.post("/account", data=PROFILE)
    assert saved.status_code == 303
    card = (await hers.get(f"/people/{gil.id}")).text
    for said in ("Gil Haddad", "Nephrology", "Nurse", "Beirut Renal Unit", "0000-0002-1825-0097", "Arabic"):
        assert said in card
    assert "gil@example.org" not in card


async def test_the_pages_speak_the_language_chosen(as_: Enter, gil: Person) -> None:
    browser = await as_(gil)
    await browser.post("/account", data=PROFILE)
    assert 'lang="ar" dir="rtl"' in (await browser.get("/account")).text


async def test_the_house_hears_of_a_change(as_: Enter, gil: Person, bus: Bus) -> None:
    heard: list[PersonChanged] = []

    async def hear(event: PersonChanged) -> None:
        heard.append(event)

    bus.after[PersonChanged].append(hear)
    await (await as_(gil)).post("/account", data=PROFILE)
    assert [event.person_id for event in heard] == [gil.id]


FAULTY: list[tuple[dict[str, object], str]] = [
    ({"specialty": "wizardry"}, "Choose one from the list."),
    ({"orcid": "0000-0002-1825-0098"}, "the last one does not fit"),
    ({"languages": ["xx"]}, "Choose one from the list."),
    ({"languages": ["ar", "bg", "ca", "de", "en", "fr", "it", "nl", "pl"]}, "at most eight"),
    ({"name": "\u202e\u200b"}, "Enter the name you work under"),
    ({"organisation_id": "00000000-0000-0000-0000-000000000000"}, "Choose one from the list."),
    ({"locale": "tlh"}, "Choose one from the list."),
]


async def test_a_faulty_profile_is_refused_beside_the_field(as_: Enter, gil: Person) -> None:
    browser = await as_(gil)
    for changes, saying in FAULTY:
        refused = await browser.post("/account", data=PROFILE | changes)
        assert refused.status_code == 422, changes
        assert saying in refused.text
        assert "Beirut" in refused.text


async def test_a_verified_name_is_changed_by_the_registrar_only(
    as_: Enter, ada: Person, rex: Person, sessions: Sessions
) -> None:
    browser, office = await as_(ada), await as_(rex)
    refused = await browser.post("/account", data={"name": "Somebody Famous"})
    assert refused.status_code == 409
    assert "Ask a registrar" in refused.text
    correction = {"name": "Ada Okafor-Lind", "reason": "Marriage certificate seen"}
    assert (await office.post(f"/office/people/{ada.id}/name", data=correction)).status_code == 303
    async with sessions() as session:
        assert (await service.people_by_ids(session, [ada.id]))[ada.id].name == "Ada Okafor-Lind"
        entry = (await session.scalars(select(Entry).where(Entry.act == "name corrected"))).one()
    assert entry.actor_id == rex.id


async def test_a_verified_profession_stays_as_it_was_proven(
    as_: Enter, ada: Person, sessions: Sessions
) -> None:
    browser = await as_(ada)
    await browser.post("/account", data={"name": "Ada Okafor", "profession": "dentist"})
    async with sessions() as session:
        assert (await service.people_by_ids(session, [ada.id]))[ada.id].profession is None


async def test_hostile_words_are_shown_as_words(as_: Enter, gil: Person, ada: Person) -> None:
    hostile = '"><script>alert(1)</script>'
    browser = await as_(gil)
    assert (await browser.post("/account", data=PROFILE | {"affiliation": hostile})).status_code == 303
    saved = await browser.post("/account", data=PROFILE | {"name": "<b onclick=x>Bo</b>", "locale": "en"})
    assert saved.status_code == 303
    for page in (f"/people/{gil.id}", "/account", "/account/data", "/"):
        text = (await browser.get(page)).text
        assert "<b onclick" not in text
        assert "<script>alert" not in text
    assert "<b onclick" not in (await (await as_(ada)).get(f"/people/{gil.id}")).text


async def test_a_guest_reads_no_card_unless_its_words_are_public(
    client: AsyncClient, ada: Person, sessions: Sessions
) -> None:
    assert (await client.get(f"/people/{ada.id}")).status_code == 404
    assert (await client.get(f"/api/identity/people/{ada.id}")).status_code == 404
    async with transaction(sessions) as session:
        await service.mark_public_author(session, person_id=ada.id)
    shown = await client.get(f"/people/{ada.id}")
    assert "Verified clinician" in shown.text
    assert "Member since" not in shown.text


async def test_a_guest_has_no_account_pages(client: AsyncClient) -> None:
    for page in ("", "/security", "/security/two-step", "/tokens", "/verification", "/data"):
        assert (await client.get(f"/account{page}")).status_code == 401
    assert (await client.get("/me")).status_code == 401


async def test_preferences_are_kept_with_the_account(sessions: Sessions, gil: Person) -> None:
    from core.policy import Viewer  # noqa: PLC0415

    me = Viewer(person_id=gil.id)
    async with transaction(sessions) as session:
        await service.set_preferences(session, viewer=me, locale="es", theme="dark")
        await service.set_preferences(session, viewer=me, locale="tlh", theme="plaid")
        kept = await session.get_one(Person, gil.id)
    assert (kept.locale, kept.theme) == ("es", "dark")
