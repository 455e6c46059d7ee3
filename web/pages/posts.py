"""One post: where it stands, changing it, what it said before."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core import markdown
from core.policy import Viewer
from forums import pace
from forums import service as forums
from forums.errors import PostChanged
from forums.schemas import Placed, PostView, ThreadHead, VersionView
from identity import service as identity
from web import forms
from web.forms import FormState
from web.pages.boards import said_of
from web.pages.differences import Piece, changes
from web.pages.forum_words import AnyRequest, EditForm, wants_preview
from web.pages.threads import address
from web.render import page, see_other


@get("/posts/{post_id:uuid}")
async def permalink(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    post_id: FromPath[UUID],
) -> Redirect:
    """The place of the post in its thread."""
    thread_id, _, number = await forums.page_of(session, viewer, post_id=post_id)
    return see_other(request, address(thread_id, number))


@get("/posts/{post_id:uuid}/edit")
async def edit(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    post_id: FromPath[UUID],
) -> Response[str]:
    """The form with the text as it stands."""
    found, thread = await forums.editable(session, viewer, post_id=post_id)
    form = FormState.of(body=found.body, title=thread.title)
    return _edit_page(request, viewer, found, thread, form)


@post("/posts/{post_id:uuid}/edit")
async def save(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    post_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Preview or save; when somebody was quicker, show both and let the person decide."""
    found, thread = await forums.editable(session, viewer, post_id=post_id)
    form = await forms.read(request)
    draft = form.into(EditForm)
    placed: Placed | None = None
    if draft is not None and not wants_preview(form):
        async with form.attempt(session):
            await pace.writing(state.sessions, viewer)
            placed = await forums.edit_post(
                session, viewer, post_id=post_id, version=draft.version, body=draft.body, title=draft.title
            )
    if placed is not None:
        said = said_of(request, viewer, placed)
        return see_other(request, address(placed.thread_id, placed.number), said=said)
    stale = draft is not None and draft.version != found.version
    if stale and not form.refused:
        form.refuse(PostChanged())
    change = await _meanwhile(session, viewer, found, draft.version) if draft and stale else []
    preview = markdown.render(draft.body).html if draft and wants_preview(form) else ""
    return _edit_page(request, viewer, found, thread, form, change=change, preview=preview)


@get("/posts/{post_id:uuid}/history")
async def history(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    post_id: FromPath[UUID],
    version: Annotated[int | None, QueryParameter(ge=1, le=1_000_000)] = None,
) -> Response[str]:
    """All versions as links, one of them shown, and what changed since the one before."""
    found, thread = await forums.post(session, viewer, post_id=post_id)
    versions = await forums.history(session, viewer, post_id=post_id)
    at = next((n for n, each in enumerate(versions) if each.version == version), 0)
    before = versions[at + 1] if at + 1 < len(versions) else None
    cards = await identity.people_by_ids(session, [found.author_id])
    return page(
        request,
        viewer,
        "forums/history.html",
        post=found,
        thread=thread,
        card=cards[found.author_id],
        versions=versions,
        shown=versions[at],
        before=before,
        change=changes(_whole(before), _whole(versions[at])) if before else [],
    )


def _whole(version: VersionView) -> str:
    return f"{version.title}\n\n{version.body}" if version.title else version.body


async def _meanwhile(session: AsyncSession, viewer: Viewer, found: PostView, began: int) -> list[Piece]:
    """What changed between the version the edit began from and the one that stands now."""
    versions = await forums.history(session, viewer, post_id=found.id)
    base = next((each for each in versions if each.version == began), None)
    return changes(_whole(base), _whole(versions[0])) if base else []


def _edit_page(
    request: AnyRequest,
    viewer: Viewer,
    found: PostView,
    thread: ThreadHead,
    form: FormState,
    *,
    change: list[Piece] | None = None,
    preview: str = "",
) -> Response[str]:
    return page(
        request,
        viewer,
        "forums/edit.html",
        status=form.status,
        post=found,
        thread=thread,
        form=form,
        change=change or [],
        preview=preview,
    )


router = Router("/", route_handlers=[permalink, edit, save, history], include_in_schema=False)
