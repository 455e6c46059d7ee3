"""The same service on Meilisearch."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from core.db import Sessions, transaction
from core.policy import GUEST
from core.settings import Settings
from forums.schemas import BoardView
from identity.models import Person
from search import jobs, remote, service
from search.choice import index_of
from search.errors import SearchAway
from search.port import Filters
from search.query import parse
from search.rebuild import rebuild, rebuild_if_needed
from search.remote import Remote
from tests.search.conftest import ask
from tests.search.meilisearch import Stand, meilisearch
from tests.search.test_speed import documents


@pytest.fixture
async def served() -> AsyncIterator[tuple[Remote, type[Stand]]]:
    with meilisearch() as (url, stand):
        index = Remote(url, "key")
        yield index, stand
        await index.client.aclose()


async def test_documents_are_put_found_by_kind_and_taken_out(served: tuple[Remote, type[Stand]]) -> None:
    index, stand = served
    kept = documents(40)
    await index.change(kept, [])
    word = kept[0].title.split()[0]
    hits = await index.search(parse(word), filters=Filters(), limit=50)
    assert kept[0] in [hit.document for hit in hits]
    narrowed = await index.search(parse(word), filters=Filters(specialty="urology"), limit=50)
    assert {hit.document.specialty for hit in narrowed} <= {"urology"}
    await index.change([], [document.key for document in kept])
    assert not await index.search(parse(word), filters=Filters(), limit=50)
    assert "board_id" in stand.settings[remote.UID]["filterableAttributes"]


async def test_an_index_is_built_beside_the_one_in_use(
    served: tuple[Remote, type[Stand]], sessions: Sessions, board: BoardView, ada: Person
) -> None:
    index, stand = served
    thread_id = await ask(sessions, ada, board, "Fever after travel", "Relapsing fever.")
    assert not await index.whole()
    await rebuild_if_needed(sessions, index)
    assert await index.whole()
    assert remote.NEXT not in stand.indexes
    async with transaction(sessions) as session:
        found = await service.find(session, GUEST, index, q="relapsing")
        assert [result.href for result in found.results] == [f"/threads/{thread_id}"]
        await jobs.feed(session, index, [f"post-{thread_id}"])
    assert await rebuild(sessions, index) == 3, "a board, a thread, a person"


async def test_a_server_that_is_away_is_said_in_words() -> None:
    away = Remote("http://127.0.0.1:9", "key")
    with pytest.raises(SearchAway):
        await away.search(parse("fever"), filters=Filters(), limit=5)
    await away.client.aclose()


def test_the_settings_choose(settings: Settings) -> None:
    assert isinstance(index_of(replace(settings, meilisearch_url="http://127.0.0.1:9")), Remote)
    assert not isinstance(index_of(settings), Remote)
