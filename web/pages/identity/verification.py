"""Proving one's profession, as the person sees it."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.registers import REGISTERS
from identity.schemas import VerificationDraft
from identity.words import PROFESSIONS
from web import forms
from web.forms import FormState
from web.i18n import N_, language
from web.pages.identity.common import SMALL, AnyRequest, offered, person_of
from web.render import page, see_other

HERE = "/account/verification"
STATES = {
    "pending": N_("Waiting for a registrar"),
    "granted": N_("Verified"),
    "refused": N_("Not verified"),
    "withdrawn": N_("Withdrawn"),
}
TONES = {"pending": "warn", "granted": "good", "refused": "bad", "withdrawn": "neutral"}


@get(HERE)
async def verification(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _show(request, session, viewer, FormState())


@post(HERE)
async def ask(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(VerificationDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.ask_for_verification(session, viewer=viewer, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, form)
    _ = language(request, viewer)
    return see_other(request, HERE, said=_("Your request is with the registrars."))


@post(f"{HERE}/withdraw")
async def withdraw(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    person_of(viewer)
    await service.withdraw_verification(session, viewer=viewer)
    _ = language(request, viewer)
    return see_other(request, HERE, said=_("Your request is withdrawn."))


async def _show(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    person_of(viewer)
    lang = language(request, viewer)
    asked = await service.own_verifications(session, viewer)
    return page(
        request,
        viewer,
        "identity/account/verification.html",
        form=form,
        status=form.status,
        requests=asked,
        pending=any(one.state == "pending" for one in asked),
        professions=offered(PROFESSIONS, lang, lang(N_("Choose"))),
        registers=[("", lang(N_("Choose"))), *((code, lang(r.label)) for code, r in REGISTERS.items())],
        register_labels={code: r.label for code, r in REGISTERS.items()},
        profession_labels=PROFESSIONS,
        states=STATES,
        tones=TONES,
    )


router = Router("/", route_handlers=[verification, ask, withdraw], include_in_schema=False)
