"""The person's own profile."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.schemas import ProfileDraft
from identity.specialties import SPECIALTIES
from identity.words import CAREER_STAGES, PROFESSIONS
from web import forms
from web.forms import FormState
from web.i18n import N_, NAMES, Language, language
from web.pages.identity.common import SMALL, AnyRequest, language_options, offered, person_of
from web.render import page, see_other


@get("/account")
async def account(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    person_of(viewer)
    own = await service.own_profile(session, viewer)
    form = FormState.of(
        name=own.name,
        specialty=own.specialty,
        profession=own.profession,
        career_stage=own.career_stage,
        languages=own.languages,
        orcid=own.orcid,
        affiliation=own.affiliation,
        organisation_id=own.organisation_id,
        locale=own.locale,
    )
    return await _show(request, session, viewer, form)


@post("/account")
async def change(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(ProfileDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.change_profile(session, viewer=viewer, draft=draft)
    if form.refused or draft is None:
        return await _show(request, session, viewer, form)
    _ = language(request, viewer)
    return see_other(request, "/account", said=_("Your profile is saved."))


@get("/me")
async def me(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Redirect:
    return see_other(request, f"/people/{person_of(viewer)}")


async def _show(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    lang = language(request, viewer)
    listed = await service.organisations(session, limit=200)
    return page(
        request,
        viewer,
        "identity/account/profile.html",
        form=form,
        status=form.status,
        email=await service.email_of(session, person_id=person_of(viewer)),
        organisations=[("", lang(N_("None of these"))), *((str(o.id), o.name) for o in listed)],
        **_choices(lang),
    )


def _choices(lang: Language) -> dict[str, Any]:
    nothing = lang(N_("Not said"))
    return {
        "specialties": offered(SPECIALTIES, lang, nothing),
        "professions": offered(PROFESSIONS, lang, nothing),
        "career_stages": [("", nothing), *((code, lang(said)) for code, said in CAREER_STAGES.items())],
        "language_options": language_options(lang),
        "locales": list(NAMES.items()),
    }


router = Router("/", route_handlers=[account, change, me], include_in_schema=False)
