"""Threads and posts by the service."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.events import Bus, Event
from core.ids import new_id
from core.policy import GUEST, Role
from forums import events, service
from forums.errors import (
    BoardNotFound,
    BoardTooOpen,
    MayNotEdit,
    MayNotManageBoards,
    MayNotMarkAnswer,
    MayNotModerate,
    MayNotPost,
    NotAQuestion,
    NothingWritten,
    OpeningIsNoAnswer,
    PostChanged,
    PostNotFound,
    PostRemoved,
    QuoteNotFound,
    SlugTaken,
    ThreadLocked,
    ThreadNotFound,
)
from forums.models import Visibility, Who
from forums.schemas import BoardDraft, BoardView, Filter, Placed
from identity.models import Person
from identity.policy import OPERATOR
from tests.forums.conftest import MakeBoard, Say, clinician, viewer


async def test_a_reply_is_numbered_counted_and_moves_its_thread_up(
    *, session: AsyncSession, board: BoardView, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    other = await service.open_thread(
        session, clinician(ben), board_id=board.id, title="Newer", body="Later.", kind="discussion"
    )
    assert (await say(ben)).number == 2
    rows = await service.threads(session, clinician(ada), board_id=board.id)
    assert [row.id for row in rows] == [thread.thread_id, other.thread_id]
    assert rows[1].unread is None
    assert (rows[0].reply_count, rows[0].last_author_id, rows[0].unread) == (1, ben.id, 1)


async def test_lists_page_by_the_last_post_and_filter_by_kind(
    session: AsyncSession, board: BoardView, ada: Person
) -> None:
    for kind in ("question", "case", "discussion", "article"):
        await service.open_thread(
            session, clinician(ada), board_id=board.id, title=f"A {kind}", body="Text", kind=kind
        )
    first = await service.threads(session, GUEST, board_id=board.id, limit=2)
    rest = await service.threads(session, GUEST, board_id=board.id, after=first[-1].last_post_id)
    assert [r.kind for r in first + rest] == ["article", "discussion", "case", "question"]
    found = {f: await service.threads(session, GUEST, board_id=board.id, only=f) for f in Filter}
    assert [r.kind for r in found[Filter.UNANSWERED]] == ["case", "question"]
    assert [r.kind for r in found[Filter.QUESTIONS]] == ["question"]
    assert [r.kind for r in found[Filter.CASES]] == ["case"]


async def test_the_same_form_sent_twice_makes_one_post(
    *, session: AsyncSession, board: BoardView, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    key = new_id()
    first, second = await say(ben, key=key), await say(ben, "Other words", key=key)
    assert (second.post_id, second.repeated) == (first.post_id, True)
    opening: dict[str, Any] = {"board_id": board.id, "title": "Once", "body": "Only once", "key": new_id()}
    opened = [await service.open_thread(session, clinician(ada), **opening) for _ in range(2)]
    assert opened[0].thread_id == opened[1].thread_id


async def test_the_same_form_sent_twice_at_once_makes_one_thread(
    sessions: Sessions, board: BoardView, ada: Person
) -> None:
    key = new_id()

    async def send() -> Placed:
        async with transaction(sessions) as session:
            return await service.open_thread(
                session, clinician(ada), board_id=board.id, title="Once", body="Only once", key=key
            )

    placed = await asyncio.gather(*(send() for _ in range(4)))
    assert len({p.thread_id for p in placed}) == 1
    assert sum(not p.repeated for p in placed) == 1


async def test_replies_written_at_once_get_numbers_of_their_own(
    sessions: Sessions, thread: Placed, ada: Person, ben: Person
) -> None:
    async def send(person: Person) -> int:
        async with transaction(sessions) as session:
            placed = await service.reply(session, clinician(person), thread_id=thread.thread_id, body="Yes")
            return placed.number

    assert sorted(await asyncio.gather(*(send(p) for p in (ada, ben, ada, ben)))) == [2, 3, 4, 5]


@pytest.mark.parametrize("body", ["", "  \n ", "[label]: /nowhere"])
async def test_an_empty_post_is_refused(say: Say, ben: Person, body: str) -> None:
    with pytest.raises(NothingWritten):
        await say(ben, body)


async def test_what_travels_with_a_text_is_rendered_once(
    session: AsyncSession, thread: Placed, say: Say, ben: Person
) -> None:
    placed = await say(ben, "**Film** <script>alert(1)</script>", disclosure="No ties declared")
    post, _ = await service.post(session, GUEST, post_id=placed.post_id)
    assert "<strong>Film</strong>" in post.body_html
    assert "<script" not in post.body_html
    assert post.disclosure == "No ties declared"
    await service.stamp_disclosure(session, post_id=placed.post_id, text="Another")
    assert (await service.post(session, GUEST, post_id=placed.post_id))[0].disclosure == "No ties declared"


async def test_one_quotes_only_visible_posts_of_the_same_thread(
    *, session: AsyncSession, board: BoardView, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    quoted = await say(ben, "See here", quoted_id=thread.post_id)
    texts = await service.texts(session, [quoted.post_id])
    assert texts[quoted.post_id].quoted_number == 1
    elsewhere = await service.open_thread(
        session, clinician(ada), board_id=board.id, title="Else", body="Where"
    )
    with pytest.raises(QuoteNotFound):
        await say(ben, quoted_id=elsewhere.post_id)
    await service.hold_post(session, post_id=quoted.post_id, reason="look")
    with pytest.raises(QuoteNotFound):
        await say(ada, quoted_id=quoted.post_id)


async def test_a_guest_reads_but_does_not_write(session: AsyncSession, thread: Placed) -> None:
    assert (await service.thread(session, GUEST, thread_id=thread.thread_id)).title == "Fever after travel"
    with pytest.raises(SignInRequired):
        await service.reply(session, GUEST, thread_id=thread.thread_id, body="Hello")


async def test_the_board_says_who_writes(
    session: AsyncSession, make_board: MakeBoard, ada: Person, gil: Person, mia: Person
) -> None:
    board = await make_board("news", threads_by=Who.MODERATORS, replies_by=Who.CLINICIANS)
    text: dict[str, Any] = {"board_id": board.id, "title": "Rules", "body": "Changed"}
    with pytest.raises(MayNotPost):
        await service.open_thread(session, clinician(ada), **text)
    opened = await service.open_thread(session, viewer(mia, Role.MODERATOR, board=board), **text)
    with pytest.raises(MayNotPost):
        await service.reply(session, viewer(gil), thread_id=opened.thread_id, body="Me too")
    assert (await service.reply(session, clinician(ada), thread_id=opened.thread_id, body="Good")).number == 2


async def test_boards_are_the_administrators_and_children_no_more_open_than_parents(
    session: AsyncSession, make_board: MakeBoard, ada: Person
) -> None:
    with pytest.raises(MayNotManageBoards):
        await service.create_board(session, clinician(ada), draft=BoardDraft(slug="mine", name="Mine"))
    parent = await make_board("onco", visibility=Visibility.CLINICIANS)
    with pytest.raises(SlugTaken):
        await make_board("onco")
    with pytest.raises(BoardTooOpen):
        await make_board("breast", parent_id=parent.id)
    child = await make_board("breast", parent_id=parent.id, visibility=Visibility.PRIVATE)
    tightened = BoardDraft(slug="onco", name="Onco", visibility=Visibility.PRIVATE)
    await service.change_board(session, OPERATOR, board_id=parent.id, draft=tightened)
    loosened = BoardDraft(slug="breast", name="B", parent_id=parent.id, visibility=Visibility.PUBLIC)
    with pytest.raises(BoardTooOpen):
        await service.change_board(session, OPERATOR, board_id=child.id, draft=loosened)


async def test_only_members_know_of_a_private_board(
    session: AsyncSession, make_board: MakeBoard, ada: Person, ben: Person
) -> None:
    board = await make_board("tumour", visibility=Visibility.PRIVATE)
    await service.admit(session, OPERATOR, board_id=board.id, person_id=ada.id)
    opened = await service.open_thread(
        session, clinician(ada), board_id=board.id, title="Between us", body="Quiet"
    )
    assert [b.slug for b in await service.boards(session, clinician(ada))] == ["tumour"]
    assert await service.boards(session, clinician(ben)) == []
    for looking in (
        service.board(session, clinician(ben), slug="tumour"),
        service.threads(session, clinician(ben), board_id=board.id),
    ):
        with pytest.raises(BoardNotFound):
            await looking
    with pytest.raises(ThreadNotFound):
        await service.reply(session, clinician(ben), thread_id=opened.thread_id, body="Hello?")
    with pytest.raises(PostNotFound):
        await service.history(session, clinician(ben), post_id=opened.post_id)
    await service.expel(session, OPERATOR, board_id=board.id, person_id=ada.id)
    with pytest.raises(ThreadNotFound):
        await service.thread(session, clinician(ada), thread_id=opened.thread_id)


async def test_an_edit_keeps_what_stood_there(
    session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    edit: dict[str, Any] = {
        "post_id": thread.post_id,
        "version": 1,
        "body": "Five days.",
        "title": "Fever, five days",
    }
    with pytest.raises(MayNotEdit):
        await service.edit_post(session, clinician(ben), **edit)
    assert (await service.edit_post(session, clinician(ada), **edit)).version == 2
    versions = await service.history(session, GUEST, post_id=thread.post_id)
    assert [(v.version, v.title, v.body) for v in versions] == [
        (2, "Fever, five days", "Five days."),
        (1, "Fever after travel", "Three days of fever. What next?"),
    ]


async def test_a_stale_edit_is_refused(session: AsyncSession, thread: Placed, ada: Person) -> None:
    edit: dict[str, Any] = {"post_id": thread.post_id, "version": 1}
    await service.edit_post(session, clinician(ada), body="First", **edit)
    with pytest.raises(PostChanged) as refused:
        await service.edit_post(session, clinician(ada), body="Second", **edit)
    assert refused.value.context == {"current": 2}


async def test_two_edits_at_once_lose_nothing(sessions: Sessions, thread: Placed, ada: Person) -> None:
    async def edit(body: str) -> bool:
        try:
            async with transaction(sessions) as session:
                await service.edit_post(session, clinician(ada), post_id=thread.post_id, version=1, body=body)
        except PostChanged:
            return False
        return True

    assert sorted(await asyncio.gather(edit("one"), edit("two"))) == [False, True]


async def test_the_same_text_again_is_no_edit(session: AsyncSession, thread: Placed, ada: Person) -> None:
    same = await service.edit_post(
        session, clinician(ada), post_id=thread.post_id, version=1, body="Three days of fever. What next?"
    )
    assert same.version == 1


async def test_a_held_post_is_for_its_author_and_the_moderators(
    *,
    session: AsyncSession,
    board: BoardView,
    thread: Placed,
    say: Say,
    ada: Person,
    ben: Person,
    mia: Person,
) -> None:
    held = await say(ben, "Buy now")
    await service.hold_post(session, post_id=held.post_id, reason="Looks promotional")
    await service.hold_post(session, post_id=held.post_id, reason="Again")

    async def seen_by(who: object) -> list[int]:
        found = await service.posts(session, who, thread_id=thread.thread_id)  # type: ignore[arg-type]
        return [post.number for post in found]

    assert await seen_by(GUEST) == await seen_by(clinician(ada)) == [1]
    assert await seen_by(clinician(ben)) == [1, 2]
    assert await seen_by(viewer(mia, Role.MODERATOR)) == [1, 2]
    assert await seen_by(viewer(mia, Role.MODERATOR, board=board)) == [1, 2]
    post, _ = await service.post(session, clinician(ben), post_id=held.post_id)
    assert (post.shown, post.shown_reason) == ("held", "Looks promotional")
    row = (await service.threads(session, GUEST, board_id=board.id))[0]
    assert (row.reply_count, row.last_author_id) == (0, ada.id)
    await service.release_post(session, post_id=held.post_id)
    assert await seen_by(GUEST) == [1, 2]
    assert (await service.threads(session, GUEST, board_id=board.id))[0].reply_count == 1


async def test_a_thread_whose_opening_is_removed_is_gone(
    session: AsyncSession, board: BoardView, thread: Placed, ada: Person, ben: Person
) -> None:
    await service.remove_post(session, post_id=thread.post_id, reason="IN-05")
    await service.release_post(session, post_id=thread.post_id)
    with pytest.raises(ThreadNotFound):
        await service.thread(session, clinician(ben), thread_id=thread.thread_id)
    assert (await service.thread(session, clinician(ada), thread_id=thread.thread_id)).shown == "removed"
    assert await service.threads(session, GUEST, board_id=board.id) == []
    with pytest.raises(PostRemoved):
        await service.edit_post(session, clinician(ada), post_id=thread.post_id, version=1, body="Better now")
    await service.restore_post(session, post_id=thread.post_id)
    assert (await service.thread(session, clinician(ben), thread_id=thread.thread_id)).shown == "visible"


async def test_a_text_replaced_while_held_stays_hidden_in_the_history(
    session: AsyncSession, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    held = await say(ben, "Buy Brandex now")
    await service.hold_post(session, post_id=held.post_id, reason="IN-05")
    await service.edit_post(session, clinician(ben), post_id=held.post_id, version=1, body="A trial says")
    await service.release_post(session, post_id=held.post_id)
    assert [v.version for v in await service.history(session, clinician(ada), post_id=held.post_id)] == [2]
    mine = await service.history(session, clinician(ben), post_id=held.post_id)
    assert [v.version for v in mine] == [2, 1]


async def test_the_asker_marks_the_answer(
    *, session: AsyncSession, board: BoardView, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    answer = await say(ben)
    mark = {"thread_id": thread.thread_id, "post_id": answer.post_id}
    with pytest.raises(MayNotMarkAnswer):
        await service.mark_answer(session, clinician(ben), **mark)
    with pytest.raises(OpeningIsNoAnswer):
        await service.mark_answer(session, clinician(ada), thread_id=thread.thread_id, post_id=thread.post_id)
    await service.mark_answer(session, clinician(ada), **mark)
    assert (await service.thread(session, GUEST, thread_id=thread.thread_id)).answer_number == 2
    assert await service.threads(session, GUEST, board_id=board.id, only=Filter.UNANSWERED) == []
    await service.remove_post(session, post_id=answer.post_id, reason="IN-05")
    assert (await service.thread(session, GUEST, thread_id=thread.thread_id)).answer_post_id is None
    with pytest.raises(PostNotFound):
        await service.mark_answer(session, clinician(ada), **mark)


async def test_a_discussion_has_no_answer(
    session: AsyncSession, board: BoardView, ada: Person, ben: Person
) -> None:
    talk = await service.open_thread(
        session, clinician(ada), board_id=board.id, title="Talk", body="Let us", kind="discussion"
    )
    post = await service.reply(session, clinician(ben), thread_id=talk.thread_id, body="Yes")
    with pytest.raises(NotAQuestion):
        await service.mark_answer(session, clinician(ada), thread_id=talk.thread_id, post_id=post.post_id)


async def test_nobody_writes_in_a_locked_thread(
    *,
    session: AsyncSession,
    board: BoardView,
    thread: Placed,
    say: Say,
    ada: Person,
    ben: Person,
    mia: Person,
) -> None:
    moderator = viewer(mia, Role.MODERATOR, board=board)
    with pytest.raises(MayNotModerate):
        await service.lock_thread(session, clinician(ada), thread_id=thread.thread_id, reason="Mine")
    await service.lock_thread(session, moderator, thread_id=thread.thread_id, reason="Settled")
    with pytest.raises(ThreadLocked):
        await say(ben)
    with pytest.raises(ThreadLocked):
        await service.edit_post(session, clinician(ada), post_id=thread.post_id, version=1, body="More")
    await service.unlock_thread(session, moderator, thread_id=thread.thread_id)
    assert (await say(ben)).number == 2


async def test_a_moderator_pins_a_note(session: AsyncSession, thread: Placed, mia: Person) -> None:
    moderator = viewer(mia, Role.MODERATOR)
    await service.pin_note(session, moderator, thread_id=thread.thread_id, note="See the *guideline*.")
    head = await service.thread(session, GUEST, thread_id=thread.thread_id)
    assert "<em>guideline</em>" in head.pinned_note_html
    await service.pin_note(session, moderator, thread_id=thread.thread_id, note="")
    assert (await service.thread(session, GUEST, thread_id=thread.thread_id)).pinned_note_html == ""


async def test_who_writes_follows_and_has_read(
    session: AsyncSession, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    await say(ben)
    followers = await service.followers_of_thread(session, thread_id=thread.thread_id)
    assert set(followers) == {ada.id, ben.id}
    assert [t.id for t in await service.unread_followed(session, clinician(ada))] == [thread.thread_id]
    await service.keep_place(session, ada.id, thread.thread_id, 2)
    await service.keep_place(session, ada.id, thread.thread_id, 1)
    assert await service.unread_followed(session, clinician(ada)) == []
    await service.follow_thread(session, clinician(ada), thread_id=thread.thread_id, following=False)
    assert await service.followers_of_thread(session, thread_id=thread.thread_id) == [ben.id]


async def test_questions_wait_for_those_of_the_specialty(
    session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    waiting = await service.waiting_questions(session, clinician(ben), specialty="cardiology")
    assert [t.id for t in waiting] == [thread.thread_id]
    assert await service.waiting_questions(session, clinician(ben), specialty="neurology") == []
    assert await service.waiting_questions(session, clinician(ada), specialty="cardiology") == []


async def test_a_thread_is_found_by_what_it_is_about(
    session: AsyncSession, board: BoardView, ada: Person
) -> None:
    case = new_id()
    opened = await service.open_thread(
        session,
        clinician(ada),
        board_id=board.id,
        title="A case",
        body="Of",
        kind="case",
        about=("case", case),
    )
    found = await service.thread_about(session, GUEST, about_kind="case", about_id=case)
    assert found is not None
    assert found.id == opened.thread_id
    await service.hold_post(session, post_id=opened.post_id, reason="look")
    assert await service.thread_about(session, GUEST, about_kind="case", about_id=case) is None


async def test_documents_for_search_say_who_may_see_them(
    session: AsyncSession, board: BoardView, thread: Placed, say: Say, ben: Person
) -> None:
    answer = await say(ben, "A **thick** film")
    post = await service.document(session, kind="post", id=answer.post_id)
    opening = await service.document(session, kind="thread", id=thread.thread_id)
    assert post
    assert opening
    assert (post.title, post.text, post.href) == (
        "Fever after travel",
        "A thick film",
        f"/posts/{answer.post_id}",
    )
    assert (opening.text, opening.visibility, opening.shown) == (
        "Three days of fever. What next?",
        "public",
        "visible",
    )
    assert await service.document(session, kind="post", id=thread.post_id) is None
    assert (await service.document(session, kind="board", id=board.id)) is not None
    assert await service.document_ids(session, kind="post") == [answer.post_id]
    await service.hold_post(session, post_id=thread.post_id, reason="look")
    hidden = await service.document(session, kind="post", id=answer.post_id)
    assert hidden
    assert hidden.shown == "held"
    for kind, id_ in (("post", answer.post_id), ("thread", thread.thread_id)):
        assert await service.visible_ids(session, GUEST, kind=kind, ids=[id_]) == set()
    assert await service.visible_ids(session, GUEST, kind="board", ids=[board.id]) == {board.id}


async def test_the_world_hears_what_happened(
    sessions: Sessions, bus: Bus, board: BoardView, ada: Person
) -> None:
    heard: list[Event] = []

    async def hear(event: Event) -> None:
        heard.append(event)

    for kind in (events.ThreadOpened, events.PostWritten, events.PostEdited, events.PostVisibilityChanged):
        bus.after[kind].append(hear)
    async with transaction(sessions) as session:
        opened = await service.open_thread(
            session, clinician(ada), board_id=board.id, title="News", body="Text"
        )
        reply = await service.reply(session, clinician(ada), thread_id=opened.thread_id, body="More")
        await service.edit_post(session, clinician(ada), post_id=reply.post_id, version=1, body="Less")
        await service.hold_post(session, post_id=reply.post_id, reason="look")
        assert heard == []
    assert [type(event).__name__ for event in heard] == [
        "ThreadOpened",
        "PostWritten",
        "PostEdited",
        "PostVisibilityChanged",
    ]


async def test_a_screen_in_the_same_transaction_may_hold_a_post(
    sessions: Sessions, bus: Bus, thread: Placed, ben: Person
) -> None:
    async def screen(session: AsyncSession, event: events.PostWritten) -> None:
        text = await service.post_for_screening(session, post_id=event.post_id)
        if "buy" in text.text:
            await service.hold_post(session, post_id=event.post_id, reason="Looks promotional")

    bus.within[events.PostWritten].append(screen)
    async with transaction(sessions) as session:
        held = await service.reply(session, clinician(ben), thread_id=thread.thread_id, body="buy it")
    assert held.shown == "held"
