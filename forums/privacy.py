"""What the forums keep about a person and what outlives an erasure; boards that roles can be limited to."""

from typing import Any
from uuid import UUID

from msgspec import to_builtins
from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import policy
from forums.models import Board, BoardMember, Follow, Post, PostVersion, Reading, Thread
from identity.erasure import Kept
from identity.scopes import Place
from identity.words import N_

POSTS = N_("Posts you wrote on the boards, without your name")
POSTS_WHY = N_("Others answered them; without them the answers could mislead.")


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Own posts with all earlier texts, held and removed ones too; what the person follows and has read."""
    return {
        "posts": await _rows(
            session,
            select(
                Post.id,
                Thread.title,
                Post.number,
                Post.body,
                Post.disclosure,
                Post.shown,
                Post.shown_reason,
                Post.created_at,
                Post.edited_at,
            )
            .join(Thread, Thread.id == Post.thread_id)
            .where(Post.author_id == person_id)
            .order_by(Post.id),
        ),
        "earlier_texts": await _rows(
            session,
            select(PostVersion.post_id, PostVersion.version, PostVersion.body, PostVersion.written_at)
            .join(Post, Post.id == PostVersion.post_id)
            .where(Post.author_id == person_id)
            .order_by(PostVersion.post_id, PostVersion.version),
        ),
        "follows": await _rows(
            session, select(Follow.board_id, Follow.thread_id).where(Follow.person_id == person_id)
        ),
        "read": await _rows(
            session, select(Reading.thread_id, Reading.last_number).where(Reading.person_id == person_id)
        ),
        "private_boards": await _rows(
            session,
            select(Board.slug)
            .join(BoardMember, BoardMember.board_id == Board.id)
            .where(BoardMember.person_id == person_id),
        ),
    }


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Forget follows, reading and memberships; posts stay, under no name."""
    for table in (Follow, Reading, BoardMember):
        await session.execute(delete(table).where(table.person_id == person_id))
    posts = await session.scalar(select(func.count()).where(Post.author_id == person_id)) or 0
    return [Kept(what=POSTS, why=POSTS_WHY, count=posts)] if posts else []


async def places(session: AsyncSession, viewer: Viewer) -> list[Place]:
    """Boards a role can be limited to: all for who manages boards, else those one sees."""
    boards = select(Board.id, Board.name).order_by(Board.name)
    if not policy.may_manage_boards(viewer):
        boards = boards.where(policy.boards_visible_to(viewer))
    return [Place(id=row.id, label=row.name) for row in await session.execute(boards)]


async def _rows(session: AsyncSession, rows: Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [to_builtins(dict(row)) for row in (await session.execute(rows)).mappings()]
