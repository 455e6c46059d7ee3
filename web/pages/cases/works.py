"""The works that a write-up cites: paste, see how they are printed, take out."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import WorksAdded, WorksDraft
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import Language, language
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, show
from web.render import see_other


@get("/cases/{case_id:uuid}/works", exception_handlers=TAKEN_DOWN)
async def works(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/works")
async def add(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """What could not be read of what was pasted is said, and stays in the form beside what was taken."""
    form = await forms.read(request)
    draft = form.into(WorksDraft)
    if draft is not None:
        async with form.attempt(session):
            added = await service.add_works(session, viewer=viewer, case_id=case_id, text=draft.text)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    if added.bad:
        return await _page(request, session, viewer, case_id, form, bad=added.bad)
    return see_other(request, f"/cases/{case_id}/works", said=_said(added, language(request, viewer)))


@post("/cases/{case_id:uuid}/works/remove")
async def remove(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    async with form.attempt(session):
        await service.remove_work(session, viewer=viewer, case_id=case_id, key=form.text("key"))
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/works", said=_("Removed."))


def _said(added: WorksAdded, _: Language) -> str:
    new = _.ngettext("%(num)s reference added.", "%(num)s references added.", len(added.keys))
    if not added.known:
        return new
    known = _.ngettext("%(num)s was there already.", "%(num)s were there already.", len(added.known))
    return f"{new} {known}"


async def _page(  # noqa: PLR0917
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    bad: list[str] | None = None,
) -> Response[str]:
    """`bad`: what of the records could not be read."""
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    cited = await service.works(session, viewer=viewer, case_id=case_id)
    status = form.status
    return show(
        request, viewer, "works.html", status=status, case=mine, works=cited, form=form, bad=bad or []
    )


router = Router("/", route_handlers=[works, add, remove])
