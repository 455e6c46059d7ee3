"""Second looks: what waits, and one file with its pictures and nothing else."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from files import service
from files.schemas import Verdict
from identity.specialties import SPECIALTIES
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, show
from web.render import see_other


@get("/looks")
async def looks(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _list(request, session, viewer, FormState())


@post("/looks/{file_id:uuid}/take")
async def take(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = FormState()
    async with form.attempt(session):
        await service.take(session, viewer=viewer, file_id=file_id)
    if form.refused:
        return await _list(request, session, viewer, form)
    return see_other(request, f"/looks/{file_id}")


@get("/looks/{file_id:uuid}")
async def look(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
) -> Response[str]:
    return await _one(request, session, viewer, file_id, FormState())


@post("/looks/{file_id:uuid}")
async def decide(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(Verdict, approve=form.text("act") == "approve")
    if draft is not None:
        async with form.attempt(session):
            await service.decide(session, viewer=viewer, file_id=file_id, draft=draft)
    if form.refused:
        return await _one(request, session, viewer, file_id, form)
    _ = language(request, viewer)
    return see_other(request, "/looks", said=_("Thank you. The authors are told, without your name."))


async def _list(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    rows = await service.queue(session, viewer=viewer)
    return show(
        request,
        viewer,
        "looks.html",
        status=form.status,
        rows=rows,
        form=form,
        sources=labels.SOURCES,
        fields=SPECIALTIES,
    )


async def _one(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, file_id: UUID, form: FormState
) -> Response[str]:
    file = await service.looked_at(session, viewer=viewer, file_id=file_id)
    return show(request, viewer, "look.html", status=form.status, file=file, form=form)


router = Router("/", route_handlers=[looks, take, look, decide])
