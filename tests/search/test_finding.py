from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from core.db import Sessions, transaction
from core.outbox import Job
from core.policy import GUEST, Grant, Role, Viewer
from forums import service as forums
from forums.models import Visibility
from forums.schemas import BoardDraft, BoardView
from identity import service as identity
from identity.models import Person
from identity.policy import OPERATOR
from search import service
from search.jobs import KIND
from search.port import SearchIndex
from search.service import Results
from tests.conftest import Enter
from tests.queries import count_queries
from tests.search.conftest import DoJobs, ask, clinician, joined, make_board, reply

Find = Callable[..., Awaitable[Results]]


@pytest.fixture
async def find(sessions: Sessions, index: SearchIndex, do_jobs: DoJobs) -> Find:
    """Search as somebody, once the worker has done what waits."""

    async def found(q: str, viewer: Viewer = GUEST, **more: Any) -> Results:
        await do_jobs()
        async with transaction(sessions) as session:
            return await service.find(session, viewer, index, q=q, **more)

    return found


def hrefs(found: Results) -> list[str]:
    return [result.href for result in found.results]


@pytest.fixture
async def fever(sessions: Sessions, board: BoardView, ada: Person) -> UUID:
    return await ask(
        sessions, ada, board, "Fever after travel", "Three days of relapsing fever. Which smear?"
    )


async def test_a_thread_a_reply_a_board_and_a_person_are_found(
    sessions: Sessions, fever: UUID, ben: Person, find: Find
) -> None:
    post_id = await reply(sessions, ben, fever, "Think of malaria and of dengue.")
    assert hrefs(await find("relapsing fevers")) == [f"/threads/{fever}"]
    assert hrefs(await find("malaria dengue")) == [f"/posts/{post_id}"]
    assert "/boards/cardiology" in hrefs(await find("cardiology"))
    await joined(sessions, ben)
    assert hrefs(await find("Sato", clinician(ben))) == [f"/people/{ben.id}"]


async def test_beginnings_phrases_and_slips_are_found(fever: UUID, find: Find) -> None:
    thread = [f"/threads/{fever}"]
    assert hrefs(await find("relaps")) == thread
    assert hrefs(await find('"relapsing fever"')) == thread
    assert not (await find('"fever relapsing"', kind="thread")).results
    similar = await find("relapzing fever")
    assert hrefs(similar) == thread
    assert similar.similar
    assert not (await find("relapsing leprosy")).results


async def test_what_is_held_is_gone_at_once_and_back_when_released(
    sessions: Sessions, fever: UUID, ben: Person, find: Find
) -> None:
    post_id = await reply(sessions, ben, fever, "Buy Miraclecure today.")
    assert len((await find("miraclecure")).results) == 1
    async with transaction(sessions) as session:
        await forums.hold_post(session, post_id=post_id, reason="Looks like an advertisement")
    assert not (await find("miraclecure")).results
    assert not (await find("miraclecure", clinician(ben))).results
    async with transaction(sessions) as session:
        await forums.release_post(session, post_id=post_id)
    assert len((await find("miraclecure")).results) == 1


async def test_rights_are_asked_again_even_when_the_index_is_behind(
    sessions: Sessions, fever: UUID, index: SearchIndex, ben: Person, find: Find
) -> None:
    post_id = await reply(sessions, ben, fever, "Buy Miraclecure today.")
    await find("miraclecure")
    async with transaction(sessions) as session:
        await forums.hold_post(session, post_id=post_id, reason="Looks like an advertisement")
        found = await service.find(session, GUEST, index, q="miraclecure")
    assert found.results == []
    assert found.kinds == {}
    assert found.specialties == {}


async def test_private_boards_are_found_and_counted_by_their_members_only(
    sessions: Sessions, ada: Person, ben: Person, find: Find
) -> None:
    secret = await make_board(sessions, "tumour-board", visibility="private", specialty="medical_oncology")
    async with transaction(sessions) as session:
        await forums.admit(session, OPERATOR, board_id=secret.id, person_id=ada.id)
    thread_id = await ask(sessions, ada, secret, "Sarcoma of the thigh", "Neoadjuvant radiation?")
    seen = await find("sarcoma", clinician(ada))
    assert hrefs(seen) == [f"/threads/{thread_id}"]
    assert seen.specialties == {"medical_oncology": 1}
    for stranger in (GUEST, clinician(ben)):
        hidden = await find("sarcoma", stranger)
        assert (hidden.results, hidden.kinds, hidden.specialties, hidden.similar) == ([], {}, {}, False)


async def test_a_board_that_closes_takes_its_threads_out_of_sight(
    sessions: Sessions, board: BoardView, fever: UUID, index: SearchIndex, find: Find
) -> None:
    assert hrefs(await find("relapsing")) == [f"/threads/{fever}"]
    draft = BoardDraft(slug="cardiology", name="Cardiology", visibility=Visibility.CLINICIANS)
    async with transaction(sessions) as session:
        await forums.change_board(session, OPERATOR, board_id=board.id, draft=draft)
        assert (await service.find(session, GUEST, index, q="relapsing")).results == []


async def test_guests_find_only_people_who_write_in_public(
    sessions: Sessions, ada: Person, ben: Person, find: Find
) -> None:
    await joined(sessions, ada)
    assert hrefs(await find("Okafor", clinician(ben))) == [f"/people/{ada.id}"]
    assert not (await find("Okafor")).results
    async with transaction(sessions) as session:
        await identity.mark_public_author(session, person_id=ada.id)
    assert hrefs(await find("Okafor")) == [f"/people/{ada.id}"]


async def test_a_new_title_is_found_with_the_replies_too(
    sessions: Sessions, fever: UUID, ada: Person, ben: Person, find: Find
) -> None:
    post_id = await reply(sessions, ben, fever, "Malaria film?")
    await find("fever")
    async with transaction(sessions) as session:
        opening = (await forums.posts(session, clinician(ada), thread_id=fever))[0]
        await forums.edit_post(
            session,
            clinician(ada),
            post_id=opening.id,
            body=opening.body,
            version=1,
            title="Splenomegaly after travel",
        )
    assert set(hrefs(await find("splenomegaly"))) == {f"/threads/{fever}", f"/posts/{post_id}"}


async def test_kinds_and_specialties_narrow_and_are_counted(
    sessions: Sessions, board: BoardView, ada: Person, find: Find
) -> None:
    other = await make_board(sessions, "urology", specialty="urology")
    for where in (board, other, other):
        await ask(sessions, ada, where, "Haematuria", "Painless haematuria on warfarin.")
    found = await find("haematuria", specialty="urology")
    assert len(found.results) == 2
    assert found.kinds == {"thread": 2}
    assert found.specialties == {"urology": 2, "cardiology": 1}
    first = await find("haematuria", limit=2)
    assert first.next == 2
    rest = await find("haematuria", limit=2, start=first.next)
    assert rest.next is None
    assert len({*hrefs(first), *hrefs(rest)}) == 3


async def test_many_changes_are_one_commit(
    sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs
) -> None:
    await do_jobs()
    async with transaction(sessions) as session:
        for number in range(20):
            await forums.open_thread(
                session, clinician(ada), board_id=board.id, title=f"Thread {number}", body="Text"
            )
    async with sessions() as session:
        kinds = list(await session.scalars(select(Job.kind)))
    assert kinds.count(KIND) >= 20
    assert await do_jobs() == len([kind for kind in kinds if kind != KIND]) + 1


async def test_a_search_costs_a_query_a_kind(
    sessions: Sessions, fever: UUID, index: SearchIndex, find: Find
) -> None:
    await find("fever")
    async with count_queries(sessions) as queries, transaction(sessions) as session:
        await service.find(session, GUEST, index, q="fever travel cardiology")
    assert len(queries) <= 1 + 2 * 6, queries


HOSTILE = [
    '"' * 200,
    "(" * 200,
    "* OR 1=1 --",
    "field:value AND NOT (x OR y)~2^3",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "é" * 200,
    "\u202eabc",
    "🩺" * 60,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "x" * 200,
    "[a-z]{1000}.*.*.*",
]


async def test_hostile_queries_are_answered(client: AsyncClient, fever: UUID, do_jobs: DoJobs) -> None:
    await do_jobs()
    for q in HOSTILE:
        for path in ("/search", "/api/search"):
            assert (await client.get(path, params={"q": q})).status_code == 200, q


async def test_a_query_that_is_too_long_is_cut_on_the_page_and_refused_by_the_api(
    client: AsyncClient,
) -> None:
    assert (await client.get("/search", params={"q": "fever " * 200})).status_code == 200
    assert (await client.get("/api/search", params={"q": "fever " * 200})).status_code == 400


async def test_the_page_marks_what_was_found_and_escapes_the_rest(
    as_: Enter, sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs
) -> None:
    await ask(sessions, ada, board, "Fever <b>& chills</b>", "Rigors <img src=x> and fever.")
    await do_jobs()
    page = (await (await as_()).get("/search", params={"q": "fever"})).text
    assert "<mark>Fever</mark> &lt;b&gt;&amp; chills" in page
    assert "<img src=x" not in page
    assert "in the title" in page
    assert "Nothing found." in (await (await as_()).get("/search", params={"q": "zzzzzzzz"})).text
    assert "What are you looking for?" in (await (await as_()).get("/search")).text


async def test_moderators_of_a_board_see_what_they_moderate(
    sessions: Sessions, ada: Person, mia: Person, find: Find
) -> None:
    secret = await make_board(sessions, "quiet", visibility="private")
    async with transaction(sessions) as session:
        await forums.admit(session, OPERATOR, board_id=secret.id, person_id=ada.id)
    await ask(sessions, ada, secret, "Quiet matter", "Something confidential.")
    moderator = Viewer(person_id=mia.id, grants=frozenset({Grant(Role.MODERATOR, secret.id)}))
    assert len((await find("confidential", moderator)).results) == 1
