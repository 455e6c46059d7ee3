"""Rooms of boards, of a case and of nobody, each with a line of chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.db import transaction
from core.ids import new_id
from realtime import service
from realtime.schemas import RoomDraft
from tests.outlets.cast import canary

if TYPE_CHECKING:
    from tests.outlets.world import World


async def hold(world: World) -> None:
    for board in ("pub", "clin", "priv"):
        await _meet(world, board, "insider", board_id=world.of("board_id", board))
    await _meet(world, "case", "author", case_id=world.of("case_id", "inreview"))
    await _meet(world, "alone", "insider")
    await _meet(world, "closed", "insider", clinicians_only=True)


async def _meet(world: World, key: str, host: str, **about: object) -> None:
    """Somebody opens the room, is there, and says something."""
    someone = world.cast[host]
    draft = RoomDraft(title=canary(f"{key}room"), programme=canary(f"{key}programme"), **about)  # type: ignore[arg-type]
    async with transaction(world.sessions) as session:
        room_id = await service.schedule(session, someone.viewer, draft=draft)
        world.ids["room_id"][key] = room_id
        await service.arrive(
            session, room_id=room_id, person_id=someone.id, device="a browser", visit_id=new_id()
        )
        said = canary(f"{key}chat")
        await service.say(session, someone.viewer, room_id=room_id, key="first", text=said)
