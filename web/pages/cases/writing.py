"""Writing a case up: the list of sections, and one section at a time."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, PathParameter
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy, service
from cases.care import BY_KEY, WRITTEN, Kind, Slot
from cases.errors import SectionChanged, SectionNotFound, VerifiedAuthorsOnly
from cases.schemas import (
    CaseDraft,
    CaseSettings,
    ExplanationDraft,
    Long,
    ReplacementDraft,
    WriteUp,
)
from cases.tables import fits_a_form
from core.errors import DomainError, SignInRequired
from core.markdown import render
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import Language, language
from web.pages.cases import labels, tables
from web.pages.cases.common import (
    TAKEN_DOWN,
    AnyRequest,
    collection_options,
    options,
    refusing,
    show,
    specialty_options,
)
from web.render import see_other

Key = Annotated[str, PathParameter(max_length=40)]


class SectionForm(Struct):
    """`body` may be empty: that clears the section."""

    version: Annotated[int, Meta(ge=0, le=1_000_000)]
    body: Long = ""


@get("/cases/mine")
async def mine(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    rows = await service.my_write_ups(session, viewer=viewer)
    return show(request, viewer, "mine.html", rows=rows, may_write=policy.may_write_up(viewer))


@get("/cases/new")
async def new(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_write_up(viewer):
        raise VerifiedAuthorsOnly
    return await _new_page(request, session, viewer, FormState())


@post("/cases/new")
async def start(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(CaseDraft)
    if draft is not None:
        async with form.attempt(session):
            made = await service.start(session, viewer=viewer, draft=draft)
    if form.refused:
        return await _new_page(request, session, viewer, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{made.id}/write", said=_("Your write-up is begun."))


@get("/cases/{case_id:uuid}/write", exception_handlers=TAKEN_DOWN)
async def write(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _write_page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/write")
async def change_settings(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(CaseSettings)
    if draft is not None:
        async with form.attempt(session):
            await service.change_settings(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _write_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/write", said=_("Saved."))


@get("/cases/{case_id:uuid}/write/{key:str}")
async def section(  # noqa: PLR0917
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    as_text: FromQuery[bool] = False,
) -> Response[str]:
    """A table opens as fields for its rows, unless they cannot show all of it, or text is asked for."""
    slot = _slot(key)
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    kept = mine.sections[key]
    form = FormState.of(body=kept.body, version=kept.version)
    if slot.kind is Kind.TABLE and not as_text and fits_a_form(slot, kept.body):
        form = tables.filled(slot, kept.body, version=kept.version)
    return _section_page(request, viewer, mine, key, form)


@post("/cases/{case_id:uuid}/write/{key:str}")
async def save_section(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
) -> Response[str] | Redirect:
    """Saves or, by the other buttons, shows the text as it will look, or more rows."""
    slot = _slot(key)
    form = await forms.read(request)
    if "rows" in form.values:
        mine = await service.write_up(session, viewer=viewer, case_id=case_id)
        _take_rows(slot, form, mine.sections[key].body, language(request, viewer))
        if form.text("act") == "rows":
            return _section_page(request, viewer, mine, key, form, begun=True)
    draft = form.into(SectionForm)
    if draft is None or form.text("act") == "preview":
        return await _preview(request, session, viewer, case_id, key, form)
    changed = await _save(session, viewer, case_id, key, draft, form)
    if form.refused:
        mine = await service.write_up(session, viewer=viewer, case_id=case_id)
        return _section_page(request, viewer, mine, key, form, changed=changed)
    _ = language(request, viewer)
    onward = key
    if form.text("act") == "next":
        onward = _next(await service.write_up(session, viewer=viewer, case_id=case_id), key)
    return see_other(request, f"/cases/{case_id}/write/{onward}", said=_("Saved."))


@post("/cases/{case_id:uuid}/write/{key:str}/finding")
async def finding(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
) -> Response[str] | Redirect:
    """Words that may tell who the patient is: the button says whether they are replaced or explained."""
    _slot(key)
    form = await forms.read(request)
    async with form.attempt(session):
        await _settle(session, viewer, case_id, key, form)
    if form.refused:
        mine = await service.write_up(session, viewer=viewer, case_id=case_id)
        kept = mine.sections[key]
        shown = FormState.of(body=kept.body, version=kept.version)
        shown.status = form.status
        return _section_page(request, viewer, mine, key, shown, refused=form)
    _ = language(request, viewer)
    said = _("Explained.") if form.text("act") == "explain" else _("Replaced.")
    return see_other(request, f"/cases/{case_id}/write/{key}#findings", said=said)


@get("/cases/{case_id:uuid}/write/{key:str}/history")
async def history(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
) -> Response[str]:
    _slot(key)
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    kept = await service.section_history(session, viewer=viewer, case_id=case_id, key=key)
    return show(request, viewer, "history.html", case=mine, key=key, kept=kept)


def _take_rows(slot: Slot, form: FormState, kept: str, said_in: Language) -> None:
    """The rows' fields become the section's text; the fields stay as they are for showing them again."""
    form.values["body"] = [tables.body_of(slot, form, kept=kept, language=said_in)]
    tables.lengthen(slot, form)


async def _settle(session: AsyncSession, viewer: Viewer, case_id: UUID, key: str, form: FormState) -> None:
    if form.text("act") == "explain":
        if (reason := form.into(ExplanationDraft)) is not None:
            await service.explain_finding(session, viewer=viewer, case_id=case_id, key=key, draft=reason)
    elif (change := form.into(ReplacementDraft)) is not None:
        await service.replace_finding(session, viewer=viewer, case_id=case_id, key=key, draft=change)


async def _save(  # noqa: PLR0917
    session: AsyncSession, viewer: Viewer, case_id: UUID, key: str, draft: SectionForm, form: FormState
) -> dict[str, object] | None:
    """The context of a SectionChanged when somebody else saved in between; the text stays in the form."""
    try:
        async with session.begin_nested():
            await service.save_section(
                session, viewer=viewer, case_id=case_id, key=key, body=draft.body, version=draft.version
            )
    except SectionChanged as error:
        form.refuse(error)
        form.values["version"] = [str(error.context["version"])]
        return error.context
    except DomainError as error:
        form.refuse(error)
    return None


async def _preview(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, key: str, form: FormState
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    html = ""
    if not form.refused:
        with refusing(form):
            html = render(form.text("body")).html
    return _section_page(request, viewer, mine, key, form, preview=html)


def _section_page(
    request: AnyRequest,
    viewer: Viewer,
    case: WriteUp,
    key: str,
    form: FormState,
    *,
    changed: dict[str, object] | None = None,
    preview: str = "",
    refused: FormState | None = None,
    begun: bool = False,
) -> Response[str]:
    """`refused`: the form about a finding that could not be done. `begun`: the form is not saved yet."""
    slot = BY_KEY[key]
    by_rows = "rows" in form.values
    return show(
        request,
        viewer,
        "section.html",
        status=form.status,
        case=case,
        key=key,
        slot=slot,
        begun=begun,
        by_rows=by_rows,
        terms=tables.terms(slot, form, language(request, viewer)) if by_rows else {},
        kept=case.sections[key],
        onward=_next(case, key),
        form=form,
        changed=changed,
        preview=preview,
        findings=case.findings.get(key, []),
        refused=refused,
    )


async def _new_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState
) -> Response[str]:
    return show(
        request,
        viewer,
        "new.html",
        status=form.status,
        form=form,
        types=options(labels.ARTICLE_TYPES, language(request, viewer)),
        offered=specialty_options(request, viewer),
        collections=await collection_options(request, session, viewer),
    )


async def _write_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    settings = (
        form
        if form.refused
        else FormState.of(
            article_type=mine.article_type,
            specialty=mine.specialty,
            collection_id=mine.collection.id if mine.collection else "",
        )
    )
    return show(
        request,
        viewer,
        "write.html",
        status=form.status,
        case=mine,
        form=settings,
        types=options(labels.ARTICLE_TYPES, language(request, viewer)),
        offered=specialty_options(request, viewer),
        collections=await collection_options(request, session, viewer),
    )


def _slot(key: str) -> Slot:
    if key not in BY_KEY or BY_KEY[key].kind is Kind.CONSENT:
        raise SectionNotFound
    return BY_KEY[key]


def _next(case: WriteUp, key: str) -> str:
    """The section after this one in articles of this type; after the last the first again."""
    here = {slot.key for slot in case.slots} | {key}
    keys = [slot.key for slot in WRITTEN if slot.key in here]
    return keys[(keys.index(key) + 1) % len(keys)]


router = Router(
    "/",
    route_handlers=[
        mine,
        new,
        start,
        write,
        change_settings,
        section,
        save_section,
        finding,
        history,
    ],
)
