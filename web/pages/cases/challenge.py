"""A case as a challenge: how the patient came, and the rest once the reader answered or asks to see it."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.errors import CaseNotFound
from core.errors import SignInRequired
from core.policy import Viewer
from forums import pace
from forums import service as forums
from forums.schemas import ThreadRow
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases.common import AnyRequest, show
from web.render import see_other


class AnswerForm(Struct):
    body: Annotated[str, Meta(min_length=1, max_length=20_000)]


@get("/cases/{case_id:uuid}/challenge")
async def challenge(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    shown: FromQuery[bool] = False,
) -> Response[str]:
    """Without a title, which may name the diagnosis. `shown`: the reader asks to see the rest."""
    return await _page(request, session, viewer, case_id, FormState(), shown=shown)


@post("/cases/{case_id:uuid}/challenge")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """What the reader thinks it is, as a reply in the challenge's thread."""
    if not viewer.signed_in:
        raise SignInRequired
    thread = await _thread(session, viewer, case_id)
    if thread is None:
        raise CaseNotFound
    form = await forms.read(request)
    draft = form.into(AnswerForm)
    if draft is not None:
        async with form.attempt(session):
            await pace.writing(state.sessions, viewer)
            await forums.reply(session, viewer, thread_id=thread.id, body=draft.body)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    said = language(request, viewer)("Your answer stands in the thread. Here is how it went on.")
    return see_other(request, f"/cases/{case_id}/challenge", said=said)


async def _thread(session: AsyncSession, viewer: Viewer, case_id: UUID) -> ThreadRow | None:
    return await forums.thread_about(session, viewer, about_kind="challenge", about_id=case_id)


async def _page(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    *,
    shown: bool = False,
) -> Response[str]:
    found = await service.published_case(session, viewer=viewer, case_id=case_id)
    seen = service.challenge_of(found.publication.manuscript)
    if not seen:
        raise CaseNotFound
    thread = await _thread(session, viewer, case_id)
    answered = thread is not None and await forums.has_replied(session, viewer, thread_id=thread.id)
    rest = [section for section in found.publication.manuscript.sections if section not in seen]
    return show(
        request,
        viewer,
        "challenge.html",
        status=form.status,
        case=found,
        seen=seen,
        rest=rest if shown or answered else [],
        revealed=shown or answered,
        thread=thread,
        form=form,
    )


router = Router("/", route_handlers=[challenge, answer])
