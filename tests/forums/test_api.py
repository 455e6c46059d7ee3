"""The same over HTTP."""

from uuid import UUID

from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.ids import new_id
from core.policy import Role
from forums import service
from forums.models import Visibility
from forums.schemas import BoardView, Placed
from identity.models import Person
from tests.conftest import Enter, someone
from tests.forums.conftest import MakeBoard, viewer

API = "/api/forums"


async def test_a_thread_is_opened_answered_and_read(
    as_: Enter, client: AsyncClient, board: BoardView, ada: Person, ben: Person
) -> None:
    asker, helper = await as_(ada), await as_(ben)
    draft = {"title": "Fever after travel", "body": "What next?"}
    opened = await asker.post(f"{API}/boards/{board.id}/threads", json=draft)
    assert opened.status_code == 201
    url = f"{API}/threads/{opened.json()['threadId']}"
    replied = await helper.post(f"{url}/posts", json={"body": "Malaria film"})
    marked = await asker.put(f"{url}/answer", json={"postId": replied.json()["postId"]})
    assert marked.status_code == 204
    head = (await client.get(url)).json()
    assert (head["title"], head["answerNumber"], head["replyCount"]) == ("Fever after travel", 2, 1)
    posts = (await client.get(f"{url}/posts")).json()
    assert [p["body"] for p in posts] == ["What next?", "Malaria film"]
    listed = (await client.get(f"{API}/boards/{board.id}/threads", params={"only": "questions"})).json()
    assert [row["answered"] for row in listed] == [True]
    assert (await asker.delete(f"{url}/answer")).status_code == 204


async def test_a_stale_edit_is_a_409_that_names_the_current_version(
    as_: Enter, client: AsyncClient, thread: Placed, ada: Person
) -> None:
    author, url = await as_(ada), f"{API}/posts/{thread.post_id}"
    assert (await author.patch(url, json={"body": "New", "version": 1})).json()["version"] == 2
    stale = await author.patch(url, json={"body": "Newer", "version": 1})
    assert (stale.status_code, stale.json()["type"], stale.json()["current"]) == (
        409,
        "/problems/PostChanged",
        2,
    )
    history = (await client.get(f"{url}/history")).json()
    assert [v["body"] for v in history] == ["New", "Three days of fever. What next?"]


async def test_guests_are_asked_to_sign_in(client: AsyncClient, board: BoardView, thread: Placed) -> None:
    text = {"body": "Hello"}
    assert (await client.post(f"{API}/threads/{thread.thread_id}/posts", json=text)).status_code == 401
    assert (await client.put(f"{API}/threads/{thread.thread_id}/follow")).status_code == 401
    opening = {"title": "Hello", "body": "World"}
    assert (await client.post(f"{API}/boards/{board.id}/threads", json=opening)).status_code == 401


async def test_what_one_may_not_see_is_a_404_everywhere(
    *, as_: Enter, session: AsyncSession, make_board: MakeBoard, sessions: Sessions, gil: Person, mia: Person
) -> None:
    board = await make_board("quiet", visibility=Visibility.PRIVATE)
    hidden = await service.open_thread(
        session, viewer(mia, Role.MODERATOR), board_id=board.id, title="Hidden", body="Away"
    )
    await session.commit()
    browser = await as_(gil)
    thread, post = f"{API}/threads/{hidden.thread_id}", f"{API}/posts/{hidden.post_id}"
    for url in (f"{API}/boards/{board.id}/threads", thread, f"{thread}/posts", post, f"{post}/history"):
        assert (await browser.get(url)).status_code == 404, url
    for method, url, body in (
        ("POST", f"{API}/boards/{board.id}/threads", {"title": "Let me", "body": "in"}),
        ("POST", f"{thread}/posts", {"body": "in"}),
        ("PATCH", post, {"body": "mine", "version": 1}),
        ("PUT", f"{thread}/answer", {"postId": str(hidden.post_id)}),
        ("PUT", f"{thread}/lock", {"reason": "because"}),
        ("PUT", f"{thread}/follow", None),
        ("PUT", f"{API}/boards/{board.id}/follow", None),
    ):
        assert (await browser.request(method, url, json=body)).status_code == 404, url


async def test_moderators_lock_and_administrators_make_boards(
    as_: Enter, sessions: Sessions, thread: Placed, ada: Person, mia: Person
) -> None:
    url = f"{API}/threads/{thread.thread_id}/lock"
    assert (await (await as_(ada)).put(url, json={"reason": "mine"})).status_code == 403
    moderator = await as_(mia)
    assert (await moderator.put(url, json={"reason": "Settled"})).status_code == 204
    refused = await moderator.post(f"{API}/threads/{thread.thread_id}/posts", json={"body": "More"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/ThreadLocked")
    assert (await moderator.delete(url)).status_code == 204
    draft = {"slug": "surgery", "name": "Surgery"}
    assert (await moderator.post(f"{API}/boards", json=draft)).status_code == 403
    office = await as_(await someone(sessions, "Olu Office", Role.ADMINISTRATOR))
    made = await office.post(f"{API}/boards", json=draft)
    assert made.status_code == 201
    renamed = await office.put(f"{API}/boards/{made.json()['id']}", json=draft | {"name": "Theatre"})
    assert renamed.status_code == 204
    assert [b["name"] for b in (await office.get(f"{API}/boards")).json()] == ["Cardiology", "Theatre"]


async def test_drafts_have_bounds(as_: Enter, board: BoardView, thread: Placed, ada: Person) -> None:
    browser = await as_(ada)
    for draft in (
        {"title": "x", "body": "y"},
        {"title": "Long", "body": "y" * 20_001},
        {"title": "Good", "body": "y", "kind": "rant"},
        {"title": "Good", "body": "y", "extra": 1},
    ):
        refused = await browser.post(f"{API}/boards/{board.id}/threads", json=draft)
        assert refused.status_code == 400, draft
    assert (await browser.get(f"{API}/boards/{board.id}/threads?limit=101")).status_code == 400
    blank = await browser.post(f"{API}/threads/{thread.thread_id}/posts", json={"body": "   "})
    assert blank.status_code == 422


async def test_a_key_makes_sending_twice_safe(as_: Enter, thread: Placed, ben: Person) -> None:
    browser, draft = await as_(ben), {"body": "Once", "key": str(new_id())}
    sent = [await browser.post(f"{API}/threads/{thread.thread_id}/posts", json=draft) for _ in range(2)]
    assert len({UUID(r.json()["postId"]) for r in sent}) == 1


async def test_nobody_writes_faster_than_people_do(as_: Enter, thread: Placed, ben: Person) -> None:
    browser = await as_(ben)
    url = f"{API}/threads/{thread.thread_id}/posts"
    statuses = [(await browser.post(url, json={"body": f"No. {n}"})).status_code for n in range(41)]
    assert statuses == [201] * 40 + [429]
