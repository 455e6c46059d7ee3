"""Access tokens for the person's programs."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.schemas import NewToken, TokenDraft
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.identity.common import NO_STORE, SMALL, AnyRequest, person_of
from web.render import page, see_other

HERE = "/account/tokens"


class Revoking(Struct):
    token: UUID


@get(HERE)
async def tokens(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _show(request, session, viewer, FormState.of(scopes=["read"], days=90))


@post(HERE)
async def make(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """The page that answers is the only one that ever shows the token."""
    person_of(viewer)
    form, made = await forms.read(request, max_bytes=SMALL), None
    draft = form.into(TokenDraft)
    if draft is not None:
        async with form.attempt(session):
            made = await service.make_token(session, viewer=viewer, draft=draft)
    fresh = FormState.of(scopes=["read"], days=90)
    return await _show(request, session, viewer, fresh if made else form, made=made)


@post(f"{HERE}/revoke")
async def revoke(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    person_of(viewer)
    revoking = (await forms.read(request, max_bytes=SMALL)).into(Revoking)
    _ = language(request, viewer)
    if revoking is None:
        return see_other(request, HERE)
    await service.revoke_token(session, viewer=viewer, token_id=revoking.token)
    return see_other(request, HERE, said=_("The token is revoked."))


async def _show(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    form: FormState,
    *,
    made: NewToken | None = None,
) -> Response[str]:
    person_of(viewer)
    held = await service.tokens_of(session, viewer)
    response = page(
        request,
        viewer,
        "identity/account/tokens.html",
        form=form,
        status=form.status,
        tokens=held,
        made=made,
    )
    response.headers["cache-control"] = NO_STORE
    return response


router = Router("/", route_handlers=[tokens, make, revoke], include_in_schema=False)
