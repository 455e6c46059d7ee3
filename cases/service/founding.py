"""Collections: journals in miniature."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.errors import BoardUnknown, CollectionExists, CollectionNotFound
from cases.models import Collection
from cases.schemas import CollectionDraft, CollectionView
from core import audit
from core.errors import Forbidden, SignInRequired
from core.policy import Viewer
from forums import service as forums


async def create_collection(
    session: AsyncSession, *, viewer: Viewer, draft: CollectionDraft
) -> CollectionView:
    """Raises SignInRequired, Forbidden (administrators only), CollectionExists, BoardUnknown."""
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_found_collection(viewer):
        raise Forbidden
    if await session.scalar(select(Collection.id).where(Collection.slug == draft.slug)):
        raise CollectionExists(slug=draft.slug)
    await _check_board(session, viewer, draft.board_id)
    made = Collection(
        slug=draft.slug,
        name=draft.name,
        purpose=draft.purpose,
        blind_mode=draft.blind_mode.value,
        reviews_needed=draft.reviews_needed,
        review_days=draft.review_days,
        publishes_reviews=draft.publishes_reviews,
        board_id=draft.board_id,
    )
    session.add(made)
    await session.flush()
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act="cases.collection_founded",
        subject_kind="collection",
        subject_id=made.id,
        detail={"slug": draft.slug, "blind_mode": draft.blind_mode.value},
    )
    return view(made)


async def collections(session: AsyncSession) -> list[CollectionView]:
    """All of them, by name; at most 200."""
    found = await session.scalars(select(Collection).order_by(Collection.name).limit(200))
    return [view(one) for one in found]


async def collection_by_slug(session: AsyncSession, *, slug: str) -> CollectionView:
    """Raises CollectionNotFound."""
    found = await session.scalar(select(Collection).where(Collection.slug == slug))
    if found is None:
        raise CollectionNotFound
    return view(found)


async def existing(session: AsyncSession, collection_id: UUID) -> Collection:
    """Raises CollectionNotFound."""
    found = await session.get(Collection, collection_id)
    if found is None:
        raise CollectionNotFound
    return found


async def _check_board(session: AsyncSession, viewer: Viewer, board_id: UUID | None) -> None:
    if board_id is None:
        return
    if board_id not in {board.id for board in await forums.boards(session, viewer)}:
        raise BoardUnknown


def view(collection: Collection) -> CollectionView:
    return CollectionView(
        id=collection.id,
        slug=collection.slug,
        name=collection.name,
        purpose=collection.purpose,
        blind_mode=collection.blind_mode,
        reviews_needed=collection.reviews_needed,
        review_days=collection.review_days,
        publishes_reviews=collection.publishes_reviews,
        board_id=collection.board_id,
    )
