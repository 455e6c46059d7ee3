"""Collections: what there is, and a form for administrators to found one."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy, service
from cases.schemas import CollectionDraft
from core.policy import Viewer
from forums import service as forums
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, options, show
from web.render import see_other


@get("/cases/collections")
async def collections(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _page(request, session, viewer, FormState())


@post("/cases/collections")
async def found(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(CollectionDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.create_collection(session, viewer=viewer, draft=draft)
    if form.refused:
        return await _page(request, session, viewer, form)
    _ = language(request, viewer)
    return see_other(request, "/cases/collections", said=_("The collection is founded."))


async def _page(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    _ = language(request, viewer)
    may_found = policy.may_found_collection(viewer)
    boards = await forums.boards(session, viewer) if may_found else []
    return show(
        request,
        viewer,
        "collections.html",
        status=form.status,
        rows=await service.collections(session),
        form=form,
        may_found=may_found,
        modes=options(labels.BLIND_MODES, _),
        boards=[("", _("No discussion")), *((str(board.id), board.name) for board in boards)],
    )


router = Router("/", route_handlers=[collections, found])
