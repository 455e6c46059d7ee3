"""One post."""

from uuid import UUID

from litestar import get, patch
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import pace, service
from forums.routes.documented import READING, WRITING
from forums.schemas import EditDraft, Placed, PostView, VersionView


@get("/posts/{post_id:uuid}", responses=READING)
async def post(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], post_id: FromPath[UUID]
) -> PostView:
    """A post with its text."""
    found, _ = await service.post(session, viewer, post_id=post_id)
    return found


@patch("/posts/{post_id:uuid}", responses=WRITING)
async def edit(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    post_id: FromPath[UUID],
    data: JSONBody[EditDraft],
) -> Placed:
    """Replace your text. 409 PostChanged names the `current` version when yours is older."""
    await pace.writing(state.sessions, viewer)
    return await service.edit_post(
        session, viewer, post_id=post_id, version=data.version, body=data.body, title=data.title
    )


@get("/posts/{post_id:uuid}/history", responses=READING)
async def history(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], post_id: FromPath[UUID]
) -> list[VersionView]:
    """Everything the post has said, the newest first."""
    return await service.history(session, viewer, post_id=post_id)


handlers = [post, edit, history]
