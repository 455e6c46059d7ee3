"""The registrars' queue and their decisions."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from identity import service
from identity.registers import REGISTERS
from identity.words import PROFESSIONS
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.identity.common import SMALL, AnyRequest
from web.pages.identity.verification import STATES, TONES
from web.render import page, see_other

PAGE = 25


class Decision(Struct):
    granted: Literal["yes", "no"]
    reason: Annotated[str, Meta(min_length=5, max_length=1000)]


@get("/office/verifications")
async def queue(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    show: FromQuery[Literal["pending", "granted", "refused"]] = "pending",
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    if not viewer.signed_in:
        raise SignInRequired
    found = await service.verification_queue(session, viewer=viewer, state=show, after=after, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "identity/office/verifications.html",
        requests=found[:PAGE],
        more=len(found) > PAGE,
        after=after,
        show=show,
        professions=PROFESSIONS,
        registers={code: register.label for code, register in REGISTERS.items()},
        states=STATES,
    )


@get("/office/verifications/{request_id:uuid}")
async def verification(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    request_id: FromPath[UUID],
) -> Response[str]:
    return await _show(request, session, viewer, request_id, FormState())


@post("/office/verifications/{request_id:uuid}")
async def decide(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    request_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request, max_bytes=SMALL)
    decision = form.into(Decision)
    if decision is not None:
        async with form.attempt(session):
            await service.decide_verification(
                session,
                actor=viewer,
                request_id=request_id,
                granted=decision.granted == "yes",
                reason=decision.reason,
            )
    if form.refused:
        return await _show(request, session, viewer, request_id, form)
    _ = language(request, viewer)
    return see_other(request, "/office/verifications", said=_("The decision is made and the person told."))


async def _show(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, request_id: UUID, form: FormState
) -> Response[str]:
    asked = await service.verification(session, viewer=viewer, request_id=request_id)
    return page(
        request,
        viewer,
        "identity/office/verification.html",
        form=form,
        status=form.status,
        asked=asked,
        professions=PROFESSIONS,
        registers={code: register.label for code, register in REGISTERS.items()},
        states=STATES,
        tones=TONES,
    )


router = Router("/", route_handlers=[queue, verification, decide], include_in_schema=False)
