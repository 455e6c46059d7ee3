"""A thread: reading it, replying, and what happens to it as a whole."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from core import markdown
from core.errors import SignInRequired
from core.policy import Viewer
from forums import pace, policy
from forums import service as forums
from forums.errors import PostNotFound
from forums.schemas import Placed, ThreadHead
from forums.service import Mark
from identity import service as identity
from inbox import service as inbox
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages import thread_pieces
from web.pages.boards import said_of
from web.pages.forum_words import (
    KINDS,
    AnyRequest,
    LockForm,
    NoteForm,
    ReplyForm,
    wants_preview,
    with_key,
)
from web.pages.post_fragments import Fragment, Reader, fragments
from web.render import page, see_other

ABOUT = {"case": "/cases/", "article": "/clubs/articles/"}
QUOTED = 2000
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


@get("/threads/{thread_id:uuid}", opt={"reads": True})
async def thread(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
    number: PageNumber = 1,
    quote: FromQuery[UUID | None] = None,
) -> Response[str]:
    """A page of a thread with the form to reply; `quote` opens it with that post's words."""
    head = await forums.thread(session, viewer, thread_id=thread_id)
    form = with_key(FormState() if quote is None else await _quoting(session, viewer, head, quote))
    return await _show(request, session, viewer, head, form, number=number)


@post("/threads/{thread_id:uuid}")
async def reply(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    thread_id: FromPath[UUID],
    number: PageNumber = 1,
) -> Response[str] | Redirect:
    """Preview or send it."""
    if not viewer.signed_in:
        raise SignInRequired  # the page that says so shows the text
    head = await forums.thread(session, viewer, thread_id=thread_id)
    form = with_key(await forms.read(request))
    draft = form.into(ReplyForm)
    placed: Placed | None = None
    if draft is not None and not wants_preview(form):
        async with form.attempt(session):
            await pace.writing(state.sessions, viewer)
            placed = await forums.reply(
                session,
                viewer,
                thread_id=thread_id,
                body=draft.body,
                quoted_id=draft.quoted_id,
                key=draft.key,
            )
    if placed is None:
        preview = markdown.render(draft.body).html if draft and wants_preview(form) else ""
        return await _show(request, session, viewer, head, form, number=number, preview=preview)
    where = address(thread_id, placed.number)
    return see_other(request, where, said=said_of(request, viewer, placed))


@post("/threads/{thread_id:uuid}/follow")
async def follow(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
) -> Redirect:
    """Begin or stop following."""
    form = await forms.read(request)
    await forums.follow_thread(session, viewer, thread_id=thread_id, following=form.checked("following"))
    return see_other(request, f"/threads/{thread_id}")


@post("/threads/{thread_id:uuid}/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
) -> Redirect:
    """`post_id` names the answer; without it the mark is taken back."""
    form = await forms.read(request)
    if not form.text("post_id"):
        await forums.clear_answer(session, viewer, thread_id=thread_id)
        return see_other(request, f"/threads/{thread_id}")
    post_id = _uuid(form.text("post_id"))
    await forums.mark_answer(session, viewer, thread_id=thread_id, post_id=post_id)
    return see_other(request, f"/posts/{post_id}")


@post("/threads/{thread_id:uuid}/lock")
async def lock(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Close the thread for writing; the reason is shown to everybody."""
    form = await forms.read(request)
    draft = form.into(LockForm)
    if draft is None:
        return await _refused(request, session, viewer, thread_id, form)
    await forums.lock_thread(session, viewer, thread_id=thread_id, reason=draft.reason)
    return see_other(request, f"/threads/{thread_id}")


@post("/threads/{thread_id:uuid}/unlock")
async def unlock(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
) -> Redirect:
    """Open it again."""
    await forums.unlock_thread(session, viewer, thread_id=thread_id)
    return see_other(request, f"/threads/{thread_id}")


@post("/threads/{thread_id:uuid}/note")
async def note(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    thread_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Pin a note on top, or take it away."""
    form = await forms.read(request)
    draft = form.into(NoteForm)
    if draft is None:
        return await _refused(request, session, viewer, thread_id, form)
    await forums.pin_note(session, viewer, thread_id=thread_id, note=draft.note)
    return see_other(request, f"/threads/{thread_id}")


def address(thread_id: UUID, number: int) -> str:
    """Where post `number` stands."""
    on = forums.page_number(number)
    return f"/threads/{thread_id}{f'?page={on}' if on > 1 else ''}#p-{number}"


async def _show(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    head: ThreadHead,
    form: FormState,
    *,
    number: int = 1,
    preview: str = "",
    other: FormState | None = None,
) -> Response[str]:
    """Queries: posts and people, texts when some are not at hand, two more when something is newly read."""
    pages = forums.page_number(head.post_count)
    number = min(number, pages)
    marks = await forums.marks(session, viewer, head, page=number)
    posts = await _posts(request, session, viewer, head, marks)
    await _keep_place(session, viewer, head, marks, last=number == pages)
    code, may_reply = language(request, viewer).code, _may_reply(viewer, head)
    return page(
        request,
        viewer,
        "forums/thread.html",
        status=max(form.status, other.status if other else 200),
        thread=head,
        posts=posts,
        page_links=thread_pieces.page_links(code, head.id, pages, number),
        page_links_again=thread_pieces.page_links(code, head.id, pages, number, again=True),
        # Closed while somebody wrote: what they wrote is still there to be copied.
        composer=thread_pieces.composer(code, head.id, number, form, preview)
        if may_reply or form.refused
        else "",
        kinds=KINDS,
        about_href=f"{ABOUT[head.about_kind]}{head.about_id}" if head.about_kind in ABOUT else "",
        may_reply=may_reply,
        may_moderate=policy.may_moderate(viewer, head.board_id),
        other=other or FormState(),
    )


def _may_reply(viewer: Viewer, head: ThreadHead) -> bool:
    return policy.may_reply(viewer, head) and head.locked_at is None


async def _posts(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, head: ThreadHead, marks: Sequence[Mark]
) -> Markup:
    """The finished posts, with what only this reader may do put in between."""
    tongue = language(request, viewer)
    reader = Reader(tongue.code, viewer.signed_in, _may_reply(viewer, head))
    cards = await identity.people_by_ids(session, {mark.author_id for mark in marks})
    made = await fragments(session, reader, marks, cards, thread=head, person_id=viewer.person_id)
    may_answer = _may_answer(viewer, head)
    pieces: list[Markup] = []
    for mark, post_ in zip(marks, made, strict=True):
        if head.last_read and mark.number == head.last_read + 1:
            pieces.append(thread_pieces.new_since(tongue.code))
        pieces += _with_own(tongue.code, viewer, head, mark, post_, may_answer=may_answer)
    return Markup("".join(pieces))  # noqa: S704 - fragments are Markup; Markup.join would look at each again


def _with_own(
    code: str, viewer: Viewer, head: ThreadHead, mark: Mark, made: Fragment, *, may_answer: bool
) -> tuple[Markup, ...]:
    mine = mark.author_id == viewer.person_id and head.locked_at is None and mark.shown != "removed"
    answers = may_answer and mark.number > 1 and mark.shown == "visible"
    if not mine and not answers:
        return made
    chosen = mark.id == head.answer_post_id
    own = thread_pieces.own(code, head.id, mark.id, mark.number, mine=mine, may_answer=answers, answer=chosen)
    return made.before, own, made.after


def _may_answer(viewer: Viewer, head: ThreadHead) -> bool:
    can_have = head.kind in {"question", "case"} and head.locked_at is None
    return can_have and policy.may_mark_answer(viewer, asker_id=head.author_id, board_id=head.board_id)


async def _keep_place(
    session: AsyncSession, viewer: Viewer, head: ThreadHead, marks: Sequence[Mark], *, last: bool
) -> None:
    """Written only when there is something new to remember."""
    if viewer.person_id is None or not marks:
        return
    reached = head.post_count if last else marks[-1].number
    if reached > (head.last_read or 0):
        await forums.keep_place(session, viewer.person_id, head.id, reached)
        await inbox.read_about(session, person_id=viewer.person_id, subject_id=head.id)


async def _quoting(session: AsyncSession, viewer: Viewer, head: ThreadHead, quote: UUID) -> FormState:
    """The form with the quoted words in it. Raises PostNotFound."""
    quoted, of = await forums.post(session, viewer, post_id=quote)
    if of.id != head.id:
        raise PostNotFound
    words = "\n".join(f"> {line}" for line in quoted.body[:QUOTED].splitlines())
    return FormState.of(body=f"{words}\n\n", quoted_id=quote)


async def _refused(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, thread_id: UUID, form: FormState
) -> Response[str]:
    head = await forums.thread(session, viewer, thread_id=thread_id)
    return await _show(request, session, viewer, head, with_key(FormState()), other=form)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise PostNotFound from None


router = Router(
    "/",
    route_handlers=[thread, reply, follow, answer, lock, unlock, note],
    include_in_schema=False,
)
