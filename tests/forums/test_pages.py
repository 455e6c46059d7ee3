"""The pages as a person without script has them."""

import re
from collections.abc import Iterator
from uuid import UUID
from xml.etree.ElementTree import fromstring

import pytest
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.ids import new_id
from core.policy import GUEST, Role
from forums import service
from forums.models import Visibility, Who
from forums.schemas import BoardView, Placed
from identity.models import Person
from tests.conftest import Enter
from tests.forums.conftest import MakeBoard, Say, clinician, viewer
from tests.queries import count_queries
from web.pages import post_fragments


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    post_fragments.forget()
    yield
    post_fragments.forget()


def key_in(response: Response) -> str:
    found = re.search(r'name="key" value="([^"]+)"', response.text)
    assert found
    return found[1]


async def test_a_thread_is_opened_from_the_board(
    as_: Enter, client: AsyncClient, board: BoardView, ada: Person
) -> None:
    browser = await as_(ada)
    assert "/boards/cardiology/new" in (await browser.get("/boards/cardiology")).text
    form = await browser.get("/boards/cardiology/new")
    text = {"title": "Fever <b>", "body": "**What** next?", "kind": "question", "key": key_in(form)}
    preview = await browser.post("/boards/cardiology/new", data=text | {"act": "preview"})
    assert "<strong>What</strong>" in preview.text
    assert key_in(preview) == text["key"]
    sent = [await browser.post("/boards/cardiology/new", data=text) for _ in range(2)]
    assert [r.status_code for r in sent] == [303, 303]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    read = await client.get(sent[0].headers["location"])
    assert "Fever &lt;b&gt;" in read.text
    assert "<strong>What</strong>" in read.text
    assert "Fever &lt;b&gt;" in (await client.get("/boards/cardiology")).text


async def test_a_refused_form_keeps_its_text(as_: Enter, board: BoardView, ada: Person) -> None:
    browser = await as_(ada)
    text = {"title": "", "body": "A long story", "kind": "question", "key": str(new_id())}
    refused = await browser.post("/boards/cardiology/new", data=text)
    assert refused.status_code == 422
    assert "A long story" in refused.text
    assert 'href="#f-title"' in refused.text


async def test_a_reply_lands_at_its_anchor_and_a_locked_thread_keeps_the_text(
    as_: Enter, session: AsyncSession, thread: Placed, ben: Person, mia: Person
) -> None:
    browser, url = await as_(ben), f"/threads/{thread.thread_id}"
    key = key_in(await browser.get(url))
    sent = await browser.post(url, data={"body": "Malaria film", "key": key})
    assert sent.headers["location"] == f"{url}#p-2"
    moderator = await as_(mia)
    locked = await moderator.post(f"{url}/lock", data={"reason": "Settled"})
    assert locked.status_code == 303
    refused = await browser.post(url, data={"body": "One more thing", "key": str(new_id())})
    assert refused.status_code == 409
    assert "Settled" in refused.text
    await moderator.post(f"{url}/unlock", data={})
    await moderator.post(f"{url}/note", data={"note": "See the *guideline*"})
    assert "<em>guideline</em>" in (await browser.get(url)).text


async def test_quoting_fills_the_form(as_: Enter, thread: Placed, say: Say, ben: Person) -> None:
    browser, url = await as_(ben), f"/threads/{thread.thread_id}"
    form = await browser.get(url, params={"quote": str(thread.post_id)})
    assert "&gt; Three days of fever. What next?" in form.text
    sent = await browser.post(
        url, data={"body": "> Three days\n\nYes", "quoted_id": str(thread.post_id), "key": key_in(form)}
    )
    assert sent.status_code == 303
    assert "In reply to #1" in (await browser.get(url)).text
    assert (await browser.get(url, params={"quote": str(new_id())})).status_code == 404


async def test_the_asker_marks_the_answer_on_the_page(
    as_: Enter, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    answer = await say(ben)
    asker, url = await as_(ada), f"/threads/{thread.thread_id}"
    assert "This answers it" in (await asker.get(url)).text
    assert "This answers it" not in (await (await as_(ben)).get(url)).text
    marked = await asker.post(f"{url}/answer", data={"post_id": str(answer.post_id)})
    assert marked.status_code == 303
    shown = (await asker.get(url)).text
    assert "Answered in #2" in shown
    assert "Not the answer" in shown
    await asker.post(f"{url}/answer", data={"post_id": ""})
    assert "Answered in #2" not in (await asker.get(url)).text
    for nonsense in ("x", str(new_id())):
        assert (await asker.post(f"{url}/answer", data={"post_id": nonsense})).status_code == 404


async def test_an_edit_shows_in_the_history(
    as_: Enter, client: AsyncClient, thread: Placed, ada: Person, ben: Person
) -> None:
    browser, url = await as_(ada), f"/posts/{thread.post_id}"
    form = await browser.get(f"{url}/edit")
    assert "Three days of fever. What next?" in form.text
    new = {"title": "Fever", "body": "Five days of fever. What next?", "version": "1"}
    saved = await browser.post(f"{url}/edit", data=new)
    assert saved.headers["location"] == f"/threads/{thread.thread_id}#p-1"
    history = await client.get(f"{url}/history")
    assert "<del>Three</del>" in history.text
    assert "<ins>Five</ins>" in history.text
    assert "Three days of fever. What next?" in (await client.get(f"{url}/history?version=1")).text
    assert "Five days" in (await client.get(f"/threads/{thread.thread_id}")).text
    assert (await (await as_(ben)).get(f"{url}/edit")).status_code == 403


async def test_a_stale_edit_keeps_the_text_and_shows_what_changed(
    as_: Enter, thread: Placed, ada: Person
) -> None:
    browser, url = await as_(ada), f"/posts/{thread.post_id}/edit"
    first = {"title": "Fever after travel", "body": "Four days of fever. What next?", "version": "1"}
    assert (await browser.post(url, data=first)).status_code == 303
    stale = await browser.post(url, data=first | {"body": "My own long text"})
    assert stale.status_code == 409
    assert "My own long text" in stale.text
    assert "<del>Three</del><ins>Four</ins>" in stale.text
    assert 'name="version" value="2"' in stale.text
    again = await browser.post(url, data=first | {"body": "My own long text", "version": "2"})
    assert again.status_code == 303


async def test_following_is_a_button(as_: Enter, session: AsyncSession, thread: Placed, ben: Person) -> None:
    browser, url = await as_(ben), f"/threads/{thread.thread_id}"
    await browser.post(f"{url}/follow", data={"following": "1"})
    assert ben.id in await service.followers_of_thread(session, thread_id=thread.thread_id)
    await browser.post(f"{url}/follow", data={"following": ""})
    assert ben.id not in await service.followers_of_thread(session, thread_id=thread.thread_id)
    assert (await browser.post("/boards/cardiology/follow", data={"following": "1"})).status_code == 303
    assert "Following" in (await browser.get("/boards/cardiology")).text


async def test_long_threads_have_pages_and_a_mark_where_news_begin(
    as_: Enter, session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    async def write(count: int) -> None:
        for n in range(count):
            await service.reply(session, clinician(ben), thread_id=thread.thread_id, body=f"Reply {n}")
        await session.commit()

    await write(54)
    browser, url = await as_(ada), f"/threads/{thread.thread_id}"
    first = (await browser.get(url)).text
    assert 'id="p-50"' in first
    assert 'id="p-51"' not in first
    assert f"{url}?page=2" in first
    assert "New since your last visit" in first
    assert 'id="p-55"' in (await browser.get(f"{url}?page=2")).text
    assert 'id="p-55"' in (await browser.get(f"{url}?page=99")).text
    assert "New since" not in (await browser.get(f"{url}?page=2")).text
    await write(1)
    news = (await browser.get(f"{url}?page=2")).text
    assert news.index("New since") < news.index('id="p-56"')
    last = await service.posts(session, GUEST, thread_id=thread.thread_id, limit=100)
    moved = await browser.get(f"/posts/{last[-1].id}")
    assert moved.headers["location"] == f"{url}?page=2#p-56"


async def test_a_held_post_is_shown_to_its_author_and_moderators_only(
    *,
    as_: Enter,
    client: AsyncClient,
    session: AsyncSession,
    thread: Placed,
    say: Say,
    ada: Person,
    ben: Person,
    mia: Person,
) -> None:
    held = await say(ben, "Secretly promotional")
    await service.hold_post(session, post_id=held.post_id, reason="Names a product without need")
    await session.commit()
    url = f"/threads/{thread.thread_id}"
    author, moderator, other = await as_(ben), await as_(mia), await as_(ada)
    for browser in (author, moderator, author, moderator):
        text = (await browser.get(url)).text
        assert "Secretly promotional" in text
        assert "Names a product without need" in text
    for stranger in (other, client):
        assert "Secretly promotional" not in (await stranger.get(url)).text
        for page in (f"/posts/{held.post_id}", f"/posts/{held.post_id}/history"):
            assert (await stranger.get(page)).status_code == 404


async def test_a_private_board_is_nowhere(
    *, as_: Enter, session: AsyncSession, make_board: MakeBoard, board: BoardView, mia: Person, gil: Person
) -> None:
    private = await make_board("tumour", name="Tumourboard", visibility=Visibility.PRIVATE)
    hidden = await service.open_thread(
        session, viewer(mia, Role.MODERATOR), board_id=private.id, title="Hidden thread", body="Away"
    )
    await session.commit()
    browser = await as_(gil)
    for url in (
        "/boards/tumour",
        "/boards/tumour/new",
        "/boards/tumour/feed.atom",
        f"/threads/{hidden.thread_id}",
        f"/posts/{hidden.post_id}",
        f"/posts/{hidden.post_id}/edit",
        f"/posts/{hidden.post_id}/history",
    ):
        refused = await browser.get(url)
        assert refused.status_code == 404, url
        assert "Hidden thread" not in refused.text
    assert "Tumourboard" not in (await browser.get("/boards")).text
    assert "Tumourboard" in (await (await as_(mia)).get("/boards")).text


async def test_those_who_may_not_write_are_told_why(
    *, as_: Enter, client: AsyncClient, session: AsyncSession, make_board: MakeBoard, ada: Person, gil: Person
) -> None:
    strict = await make_board("strict", threads_by=Who.CLINICIANS, replies_by=Who.CLINICIANS)
    opened = await service.open_thread(
        session, clinician(ada), board_id=strict.id, title="Among us", body="Text"
    )
    await session.commit()
    member, url = await as_(gil), f"/threads/{opened.thread_id}"
    assert "verified clinicians write" in (await member.get(url)).text
    assert "Sign in to reply" in (await client.get(url)).text
    assert (await member.get("/boards/strict/new")).status_code == 403
    assert (await member.post(url, data={"body": "Still", "key": str(new_id())})).status_code == 403


async def test_the_filters_are_links(client: AsyncClient, thread: Placed, say: Say) -> None:
    assert "Fever after travel" in (await client.get("/boards/cardiology?only=unanswered")).text
    assert "Fever after travel" not in (await client.get("/boards/cardiology?only=cases")).text
    assert (await client.get("/boards/cardiology?only=rants")).status_code == 400


async def test_the_feed_is_atom_and_shows_what_a_guest_sees(
    *, as_: Enter, client: AsyncClient, session: AsyncSession, board: BoardView, thread: Placed, ada: Person
) -> None:
    held = await service.open_thread(
        session, clinician(ada), board_id=board.id, title="Held thread", body="Promotion"
    )
    await service.hold_post(session, post_id=held.post_id, reason="look")
    await session.commit()
    answer = await (await as_(ada)).get("/boards/cardiology/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert [e.findtext(f"{atom}title") for e in feed.findall(f"{atom}entry")] == ["Fever after travel"]
    assert feed.findtext(f"{atom}entry/{atom}author/{atom}name") == "Ada Okafor"


async def test_fragments_of_one_reader_are_not_those_of_another(
    as_: Enter, client: AsyncClient, thread: Placed, ada: Person, ben: Person
) -> None:
    url = f"/threads/{thread.thread_id}"
    mine = (await (await as_(ada)).get(url)).text
    theirs = (await (await as_(ben)).get(url)).text
    guests = (await client.get(url)).text
    assert f"/posts/{thread.post_id}/edit" in mine
    assert f"/posts/{thread.post_id}/edit" not in theirs
    assert "/report?" in theirs
    assert "/report?" not in guests
    spanish = await client.get(url, headers={"accept-language": "es"})
    assert 'lang="es"' in spanish.text


async def test_a_changed_name_shows_at_once(
    as_: Enter, client: AsyncClient, sessions: Sessions, thread: Placed, ada: Person
) -> None:
    url = f"/threads/{thread.thread_id}"
    assert "Ada Okafor" in (await client.get(url)).text
    async with sessions() as session, session.begin():
        (await session.get_one(Person, ada.id)).name = "Ada Lovelace"
    changed = (await client.get(url)).text
    assert "Ada Lovelace" in changed
    assert "Ada Okafor" not in changed


async def test_pages_cost_a_fixed_number_of_queries(
    *, as_: Enter, sessions: Sessions, session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    for n in range(60):
        await service.reply(session, clinician(ben), thread_id=thread.thread_id, body=f"Reply {n}")
    for n in range(40):
        board_id = (await service.thread(session, GUEST, thread_id=thread.thread_id)).board_id
        await service.open_thread(session, clinician(ben), board_id=board_id, title=f"No. {n}", body="Text")
    await session.commit()
    browser, url = await as_(ada), f"/threads/{thread.thread_id}"
    async with count_queries(sessions) as cold:
        await browser.get(url)
    async with count_queries(sessions) as warm:
        await browser.get(url)
    assert (len(cold), len(warm)) == (7, 4), warm
    async with count_queries(sessions) as queries:
        await browser.get("/boards/cardiology")
    assert len(queries) == 5, queries
    async with count_queries(sessions) as queries:
        await browser.get("/boards")
    assert len(queries) == 2, queries
    async with count_queries(sessions) as queries:
        await browser.get(f"/posts/{thread.post_id}/history")
    assert len(queries) <= 8, queries


async def test_writing_is_slowed_down_with_the_text_kept(as_: Enter, thread: Placed, ben: Person) -> None:
    browser, url = await as_(ben), f"/threads/{thread.thread_id}"
    last: Response | None = None
    for n in range(41):
        last = await browser.post(url, data={"body": f"My words {n}", "key": str(new_id())})
    assert last is not None
    assert last.status_code == 429
    assert "My words 40" in last.text


async def test_nonsense_addresses_are_not_errors_of_ours(client: AsyncClient, thread: Placed) -> None:
    for url in (
        "/boards/" + "x" * 61,
        "/boards/nothing-here",
        "/threads/nonsense",
        f"/threads/{UUID(int=0)}",
        f"/threads/{thread.thread_id}?page=0",
        f"/threads/{thread.thread_id}?page=many",
        f"/posts/{thread.post_id}/history?version=999999",
        "/boards/cardiology?after=yesterday",
    ):
        assert (await client.get(url)).status_code in {200, 400, 404}, url


async def test_guests_may_open_the_card_of_who_wrote_where_everybody_reads(
    as_: Enter, ada: Person, board: BoardView
) -> None:
    guest, writer = await as_(), await as_(ada)
    assert (await guest.get(f"/people/{ada.id}")).status_code == 404
    form = {"title": "A question", "body": "What would you do?", "kind": "question"}
    assert (await writer.post(f"/boards/{board.slug}/new", data=form)).status_code == 303
    assert (await guest.get(f"/people/{ada.id}")).status_code == 200


async def test_what_was_written_is_given_back_when_the_session_has_ended(
    client: AsyncClient, board: BoardView, thread: Placed
) -> None:
    for path in (f"/threads/{thread.thread_id}", f"/boards/{board.slug}/new"):
        form = {"body": "Fever for\nthree days", "title": "Out of luck", "key": str(new_id())}
        response = await client.post(path, data=form)
        assert response.status_code == 401
        assert "Fever for\nthree days</textarea>" in response.text
        assert "Out of luck</textarea>" in response.text
        assert "None of it was saved" in response.text


async def test_a_reply_to_a_thread_locked_meanwhile_keeps_its_text(
    as_: Enter, session: AsyncSession, thread: Placed, ben: Person, mia: Person
) -> None:
    ben_reads = await as_(ben)
    key = key_in(await ben_reads.get(f"/threads/{thread.thread_id}"))
    await service.lock_thread(session, viewer(mia, Role.MODERATOR), thread_id=thread.thread_id, reason="Done")
    await session.commit()
    response = await ben_reads.post(
        f"/threads/{thread.thread_id}", data={"body": "One more thing", "key": key}
    )
    assert response.status_code == 409
    assert "One more thing</textarea>" in response.text


async def test_one_reports_what_others_wrote(as_: Enter, thread: Placed, ada: Person, ben: Person) -> None:
    link = f"/report?kind=post&amp;id={thread.post_id}"
    assert link not in (await (await as_(ada)).get(f"/threads/{thread.thread_id}")).text
    assert link in (await (await as_(ben)).get(f"/threads/{thread.thread_id}")).text


async def test_a_thread_about_an_article_leads_to_it(
    as_: Enter, session: AsyncSession, board: BoardView, ada: Person
) -> None:
    article_id = new_id()
    placed = await service.open_thread(
        session,
        clinician(ada),
        board_id=board.id,
        title="Trial",
        body="Text",
        kind="article",
        about=("article", article_id),
    )
    await session.commit()
    page = await (await as_(ada)).get(f"/threads/{placed.thread_id}")
    assert f'href="/clubs/articles/{article_id}"' in page.text


@pytest.mark.parametrize("path", ["/boards/a%00b", "/search?q=a%00b", "/api/search?q=a%00b"])
async def test_an_address_with_a_nul_is_refused(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 400


async def test_only_a_form_that_was_sent_is_told_as_taken(as_: Enter, thread: Placed, ada: Person) -> None:
    """A page that only leads on would otherwise end the draft of a form that never arrived."""
    browser = await as_(ada)
    led_on = await browser.get(f"/posts/{thread.post_id}")
    assert (led_on.status_code, led_on.cookies.get("taken")) == (303, None)
    sent = await browser.post(f"/threads/{thread.thread_id}/follow", data={"following": "1"})
    assert (sent.status_code, sent.cookies.get("taken")) == (303, "1")
