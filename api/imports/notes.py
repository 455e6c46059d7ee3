"""De-identified clinical notes: a JSON list of description, specialty, name and text.

Each becomes a thread on the board of its specialty, which is made where it is missing, in the name of an
account that nobody can sign in to.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID, uuid5

from msgspec import Meta, Struct, convert
from sqlalchemy.ext.asyncio import AsyncSession

from api.imports.cases import escaped
from api.imports.records import Fault, shaped
from api.imports.taking import Take
from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from forums import service as forums
from forums.schemas import BODY_LENGTH, TITLE_LENGTH, BoardDraft
from identity import service as identity
from identity.policy import OPERATOR

NAME, EMAIL = "Imported notes", "imported-notes@consilium.invalid"
NAMESPACE = UUID("6d2f3d0e-54f1-4a9f-8a4e-6f6e0a8a5b11")
SPECIALTIES = {
    "allergy / immunology": "allergy_immunology",
    "bariatrics": "general_surgery",
    "cardiovascular / pulmonary": "cardiology",
    "dentistry": "dentistry",
    "surgery": "general_surgery",
    "urology": "urology",
}
_HEADING = re.compile(r"\s*,\s*(?=[A-Z][A-Z0-9 /&()-]{2,60}:)")
_AFTER_HEADING = re.compile(r":\s*,\s*")
_ITEM = re.compile(r"\s*,\s*(?=\d{1,2}\.\s)")


class Note(Struct):
    """What a record must have; other members are left alone."""

    name: Annotated[str, Meta(min_length=3, max_length=TITLE_LENGTH)]
    specialty: Annotated[str, Meta(min_length=2, max_length=100)]
    text: Annotated[str, Meta(min_length=1)]
    description: str = ""


def records(text: str) -> Iterator[tuple[int, Note] | Fault]:
    return shaped(text, _note)


async def taker(sessions: Sessions) -> Take[Note]:
    """Who writes the threads, and on which boards, as these notes need them."""
    async with transaction(sessions) as session:
        account = await _account(session)

    async def take(session: AsyncSession, note: Note) -> str:
        placed = await forums.open_thread(
            session,
            account,
            board_id=await _board(session, note.specialty),
            title=note.name,
            body=body_of(note),
            kind="case",
            key=uuid5(NAMESPACE, f"{note.specialty}\n{note.name}\n{note.text}"),
        )
        return "unchanged" if placed.repeated else "new"

    return take


def body_of(note: Note) -> str:
    """The note in paragraphs: transcripts part them by a comma before a heading in capitals."""
    text = _ITEM.sub("\n\n", _HEADING.sub("\n\n", note.text))
    text = _AFTER_HEADING.sub(": ", text)
    return escaped(f"{note.description.strip()}\n\n{text.strip(' ,')}".strip())


def _note(value: Any) -> Note:
    note = convert(value, Note)
    if len(body_of(note)) > BODY_LENGTH:
        raise ValueError(f"The note is longer than {BODY_LENGTH:,} characters.")
    return note


async def _account(session: AsyncSession) -> Viewer:
    person_id = await identity.person_with(session, EMAIL)
    if person_id is None:
        person_id = await identity.add_person(session, actor=OPERATOR, name=NAME, email=EMAIL)
    grants = frozenset({Grant(Role.MEMBER), Grant(Role.VERIFIED_CLINICIAN)})
    return Viewer(person_id=person_id, name=NAME, grants=grants)


async def _board(session: AsyncSession, specialty: str) -> UUID:
    """The board of the specialty, or one of the same name; where there is none it is made."""
    code = SPECIALTIES.get(specialty.strip().lower())
    slug = re.sub(r"[^a-z0-9]+", "-", code or specialty.lower())[:60].strip("-") or "notes"
    boards = await forums.boards(session, OPERATOR)
    for board in boards:
        if (code and board.specialty == code) or board.slug == slug:
            return board.id
    draft = BoardDraft(
        slug=slug,
        name=(code or specialty).replace("_", " ").strip().capitalize()[:120],
        purpose="Notes taken in from elsewhere.",
        specialty=code,
    )
    return (await forums.create_board(session, OPERATOR, draft=draft)).id
