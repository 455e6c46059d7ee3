"""Password and sessions of the person."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import transaction
from core.policy import Viewer
from identity import passwords, service, sessions
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.identity.common import BRIEF, SMALL, AnyRequest, enter, person_of, refusing, sessions_of
from web.render import page, see_other

HERE = "/account/security"
Secret = Annotated[str, Meta(min_length=1, max_length=1000)]


class Change(Struct):
    present_password: Secret
    password: Secret


class Ending(Struct):
    session: UUID | None = None


@get(HERE)
async def security(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _show(request, session, viewer, FormState())


@post(f"{HERE}/password", dependencies=BRIEF)
async def change_password(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    """This browser goes on under a new session, all others are signed out."""
    person_id = person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    change = form.into(Change)
    if change is not None:
        with refusing(form):
            async with transaction(sessions_of(request)) as brief:
                email = await service.email_of(brief, person_id=person_id)
            passwords.check_new(change.password, email=email, name=viewer.name)
            await service.prove_password(
                sessions_of(request), person_id=person_id, password=change.present_password
            )
    if form.refused or change is None:
        return await _show(request, session, viewer, form)
    password_hash = await passwords.hash_password(change.password)
    await service.change_password(session, person_id=person_id, password_hash=password_hash)
    _ = language(request, viewer)
    said = _("Your password is changed. All other devices are signed out.")
    return await enter(request, session, person_id, HERE, said=said)


@post(f"{HERE}/sessions")
async def end_sessions(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Ends the one named, or all but this one."""
    person_id, _ = person_of(viewer), language(request, viewer)
    ending = (await forms.read(request, max_bytes=SMALL)).into(Ending)
    if ending is not None and ending.session is not None:
        await sessions.end_session(session, person_id=person_id, session_id=ending.session)
        return see_other(request, HERE, said=_("That device is signed out."))
    await sessions.end_sessions(session, person_id=person_id, keep=viewer.session_id)
    return see_other(request, HERE, said=_("All other devices are signed out."))


async def _show(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    person_id = person_of(viewer)
    return page(
        request,
        viewer,
        "identity/account/security.html",
        form=form,
        status=form.status,
        sessions=await sessions.sessions_of(session, viewer),
        two_step=await service.has_second_factor(session, person_id=person_id),
        email=await service.email_of(session, person_id=person_id),
    )


router = Router("/", route_handlers=[security, change_password, end_sessions], include_in_schema=False)
