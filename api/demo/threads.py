"""What is said on the boards, with edits, quotes, answers and a lock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from api.demo.stage import Act, Stage, data, form_key, span
from forums import service as forums
from inbox import service as inbox

FILES = ("medicine", "cardiology", "nephrology", "infections", "acute", "closed")
SETTLED = timedelta(days=8)  # who wrote in a thread has read what is older


def told() -> list[dict[str, Any]]:
    return list(chain.from_iterable(data(f"threads-{name}") for name in FILES))


def acts(begun: datetime) -> Iterator[Act]:
    for thread in told():
        yield from acts_of(thread, begun)


def acts_of(thread: dict[str, Any], begun: datetime) -> Iterator[Act]:
    at = begun - span(thread["ago"])
    yield Act(at, partial(_open, thread))
    yield from _edit(thread, thread["key"], thread["by"], at)
    yield from replies_to(thread, at)
    last = end_of(thread, at)
    if "answer" in thread:
        yield Act(last + timedelta(minutes=30), partial(_answer, thread))
    if "lock" in thread:
        yield Act(last + span(thread["lock"]["after"]), partial(_lock, thread))
    yield from caught_up(thread, at, begun)


def replies_to(thread: dict[str, Any], at: datetime) -> Iterator[Act]:
    """Each reply comes its time after the one before; the first after `at`."""
    for place, said in enumerate(thread.get("replies", ()), start=1):
        at += span(said["after"])
        yield Act(at, partial(reply, thread["key"], place, said))
        yield from _edit(said, f"{thread['key']}#{place}", said["by"], at)


def caught_up(thread: dict[str, Any], at: datetime, begun: datetime) -> Iterator[Act]:
    """Some time later everybody who wrote here has read to the end, unless that is too short ago."""
    last = end_of(thread, at)
    if last < begun - SETTLED:
        yield Act(last + timedelta(hours=30), partial(_catch_up, thread))


def end_of(thread: dict[str, Any], at: datetime) -> datetime:
    """When the last reply is written."""
    return at + sum((span(said["after"]) for said in thread.get("replies", ())), timedelta())


async def _open(thread: dict[str, Any], stage: Stage) -> None:
    placed = await forums.open_thread(
        stage.session,
        await stage.viewer(thread["by"]),
        board_id=stage.boards[thread["board"]],
        title=thread["title"],
        body=thread["body"].strip(),
        kind=thread.get("kind", "question"),
        key=form_key("thread", thread["key"]),
    )
    stage.made[f"thread:{thread['key']}"] = placed.thread_id
    stage.made[f"post:{thread['key']}"] = placed.post_id


async def reply(key: str, place: int, said: dict[str, Any], stage: Stage) -> None:
    """The reply with that place in the thread known as `key`."""
    quotes = said.get("quotes")
    placed = await forums.reply(
        stage.session,
        await stage.viewer(said["by"]),
        thread_id=stage.made[f"thread:{key}"],
        body=said["body"].strip(),
        quoted_id=stage.made[f"named:{key}:{quotes}"] if quotes else None,
        key=form_key("reply", key, place),
    )
    stage.made[f"post:{key}#{place}"] = placed.post_id
    if "name" in said:
        stage.made[f"named:{key}:{said['name']}"] = placed.post_id


def _edit(said: dict[str, Any], post: str, by: str, written: datetime) -> Iterator[Act]:
    if "edit" in said:
        yield Act(written + span(said["edit"]["after"]), partial(edit, post, by, said["edit"]["body"]))


async def edit(post: str, by: str, body: str, stage: Stage) -> None:
    """The first edit of the post known by that name."""
    await forums.edit_post(
        stage.session,
        await stage.viewer(by),
        post_id=stage.made[f"post:{post}"],
        version=1,
        body=body.strip(),
    )


async def _answer(thread: dict[str, Any], stage: Stage) -> None:
    await forums.mark_answer(
        stage.session,
        await stage.viewer(thread["by"]),
        thread_id=stage.made[f"thread:{thread['key']}"],
        post_id=stage.made[f"post:{thread['key']}#{thread['answer']}"],
    )


async def _lock(thread: dict[str, Any], stage: Stage) -> None:
    lock = thread["lock"]
    moderator = await stage.viewer(lock["by"])
    await forums.lock_thread(
        stage.session, moderator, thread_id=stage.made[f"thread:{thread['key']}"], reason=lock["reason"]
    )


async def _catch_up(thread: dict[str, Any], stage: Stage) -> None:
    replies, thread_id = thread.get("replies", []), stage.made[f"thread:{thread['key']}"]
    for key in {thread["by"], *(said["by"] for said in replies)}:
        person_id = stage.people[key]
        await forums.keep_place(stage.session, person_id, thread_id, len(replies) + 1)
        await inbox.read_about(stage.session, person_id=person_id, subject_id=thread_id)
