"""Taking one's data along, and leaving for good."""

from typing import Annotated

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import GUEST, Viewer
from identity import erasure, export, service
from web import forms
from web.forms import FormState
from web.i18n import N_
from web.pages.identity.common import (
    BRIEF,
    NO_STORE,
    SMALL,
    AnyRequest,
    person_of,
    refusing,
    session_cookie,
    sessions_of,
)
from web.render import page

HERE = "/account/data"
SAY_SO = N_("Tick this to say that you mean it.")


class Farewell(Struct):
    present_password: Annotated[str, Meta(min_length=1, max_length=1000)]
    sure: bool = False


@get(HERE)
async def data(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    return _show(request, viewer, FormState())


@post(f"{HERE}/export")
async def download(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[bytes]:
    """One JSON file with everything."""
    gathered = await export.gather(session, person_id=person_of(viewer))
    return Response(
        msgspec.json.format(msgspec.json.encode(gathered), indent=2),
        media_type="application/json",
        status_code=200,
        headers={
            "content-disposition": 'attachment; filename="consilium-my-data.json"',
            "cache-control": NO_STORE,
            "x-content-type-options": "nosniff",
        },
    )


@post(f"{HERE}/erase", dependencies=BRIEF)
async def erase(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """The answer says what was kept; after it there is nobody to sign in."""
    person_id = person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    farewell = form.into(Farewell)
    if farewell is not None and not farewell.sure:
        form.fail("sure", SAY_SO)
    if farewell is not None and farewell.sure:
        with refusing(form):
            await service.prove_password(
                sessions_of(request), person_id=person_id, password=farewell.present_password
            )
    if not form.refused:
        async with form.attempt(session):
            kept = await erasure.erase(session, person_id=person_id)
    if form.refused:
        return _show(request, viewer, form)
    response = page(request, GUEST, "identity/account/erased.html", kept=kept)
    response.set_cookie(session_cookie(request, "", max_age=0))
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def _show(request: AnyRequest, viewer: Viewer, form: FormState) -> Response[str]:
    person_of(viewer)
    return page(request, viewer, "identity/account/data.html", form=form, status=form.status)


router = Router("/", route_handlers=[data, download, erase], include_in_schema=False)
