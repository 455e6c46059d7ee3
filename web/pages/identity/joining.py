"""Sign-up: name and address, a mailed link, a password."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import transaction
from core.policy import Viewer
from identity import links, passwords, service
from identity.guards import caller_address
from web import forms
from web.i18n import language
from web.pages.identity.common import BRIEF, SMALL, AnyRequest, enter, refusing, sessions_of, settings_of
from web.render import page, see_other

Token = Annotated[str, Meta(max_length=100)]


class Newcomer(Struct):
    name: Annotated[str, Meta(min_length=2, max_length=120)]
    email: Annotated[str, Meta(min_length=3, max_length=254)]


class Choice(Struct):
    token: Token
    password: Annotated[str, Meta(min_length=1, max_length=1000)]


@get("/sign-up")
async def sign_up(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str] | Redirect:
    if viewer.signed_in:
        return see_other(request, "/")
    return page(request, viewer, "identity/joining/sign_up.html")


@post("/sign-up")
async def ask(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    """The answer is the same whether the address is known or not; the letter tells its owner."""
    form = await forms.read(request, max_bytes=SMALL)
    newcomer = form.into(Newcomer)
    if newcomer is not None:
        with refusing(form):
            await service.limit_letters(
                sessions_of(request), email=newcomer.email, address=caller_address(request)
            )
            locale = language(request, viewer).code
            await service.ask_to_join(session, name=newcomer.name, email=newcomer.email, locale=locale)
    if form.refused:
        return page(request, viewer, "identity/joining/sign_up.html", form=form, status=form.status)
    return see_other(request, "/sign-up/sent")


@get("/sign-up/sent")
async def sent(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "identity/joining/sent.html", mail_folder=mail_folder(request))


@get("/confirm")
async def confirm(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    token: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    """Opening the link does not spend it: mail programs open links on their own."""
    link = await links.look(session, purpose="join", token=token)
    return page(request, viewer, "identity/joining/confirm.html", link=link, token=token)


@post("/confirm", dependencies=BRIEF)
async def join(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request, max_bytes=SMALL)
    choice = form.into(Choice)
    async with transaction(sessions_of(request)) as brief:
        link = await links.look(brief, purpose="join", token=choice.token if choice else form.text("token"))
    if choice is not None:
        with refusing(form):
            passwords.check_new(choice.password, email=link.email, name=link.name)
    if choice is None or form.refused:
        return page(
            request,
            viewer,
            "identity/joining/confirm.html",
            form=form,
            link=link,
            token=form.text("token"),
            status=form.status,
        )
    password_hash = await passwords.hash_password(choice.password)
    person_id = await service.join(session, token=choice.token, password_hash=password_hash)
    _ = language(request, viewer)
    return await enter(
        request, session, person_id, "/account", said=_("Welcome. Tell others what you work in.")
    )


def mail_folder(request: AnyRequest) -> str:
    """Where mails are kept when there is nobody to send them, for developers to see; else nothing."""
    settings = settings_of(request)
    return str(settings.data / "mail") if settings.development and not settings.smtp_host else ""


router = Router("/", route_handlers=[sign_up, ask, sent, confirm, join], include_in_schema=False)
