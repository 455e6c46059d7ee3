"""Figures of a write-up: uploaded, described, blackened, handed on to a second clinician."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import FigureDraft, FigureView, WriteUp
from cases.service.picturing import KIND
from core.db import let_go
from core.policy import Viewer
from files import pace, receiving
from files import service as files
from files.errors import FileNotFound
from files.schemas import Attestation, PictureView, Redaction
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.boxes import boxes_in
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, show
from web.render import see_other

Number = Annotated[int, PathParameter(ge=1, le=1000)]
FORM_ROOM = 20_000  # bytes around the file in a multipart body


@get("/cases/{case_id:uuid}/figures", exception_handlers=TAKEN_DOWN)
async def figures(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/figures", request_max_body_size=files.MOST_BYTES + FORM_ROOM)
async def upload(
    request: AnyRequest,
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Asked whether it is worth while before a byte of the file is read."""
    form = FormState()
    async with form.attempt(session):
        await receiving.may_begin(session, state.sessions, viewer=viewer, owner_kind=KIND, owner_id=case_id)
    if not form.refused:
        await let_go(session)
        data = await _sent(request)
        async with form.attempt_slowly(session):
            await service.add_figure(session, viewer=viewer, shelf=state.shelf, case_id=case_id, data=data)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/figures#last", said=_("The figure is added."))


@post("/cases/{case_id:uuid}/figures/{file_id:uuid}")
async def change(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """The button says what: describe, one place up, take out, hand on, take back."""
    form = await forms.read(request)
    async with form.attempt(session):
        await _do(session, viewer, case_id, file_id, form)
    if form.refused:
        return await _page(request, session, viewer, case_id, form, about=file_id)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/figures", said=_("Saved."))


@get("/cases/{case_id:uuid}/figures/{file_id:uuid}/pictures/{number:int}", exception_handlers=TAKEN_DOWN)
async def picture(  # noqa: PLR0917
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
    number: Number,
) -> Response[str]:
    return await _picture_page(request, session, viewer, case_id, file_id, number, FormState())


@post("/cases/{case_id:uuid}/figures/{file_id:uuid}/pictures/{number:int}")
async def redact(  # noqa: PLR0917
    request: AnyRequest,
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
    number: Number,
) -> Response[str] | Redirect:
    """Blacken what is marked or, by the other button, say that nothing needs to go."""
    form = await forms.read(request)
    _ = language(request, viewer)
    if form.text("act") == "clean":
        said = _("Noted: nothing needs to go.")
        async with form.attempt(session):
            await files.say_clean(session, viewer=viewer, file_id=file_id, number=number)
    else:
        said = _("Blackened. The picture as it was is deleted.")
        boxes = boxes_in(form)
        if not form.errors:
            draft = Redaction(boxes=boxes, seen=form.text("seen")[:16])
            async with form.attempt_slowly(session):
                await pace.before_redaction(state.sessions, viewer)
                await files.redact(
                    session, viewer=viewer, shelf=state.shelf, file_id=file_id, number=number, draft=draft
                )
    if form.refused:
        return await _picture_page(request, session, viewer, case_id, file_id, number, form)
    return see_other(request, f"/cases/{case_id}/figures/{file_id}/pictures/{number}", said=said)


async def _do(session: AsyncSession, viewer: Viewer, case_id: UUID, file_id: UUID, form: FormState) -> None:
    about = {"viewer": viewer, "file_id": file_id}
    match form.text("act"):
        case "up":
            await service.move_figure(session, case_id=case_id, **about)  # type: ignore[arg-type]
        case "remove":
            await service.remove_figure(session, case_id=case_id, **about)  # type: ignore[arg-type]
        case "hand_on":
            attested = Attestation(attested=form.checked("attested"))
            await files.hand_on(session, draft=attested, **about)  # type: ignore[arg-type]
        case "take_back":
            await files.take_back(session, **about)  # type: ignore[arg-type]
        case _:
            if (draft := form.into(FigureDraft)) is not None:
                await service.describe_figure(session, case_id=case_id, draft=draft, **about)  # type: ignore[arg-type]


async def _sent(request: AnyRequest) -> bytes:
    """The first file of a multipart form; what it calls itself is not looked at. Empty when there is none."""
    sent = await request.form()
    found = sent.get("file")
    if not isinstance(found, UploadFile):
        return b""
    try:
        return await found.read()
    finally:
        await found.close()


async def _page(  # noqa: PLR0917
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    about: UUID | None = None,
) -> Response[str]:
    """`about`: the figure that the refused form is about; none where it is the upload's."""
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    return show(
        request,
        viewer,
        "figures.html",
        status=form.status,
        case=mine,
        upload=form if about is None else FormState(),
        states={figure.file.id: _filled(figure, form, about) for figure in mine.figures},
        covered=not any(gap.problem == "not_covered" for gap in mine.gaps),
    )


def _filled(figure: FigureView, refused: FormState, about: UUID | None) -> FormState:
    """What is kept, and over it what was refused: a button beside the fields carries none of them."""
    kept = FormState.of(caption=figure.caption, alt=figure.alt, licence=figure.licence)
    if figure.file.id != about:
        return kept
    refused.values = kept.values | refused.values
    return refused


async def _picture_page(  # noqa: PLR0917
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    file_id: UUID,
    number: int,
    form: FormState,
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    place, figure, one = _found(mine, file_id, number)
    return show(
        request,
        viewer,
        "picture.html",
        status=form.status,
        case=mine,
        figure=figure,
        place=place,
        picture=one,
        form=form,
        ticked=form.texts("box"),
        rows=_rows(form),
        workable=mine.writable and figure.file.state in {"open", "returned"},
    )


def _rows(form: FormState) -> list[tuple[str, ...]]:
    """The rows of numbers as they were typed, and one that is empty."""
    columns = [form.texts(name) for name in ("x", "y", "width", "height")]
    typed = [row for row in zip(*columns, strict=False) if any(row)]
    return [*typed, ("", "", "", "")]


def _found(mine: WriteUp, file_id: UUID, number: int) -> tuple[int, FigureView, PictureView]:
    for place, figure in enumerate(mine.figures, start=1):
        if figure.file.id == file_id and number <= len(figure.file.pictures):
            return place, figure, figure.file.pictures[number - 1]
    raise FileNotFound


router = Router("/", route_handlers=[figures, upload, change, picture, redact])
