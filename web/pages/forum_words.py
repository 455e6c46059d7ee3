"""What the forums' pages share: labels of codes, and forms as structs."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from litestar import Request
from msgspec import Meta, Struct, ValidationError, convert

from core.ids import new_id
from forums.schemas import BODY_LENGTH, TITLE_LENGTH, BoardView, ThreadKind
from identity.specialties import SPECIALTIES
from web.forms import FormState
from web.i18n import N_

AnyRequest = Request[Any, Any, Any]


class Kind(NamedTuple):
    label: str
    icon: str


KINDS = {
    ThreadKind.QUESTION: Kind(N_("Question"), "message-circle-question"),
    ThreadKind.CASE: Kind(N_("Case"), "file-heart"),
    ThreadKind.DISCUSSION: Kind(N_("Discussion"), "messages-square"),
    ThreadKind.ARTICLE: Kind(N_("Article"), "newspaper"),
}

Title = Annotated[str, Meta(min_length=3, max_length=TITLE_LENGTH)]
Body = Annotated[str, Meta(min_length=1, max_length=BODY_LENGTH)]


class ReplyForm(Struct):
    body: Body
    key: UUID
    quoted_id: UUID | None = None


class ThreadForm(Struct):
    title: Title
    body: Body
    kind: ThreadKind
    key: UUID


class EditForm(Struct):
    body: Body
    version: Annotated[int, Meta(ge=1)]
    title: Title | None = None


class LockForm(Struct):
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class NoteForm(Struct):
    note: Annotated[str, Meta(max_length=2000)] = ""


class Tree(NamedTuple):
    """Boards as they stand below each other; `top` are those whose parent is not among them."""

    top: list[BoardView]
    children: dict[UUID, list[BoardView]]


def tree(boards: Sequence[BoardView]) -> Tree:
    known = {board.id for board in boards}
    children: dict[UUID, list[BoardView]] = {}
    for board in boards:
        if board.parent_id in known and board.parent_id is not None:
            children.setdefault(board.parent_id, []).append(board)
    return Tree([board for board in boards if board.parent_id not in known], children)


def specialty(code: str | None) -> str:
    """The English label of a specialty's code; templates translate it."""
    return SPECIALTIES.get(code, code) if code else ""


def with_key(form: FormState) -> FormState:
    """A form that carries the key of its sending, its own or a fresh one."""
    try:
        convert(form.text("key"), UUID)
    except ValidationError:
        form.values["key"] = [str(new_id())]
    return form


def wants_preview(form: FormState) -> bool:
    return form.text("act") == "preview"
