"""A thread and its posts."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import pace, service
from forums.routes.documented import CHANGING, READING, WRITING
from forums.schemas import AnswerDraft, LockDraft, Placed, PostView, ReplyDraft, ThreadHead


@get("/threads/{thread_id:uuid}", responses=READING)
async def thread(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], thread_id: FromPath[UUID]
) -> ThreadHead:
    """A thread without its posts."""
    return await service.thread(session, viewer, thread_id=thread_id)


@get("/threads/{thread_id:uuid}/posts", responses=READING)
async def posts(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[PostView]:
    """Posts in order; `after` is the last id you have."""
    return await service.posts(session, viewer, thread_id=thread_id, after=after, limit=limit)


@post("/threads/{thread_id:uuid}/posts", responses=WRITING)
async def reply(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    thread_id: FromPath[UUID],
    data: JSONBody[ReplyDraft],
) -> Placed:
    """A post at the end of the thread."""
    await pace.writing(state.sessions, viewer)
    return await service.reply(
        session, viewer, thread_id=thread_id, body=data.body, quoted_id=data.quoted_id, key=data.key
    )


@put("/threads/{thread_id:uuid}/answer", status_code=204, responses=CHANGING)
async def mark_answer(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
    data: JSONBody[AnswerDraft],
) -> None:
    """Say which reply answers the question."""
    await service.mark_answer(session, viewer, thread_id=thread_id, post_id=data.post_id)


@delete("/threads/{thread_id:uuid}/answer", responses=CHANGING)
async def clear_answer(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], thread_id: FromPath[UUID]
) -> None:
    """Take the mark back."""
    await service.clear_answer(session, viewer, thread_id=thread_id)


@put("/threads/{thread_id:uuid}/lock", status_code=204, responses=CHANGING)
async def lock(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
    data: JSONBody[LockDraft],
) -> None:
    """Close a thread for writing; for moderators."""
    await service.lock_thread(session, viewer, thread_id=thread_id, reason=data.reason)


@delete("/threads/{thread_id:uuid}/lock", responses=CHANGING)
async def unlock(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], thread_id: FromPath[UUID]
) -> None:
    """Open it again; for moderators."""
    await service.unlock_thread(session, viewer, thread_id=thread_id)


@put("/threads/{thread_id:uuid}/follow", status_code=204, responses=CHANGING)
async def follow(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], thread_id: FromPath[UUID]
) -> None:
    """Be told of replies."""
    await service.follow_thread(session, viewer, thread_id=thread_id, following=True)


@delete("/threads/{thread_id:uuid}/follow", responses=CHANGING)
async def unfollow(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], thread_id: FromPath[UUID]
) -> None:
    """Be told no more."""
    await service.follow_thread(session, viewer, thread_id=thread_id, following=False)


handlers = [thread, posts, reply, mark_answer, clear_answer, lock, unlock, follow, unfollow]
