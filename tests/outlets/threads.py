"""Boards of every kind with threads and posts in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from api import wiring
from core.db import transaction
from core.outbox.worker import drain
from core.policy import Role
from forums import service as forums
from forums.models import Visibility
from forums.schemas import BoardDraft
from identity.policy import OPERATOR
from tests.outlets.cast import appoint, canary

if TYPE_CHECKING:
    from tests.outlets.world import World

BOARDS = {"pub": Visibility.PUBLIC, "clin": Visibility.CLINICIANS, "priv": Visibility.PRIVATE}
MEMBERS = ("author", "insider", "decliner")  # the decliner is sent away again


async def write(world: World) -> None:
    for board, visibility in BOARDS.items():
        await _open_board(world, board, visibility)
    private = world.of("board_id", "priv")
    await appoint(world.sessions, world.cast, "warden", Role.MODERATOR, private)
    for board in BOARDS:
        await _write_on(world, board)
    await _followed(world)
    for board in BOARDS:
        await _keep_back(world, board)
    async with transaction(world.sessions) as session:
        await forums.expel(session, OPERATOR, board_id=private, person_id=world.cast["decliner"].id)


async def _open_board(world: World, board: str, visibility: Visibility) -> None:
    draft = BoardDraft(
        slug=board,
        name=canary(f"{board}board"),
        purpose=canary(f"{board}purpose"),
        specialty="cardiology",
        visibility=visibility,
    )
    async with transaction(world.sessions) as session:
        made = await forums.create_board(session, OPERATOR, draft=draft)
        world.ids["board_id"][board] = made.id
        for key in MEMBERS if visibility is Visibility.PRIVATE else ():
            await forums.admit(session, OPERATOR, board_id=made.id, person_id=world.cast[key].id)


async def _write_on(world: World, board: str) -> None:
    for part in ("", "held", "removed"):
        await _open(world, f"{board}{part}", world.of("board_id", board))
    thread = world.of("thread_id", f"{board}thread")
    for part in ("reply", "heldreply", "removedreply", "former", "secretformer"):
        await _reply(world, thread, f"{board}{part}")
    async with transaction(world.sessions) as session:
        secret = world.of("post_id", f"{board}secretformer")
        await forums.hold_post(session, post_id=secret, reason="A look.")
    for part in ("former", "secretformer"):
        await _edit(world, world.of("post_id", f"{board}{part}"))
    async with transaction(world.sessions) as session:
        await forums.release_post(session, post_id=secret)


async def _open(world: World, key: str, board_id: UUID) -> None:
    author = world.cast["author"].viewer
    async with transaction(world.sessions) as session:
        title, body = canary(f"{key}thread"), f"What would you do? {canary(f'{key}opening')}"
        placed = await forums.open_thread(session, author, board_id=board_id, title=title, body=body)
    world.ids["thread_id"][f"{key}thread"] = placed.thread_id
    world.ids["post_id"][f"{key}opening"] = placed.post_id


async def _reply(world: World, thread: UUID, key: str) -> None:
    author = world.cast["author"].viewer
    async with transaction(world.sessions) as session:
        placed = await forums.reply(session, author, thread_id=thread, body=f"I saw this. {canary(key)}")
    world.ids["post_id"][key] = placed.post_id


async def _edit(world: World, post: UUID) -> None:
    async with transaction(world.sessions) as session:
        author = world.cast["author"].viewer
        await forums.edit_post(session, author, post_id=post, version=1, body="Said more calmly now.")


async def _followed(world: World) -> None:
    """Followers are told of threads that are kept back, or closed to them, only afterwards."""
    for key in ("clinician", "newcomer", "insider", "decliner"):
        for board in BOARDS:
            await _follow(world, key, board)
    async with transaction(world.sessions) as session:
        for board in BOARDS:
            for part in ("", "held", "removed"):
                thread = world.of("thread_id", f"{board}{part}thread")
                await forums.reply(session, world.cast["author"].viewer, thread_id=thread, body="News.")
    await drain(world.sessions, wiring.jobs(world.settings))


async def _follow(world: World, key: str, board: str) -> None:
    viewer = world.cast[key].viewer
    async with transaction(world.sessions) as session:
        for part in ("", "held", "removed"):
            thread = world.of("thread_id", f"{board}{part}thread")
            if await forums.visible_ids(session, viewer, kind="thread", ids=[thread]):
                await forums.follow_thread(session, viewer, thread_id=thread, following=True)


async def _keep_back(world: World, board: str) -> None:
    async with transaction(world.sessions) as session:
        for part in ("opening", "reply"):
            held = world.of("post_id", f"{board}held{part}")
            await forums.hold_post(session, post_id=held, reason="A look.")
        removed = ["opening"] if board == "pub" else ["opening", "reply"]  # pub's reply: by two moderators
        for part in removed:
            gone = world.of("post_id", f"{board}removed{part}")
            await forums.remove_post(session, post_id=gone, reason="Taken out.")
