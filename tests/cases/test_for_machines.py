"""What machines are told of published cases: tags, linked data, feeds."""

import json
import re
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest
from httpx import AsyncClient

from cases import service
from cases.errors import CollectionNotFound
from cases.licences import address_of
from cases.schemas import CollectionView, ConsentWithdrawal
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from tests.browsing import Browse
from tests.cases.conftest import viewing
from tests.cases.test_publishing import report
from tests.conftest import Enter
from tests.queries import count_queries

ATOM = "{http://www.w3.org/2005/Atom}"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


async def linked(browser: AsyncClient, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BLOCK.findall((await browser.get(path)).text)[0])
    return found


async def entries(browser: AsyncClient, path: str = "/cases/feed.atom") -> list[Element]:
    answer = await browser.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"] == "public, no-cache"
    return fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def titles(told: list[Element]) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in told]


async def retract(sessions: Sessions, case_id: UUID, ed: Person) -> None:
    async with transaction(sessions) as session:
        await service.retract(
            session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, reason="The values were **wrong**."
        )


async def test_the_page_has_tags_for_indexers(as_: Enter, published: UUID) -> None:
    page = (await (await as_()).get(f"/cases/{published}")).text
    assert '<meta name="citation_title" content="Chest pain in a marathon runner">' in page
    assert re.search(r'"citation_author" content="Ada Okafor">\s*<meta name="citation_author_inst', page)
    assert re.search(r'"citation_publication_date" content="\d{4}/\d\d/\d\d"', page)
    assert f'/cases/{published}/versions/1" dir="ltr">' in page


async def test_linked_data_tell_the_version_its_hash_and_licence(
    as_: Enter, sessions: Sessions, published: UUID, ed: Person
) -> None:
    guest = await as_()
    found = await linked(guest, f"/cases/{published}")
    assert found["@id"].endswith(f"/cases/{published}/versions/1")
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert re.fullmatch("[0-9a-f]{64}", found["identifier"]["value"])
    await retract(sessions, published, ed)
    after = await linked(guest, f"/cases/{published}/versions/1")
    assert (after["name"][:11], after["creativeWorkStatus"]) == ("Retracted: ", "retracted")


async def test_no_title_ends_the_data_block(as_: Enter, sessions: Sessions) -> None:
    title = "A </script><script>alert(1)</script> & <!-- case"
    async with transaction(sessions) as session:
        made = await service.import_published(session, report=report(title=title))
    guest = await as_()
    assert (await linked(guest, f"/cases/{made.id}"))["name"] == title
    assert "<script>alert" not in (await guest.get(f"/cases/{made.id}")).text


async def test_machines_are_told_nothing_of_a_case_that_is_held(
    as_: Enter, sessions: Sessions, published: UUID, ada: Person
) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, published, "Names a product")
    page = (await (await as_(ada)).get(f"/cases/{published}")).text
    assert "citation_title" not in page
    assert BLOCK.findall(page) == []


async def test_chromium_reads_the_data_block_and_complains_of_nothing(
    browse: Browse, published: UUID
) -> None:
    page = await browse()
    await page.goto(f"/cases/{published}")
    text = await page.locator("script[type='application/ld+json']").text_content()
    assert json.loads(text or "")["@type"] == "MedicalScholarlyArticle"
    assert page.complaints == []  # type: ignore[attr-defined]


async def test_the_feed_tells_cases_and_retractions(
    as_: Enter, sessions: Sessions, published: UUID, ed: Person
) -> None:
    guest = await as_()
    assert titles(await entries(guest)) == ["Chest pain in a marathon runner"]
    await retract(sessions, published, ed)
    told = await entries(guest)
    assert titles(told) == ["Retracted: Chest pain in a marathon runner"] * 2
    assert [entry.find(f"{ATOM}category").get("term") for entry in told] == ["retraction", "retracted"]  # type: ignore[union-attr]
    assert "<strong>wrong</strong>" in (told[0].findtext(f"{ATOM}content") or "")
    assert len({entry.findtext(f"{ATOM}id") for entry in told}) == 2


async def test_a_new_version_is_a_new_entry_of_the_feed(as_: Enter, sessions: Sessions) -> None:
    guest, seen = await as_(), []
    for title in ("A rare cause of hiccups", "A rare cause of long hiccups"):
        async with transaction(sessions) as session:
            await service.import_published(session, report=report(title=title))
        (entry,) = await entries(guest)
        seen.append((entry.findtext(f"{ATOM}id"), entry.find(f"{ATOM}link").get("href")))  # type: ignore[union-attr]
    assert len({name for name, _ in seen}) == 2
    assert [str(address).rsplit("/", 1)[1] for _, address in seen] == ["1", "2"]


async def test_a_collection_has_a_feed_of_its_own(
    as_: Enter, sessions: Sessions, published: UUID, collection: CollectionView
) -> None:
    async with transaction(sessions) as session:
        await service.import_published(session, report=report())
    guest = await as_()
    assert len(await entries(guest)) == 2
    of_one = await entries(guest, f"/cases/collections/{collection.slug}/feed.atom")
    assert titles(of_one) == ["Chest pain in a marathon runner"]
    assert (await guest.get("/cases/collections/nowhere/feed.atom")).status_code == 404
    async with sessions() as session:
        with pytest.raises(CollectionNotFound):
            await service.feed(session, slug="nowhere")


async def test_cases_that_are_hidden_or_taken_down_leave_the_feed_with_their_notices(
    as_: Enter, sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    await retract(sessions, published, ed)
    guest = await as_()
    async with transaction(sessions) as session:
        await service.hold(session, published, "look")
    assert await entries(guest) == []
    async with transaction(sessions) as session:
        await service.restore(session, published)
    assert len(await entries(guest)) == 2
    async with transaction(sessions) as session:
        draft = ConsentWithdrawal(reason="The patient asked.", sure=True)
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=draft)
    assert await entries(guest) == []


async def test_a_feed_takes_two_queries(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session, count_queries(sessions) as queries:
        await service.feed(session)
    assert len(queries) == 2


def test_only_creative_commons_licences_have_an_address() -> None:
    assert address_of("CC BY-NC-ND 4.0") == "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    assert address_of("All rights reserved") == ""


async def test_rss_tells_what_atom_tells(
    as_: Enter, sessions: Sessions, published: UUID, ed: Person, collection: CollectionView
) -> None:
    await retract(sessions, published, ed)
    guest = await as_()
    for path in ("/cases/feed.rss", f"/cases/collections/{collection.slug}/feed.rss"):
        answer = await guest.get(path)
        assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
        items = fromstring(answer.text).findall("channel/item")  # noqa: S314 - our own
        assert [item.findtext("title") for item in items] == [
            "Retracted: Chest pain in a marathon runner"
        ] * 2
        assert [item.findtext("category") for item in items] == ["retraction", "retracted"]
        assert (items[0].findtext("pubDate") or "").endswith(" GMT")
        assert items[0].find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]


async def test_a_control_character_breaks_no_feed(as_: Enter, sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        await service.import_published(
            session, report=report(title="Fever \x0b\x1f of \ufffe origin", abstract="A \x08 fever.")
        )
    guest = await as_()
    for path in ("/cases/feed.atom", "/cases/feed.rss"):
        assert fromstring((await guest.get(path)).text) is not None  # noqa: S314 - our own
