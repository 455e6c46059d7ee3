"""The tree of boards, the private one's members, a moderator for one board."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from msgspec import convert

from api.demo.people import REASON
from api.demo.stage import Act, Stage, data
from core.policy import Role
from forums import service as forums
from forums.schemas import BoardDraft
from identity import service as identity

FOUNDED = timedelta(days=36)
FOLLOWED = {
    "ada": "cardiology",
    "ben": "stroke-neurology",
    "jonas": "nephrology",
    "leila": "infectious-diseases",
}


def acts(begun: datetime) -> Iterator[Act]:
    for place, board in enumerate(data("boards")):
        at = begun - FOUNDED + timedelta(minutes=10 * place)
        yield Act(at, partial(_found, board, place))
    yield Act(begun - FOUNDED + timedelta(hours=3), _appoint)
    yield Act(begun - FOUNDED + timedelta(hours=4), _follow)


async def _found(board: dict[str, Any], place: int, stage: Stage) -> None:
    alma = await stage.viewer("alma")
    within = board.get("within")
    told = {
        "slug": board["slug"],
        "name": board["name"],
        "purpose": board["purpose"],
        "rules": board["rules"],
        "specialty": board.get("specialty"),
        "parentId": stage.boards[within] if within else None,
        "position": 10 * place,
        "visibility": board.get("visibility", "public"),
        "threadsBy": board.get("threads_by", "members"),
        "repliesBy": board.get("replies_by", "members"),
    }
    draft = convert(told, BoardDraft)
    made = await forums.create_board(stage.session, alma, draft=draft)
    stage.boards[board["slug"]] = made.id
    for member in board.get("members", ()):
        await forums.admit(stage.session, alma, board_id=made.id, person_id=stage.people[member])


async def _appoint(stage: Stage) -> None:
    """Roles that hold on one board only."""
    for person in data("people"):
        if slug := person.get("moderates"):
            await identity.grant_role(
                stage.session,
                actor=await stage.viewer("alma"),
                person_id=stage.people[person["key"]],
                role=Role.MODERATOR,
                scope_id=stage.boards[slug],
                reason=REASON,
            )
            stage.forget(person["key"])


async def _follow(stage: Stage) -> None:
    for key, slug in FOLLOWED.items():
        await forums.follow_board(
            stage.session, await stage.viewer(key), board_id=stage.boards[slug], following=True
        )
