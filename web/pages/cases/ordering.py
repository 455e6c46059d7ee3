"""The list of authors: proposing it, agreeing to it, and the editor's word on it."""

from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import AuthorOrder, AuthorView, OrderAnswer
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases import editing
from web.pages.cases.authors import done
from web.pages.cases.common import AnyRequest, uuid_of
from web.render import see_other


@post("/cases/{case_id:uuid}/authors/order")
async def propose(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Each author has a number; equal numbers keep the order there was. `add` is a member to be added."""
    form = await forms.read(request)
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    draft = _draft(form, [author for author in mine.authors if author.state == "accepted"])
    if draft is not None:
        async with form.attempt(session):
            await service.propose_order(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    said = _("Proposed. It holds once all agree.")
    return await done(request, session, viewer, case_id, form, said)


@post("/cases/{case_id:uuid}/authors/order/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(OrderAnswer, agree=form.text("answer") == "agree")
    if draft is not None:
        async with form.attempt(session):
            await service.answer_order(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    agreed = draft is not None and draft.agree
    said = _("You agreed.") if agreed else _("You refused it. The others are told.")
    if not agreed and not form.refused and await service.door(session, viewer=viewer, case_id=case_id) == "":
        return see_other(request, "/cases/mine", said=said)
    return await done(request, session, viewer, case_id, form, said)


@post("/cases/{case_id:uuid}/editorial/authors")
async def decide(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """The editor confirms what all authors agreed to, or ends a proposal."""
    form = await forms.read(request)
    confirm, proposal_id = form.text("answer") == "confirm", uuid_of(form, "proposal_id")
    draft = form.into(OrderAnswer, agree=confirm) if proposal_id else None
    if draft is not None:
        async with form.attempt(session):
            await service.decide_order(
                session,
                viewer=viewer,
                case_id=case_id,
                proposal_id=draft.proposal_id,
                confirm=confirm,
                reason=draft.reason,
            )
    _ = language(request, viewer)
    said = _("Confirmed. The authors are told.") if confirm else _("Ended. The authors are told why.")
    return await editing.done(request, session, viewer, case_id, form, said)


def _draft(form: FormState, rows: list[AuthorView]) -> AuthorOrder | None:
    chosen = uuid_of(form, "corresponding")
    add = uuid_of(form, "add") if form.text("add") else None
    kept = [row for row in _ordered(form, rows) if not form.checked(f"out_{row.id}")]
    if chosen is None:
        return None
    ids = [row.id for row in kept] or [row.id for row in rows]
    return form.into(
        AuthorOrder, author_ids=ids, corresponding_id=chosen, add=[add] if add is not None else []
    )


def _ordered(form: FormState, rows: list[AuthorView]) -> list[AuthorView]:
    def place(row: AuthorView) -> tuple[int, int]:
        typed = form.text(f"place_{row.id}")
        return (int(typed) if typed.isdecimal() and len(typed) < 4 else row.position, row.position)  # noqa: PLR2004

    return sorted(rows, key=place)


router = Router("/", route_handlers=[propose, answer, decide])
