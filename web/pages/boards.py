"""Boards, their lists of threads, and opening a thread."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, PathParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core import markdown
from core.errors import SignInRequired
from core.policy import GUEST, Viewer
from forums import pace, policy
from forums import service as forums
from forums.errors import MayNotPost
from forums.schemas import BoardView, Filter, Placed
from identity import service as identity
from web import forms
from web.forms import FormState
from web.i18n import N_, language
from web.pages import board_feed
from web.pages.forum_words import KINDS, AnyRequest, ThreadForm, specialty, tree, wants_preview, with_key
from web.pages.thread_rows import rows
from web.render import page, see_other

PAGE = 30
FILTERS = {
    Filter.ALL: N_("All"),
    Filter.UNANSWERED: N_("Unanswered"),
    Filter.QUESTIONS: N_("Questions"),
    Filter.CASES: N_("Cases"),
}
HELD = N_("A moderator will look at your text before others see it.")
Slug = Annotated[str, PathParameter(max_length=60)]


@get("/boards", opt={"reads": True})
async def boards(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """The tree of boards the viewer may see."""
    seen = tree(await forums.boards(session, viewer))
    return page(
        request,
        viewer,
        "forums/boards.html",
        top=seen.top,
        children=seen.children,
        manages=policy.may_manage_boards(viewer),
    )


@get("/boards/{slug:str}", opt={"reads": True})
async def board(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    slug: Slug,
    only: FromQuery[Filter] = Filter.ALL,
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """A board's threads, the liveliest first."""
    here = await forums.board(session, viewer, slug=slug)
    threads = await forums.threads_of(
        session, viewer, board_id=here.id, only=only, after=after, limit=PAGE + 1
    )
    shown = threads[:PAGE]
    return page(
        request,
        viewer,
        "forums/board.html",
        board=here,
        threads=await rows(session, language(request, viewer).code, shown),
        may_open=policy.may_open_thread(viewer, here),
        specialty=specialty,
        next=_address(here, only, shown[-1].last_post_id) if len(threads) > PAGE else "",
        first=_address(here, only) if after else "",
        **_tabs(request, viewer, here, only),
        **await _family(session, viewer, here),
    )


@get("/boards/{slug:str}/new")
async def new_thread(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    slug: Slug,
) -> Response[str]:
    """The form for a new thread."""
    here = await _to_write_on(session, viewer, slug)
    return _new_page(request, viewer, here, with_key(FormState()))


@post("/boards/{slug:str}/new")
async def open_thread(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    slug: Slug,
) -> Response[str] | Redirect:
    """Preview or open it."""
    here = await _to_write_on(session, viewer, slug)
    form = with_key(await forms.read(request))
    draft = form.into(ThreadForm)
    if wants_preview(form):
        return _new_page(request, viewer, here, form, preview=_preview(form))
    placed: Placed | None = None
    if draft is not None:
        async with form.attempt(session):
            await pace.opening(state.sessions, viewer)
            placed = await forums.open_thread(
                session,
                viewer,
                board_id=here.id,
                title=draft.title,
                body=draft.body,
                kind=draft.kind,
                key=draft.key,
            )
    if placed is None:
        return _new_page(request, viewer, here, form)
    return see_other(request, f"/threads/{placed.thread_id}", said=said_of(request, viewer, placed))


@post("/boards/{slug:str}/follow")
async def follow(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    slug: Slug,
) -> Redirect:
    """Begin or stop following."""
    form = await forms.read(request)
    here = await forums.board(session, viewer, slug=slug)
    await forums.follow_board(session, viewer, board_id=here.id, following=form.checked("following"))
    return see_other(request, f"/boards/{slug}")


@get("/boards/{slug:str}/feed.atom")
async def feed(request: AnyRequest, session: NamedDependency[AsyncSession], slug: Slug) -> Response[bytes]:
    """New threads of a board as anybody sees them: feed readers sign in nowhere."""
    here = await forums.board(session, GUEST, slug=slug)
    threads = await forums.openings(session, GUEST, board_id=here.id)
    people = await identity.people_by_ids(session, {thread.author_id for thread in threads})
    base = request.app.state.settings.base_url
    return Response(
        board_feed.atom(here, threads, people, base=base),
        media_type="application/atom+xml; charset=utf-8",
        headers={"cache-control": "public, max-age=300", "x-content-type-options": "nosniff"},
    )


def said_of(request: AnyRequest, viewer: Viewer, placed: Placed) -> str:
    """What to tell after something was written: nothing, unless others do not see it yet."""
    return "" if placed.shown == "visible" else language(request, viewer)(HELD)


async def _to_write_on(session: AsyncSession, viewer: Viewer, slug: str) -> BoardView:
    """Refuse before anything is typed, not after."""
    here = await forums.board(session, viewer, slug=slug)
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_open_thread(viewer, here):
        raise MayNotPost
    return here


def _new_page(
    request: AnyRequest, viewer: Viewer, here: BoardView, form: FormState, *, preview: str = ""
) -> Response[str]:
    tongue = language(request, viewer)
    options = [(str(kind), tongue(named.label)) for kind, named in KINDS.items()]
    return page(
        request,
        viewer,
        "forums/new_thread.html",
        status=form.status,
        board=here,
        form=form,
        preview=preview,
        kind_options=options,
    )


def _preview(form: FormState) -> str:
    return markdown.render(form.text("body")).html if not form.errors.get("body") else ""


def _address(here: BoardView, only: Filter, after: UUID | None = None) -> str:
    asked = [f"only={only}"] if only is not Filter.ALL else []
    asked += [f"after={after}"] if after else []
    return f"/boards/{here.slug}" + ("?" + "&".join(asked) if asked else "")


def _tabs(request: AnyRequest, viewer: Viewer, here: BoardView, only: Filter) -> dict[str, Any]:
    tongue = language(request, viewer)
    tabs = [(tongue(label), _address(here, each), None) for each, label in FILTERS.items()]
    return {"filters": tabs, "here": _address(here, only)}


async def _family(session: AsyncSession, viewer: Viewer, here: BoardView) -> dict[str, Any]:
    above, below = await forums.family(session, viewer, of=here)
    return {"above": [(above.name, f"/boards/{above.slug}")] if above else [], "below": below}


router = Router(
    "/", route_handlers=[boards, board, new_thread, open_thread, follow, feed], include_in_schema=False
)
