"""The thread about a published case shares its fate: it opens with the case's own words."""

from uuid import UUID

from sqlalchemy import update

from cases import service
from cases.models import Collection
from cases.schemas import CollectionView
from core.db import Sessions, transaction
from core.policy import GUEST, Role
from forums import service as forums
from forums.schemas import BoardDraft
from identity.models import Person
from identity.policy import OPERATOR
from tests.cases.conftest import TEXTS, viewing


async def _titles(sessions: Sessions) -> list[str]:
    """Of the threads that everybody sees."""
    async with sessions() as session:
        [board] = await forums.boards(session, GUEST)
        rows = await forums.threads(session, GUEST, board_id=board.id)
        return [row.title for row in rows if not row.title.startswith("Case challenge")]


async def _publish(sessions: Sessions, case_id: UUID, collection: CollectionView, editor: Person) -> None:
    async with transaction(sessions) as session:
        board = await forums.create_board(session, OPERATOR, draft=BoardDraft(slug="heart", name="Heart"))
        placed = update(Collection).where(Collection.id == collection.id).values(board_id=board.id)
        await session.execute(placed)
    async with transaction(sessions) as session:
        await service.publish(session, viewer=viewing(editor, Role.EDITOR), case_id=case_id)


async def test_a_case_that_is_kept_back_takes_its_discussion_along(
    sessions: Sessions, accepted: UUID, collection: CollectionView, ed: Person
) -> None:
    await _publish(sessions, accepted, collection, ed)
    assert await _titles(sessions) == [TEXTS["title"]]
    async with transaction(sessions) as session:
        await service.hold(session, accepted, "A look at privacy.")
    assert await _titles(sessions) == []
    async with transaction(sessions) as session:
        await service.remove(session, accepted, "A patient could be recognised.")
        await service.release(session, accepted)
    assert await _titles(sessions) == []
    async with transaction(sessions) as session:
        await service.restore(session, accepted)
    assert await _titles(sessions) == [TEXTS["title"]]


async def test_a_discussion_that_a_moderator_took_out_stays_out_when_the_case_comes_back(
    sessions: Sessions, accepted: UUID, collection: CollectionView, ed: Person
) -> None:
    await _publish(sessions, accepted, collection, ed)
    async with transaction(sessions) as session:
        row = await forums.thread_about(session, GUEST, about_kind="case", about_id=accepted)
        assert row is not None
        await forums.hold_post(session, post_id=row.last_post_id, reason="Another matter.")
        await service.hold(session, accepted, "A look.")
        await service.release(session, accepted)
    assert await _titles(sessions) == []
