"""Signing a disclosure: relations to ineligible companies in the past 24 months, or none."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from msgspec import ValidationError, convert
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from moderation import service
from moderation.schemas import DisclosureDraft, TieDraft
from moderation.screens.lexicon import companies
from moderation.words import NATURES
from web import forms
from web.forms import FormState
from web.i18n import N_, language
from web.pages.moderation.common import SMALL, AnyRequest, person_of, words
from web.render import page, see_other

ROWS = 3  # empty ones offered beyond those filled in
MOST = 40
INCOMPLETE = N_("Name the company in full and choose the kind of relation, or leave the line empty.")


@get("/account/disclosures")
async def disclosures(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    person_of(viewer)
    signed = await service.own_disclosures(session, viewer)
    form = FormState()
    if signed:
        latest = signed[0]
        values = {f"company-{n}": [tie.company] for n, tie in enumerate(latest.items)}
        values |= {f"nature-{n}": [tie.nature] for n, tie in enumerate(latest.items)}
        values |= {f"products-{n}": [tie.products] for n, tie in enumerate(latest.items)}
        form = FormState(values | ({"none": ["1"]} if latest.none else {}))
    return await _show(request, session, viewer, form)


@post("/account/disclosures")
async def declare(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = DisclosureDraft(none=form.checked("none"), items=_ties(form))
    if not form.refused:
        async with form.attempt(session):
            await service.declare(session, viewer, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, form)
    _ = language(request, viewer)
    said = _("Signed. What you write from now on carries it.")
    return see_other(request, "/account/disclosures", said=said)


def _ties(form: FormState) -> list[TieDraft]:
    """The lines that somebody filled in; a half-filled one is said to be so."""
    found = []
    for line in range(MOST):
        typed = {name: form.text(f"{name}-{line}").strip() for name in ("company", "nature", "products")}
        if not (typed["company"] or typed["products"]):
            continue
        try:
            found.append(convert(typed, TieDraft))
        except ValidationError:
            form.fail(f"company-{line}", INCOMPLETE)
    return found


async def _show(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    _ = language(request, viewer)
    filled = max((n + 1 for n in range(MOST) if form.text(f"company-{n}")), default=0)
    return page(
        request,
        viewer,
        "moderation/disclosures.html",
        status=form.status,
        form=form,
        lines=range(min(MOST, filled + ROWS)),
        signed=await service.own_disclosures(session, viewer),
        nature_options=[("", _("Choose")), *((nature.value, _(label)) for nature, label in NATURES.items())],
        company_names=sorted(company.name for company in companies().values()),
        **words(),
    )


handlers = [disclosures, declare]
