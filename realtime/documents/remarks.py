"""What one person said beside a text: read for the export of own data, and left without a name by erasure.

The entries are written by browsers (PROTOCOL.md), so their shape is looked at and never trusted.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from anyio import to_thread
from pycrdt import Array, Doc, Map
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.documents import amending, content, storage
from realtime.documents.content import Loaded

KINDS = ("comments", "suggestions")
ACCEPTED = "accepted:"
_NAMES = (("by", "name"), ("settler", "settled_by"))
_NOBODY = {"by": "", "name": ""}
_SHOWN = ("section", "quote", "at", "body", "text", "state", "resolved")
Said = dict[str, object]


async def said_by(session: AsyncSession, *, document_id: UUID, person_id: UUID) -> list[Said]:
    """Comments, suggestions and replies of a person in one document, with the words they are about."""
    loaded = await storage.load(session, document_id)
    return await to_thread.run_sync(_said, loaded, str(person_id)) if loaded else []


async def unname(session: AsyncSession, *, document_id: UUID, person_id: UUID) -> None:
    """What the person said stays, since others answered it, without name and person."""
    await amending.amend(
        session,
        document_id=document_id,
        person_id=person_id,
        change=lambda document: _unnamed(document, str(person_id)),
    )


def _said(loaded: Loaded, person: str) -> list[Said]:
    found: list[Said] = []
    for kind, entry in _entries(content.made_of(loaded)):
        if entry.get("by") == person:
            found.append({"kind": kind} | {name: entry[name] for name in _SHOWN if name in entry})
        found += [
            {"kind": "replies", "section": entry.get("section"), "at": reply["at"], "body": reply.get("body")}
            for reply in _replies(entry)
            if reply.get("by") == person and "at" in reply
        ]
    return sorted(found, key=lambda one: (str(one.get("at")), str(one["kind"])))


def _unnamed(document: content.Document, person: str) -> bytes | None:
    before = document.get_state()
    with document.transaction():
        changed = [_strip(entry, person) for _, entry in list(_entries(document))]
    return document.get_update(before) if any(changed) else None


def _strip(entry: Map[Any], person: str) -> bool:
    """Whether anything was the person's."""
    named = [pair for pair in _NAMES if entry.get(pair[0]) == person]
    for pair in named:
        for key in pair:
            entry[key] = ""
    accepted = [key for key, said in entry.items() if key.startswith(ACCEPTED) and _is_by(said, person)]
    for key in accepted:
        entry[key] = entry[key] | _NOBODY
    return any([named, accepted, _strip_replies(entry.get("replies"), person)])


def _strip_replies(replies: object, person: str) -> bool:
    if not isinstance(replies, Array):
        return False
    mine = [index for index, reply in enumerate(list(replies)) if _is_by(reply, person)]
    for index in mine:
        replies[index] = replies[index] | _NOBODY
    return bool(mine)


def _is_by(said: object, person: str) -> bool:
    return isinstance(said, dict) and said.get("by") == person


def _entries(document: Doc[Any]) -> Iterator[tuple[str, Map[Any]]]:
    for kind in KINDS:
        entries = document.get(kind, type=Map)
        yield from ((kind, entry) for entry in entries.values() if isinstance(entry, Map))


def _replies(entry: Map[Any]) -> Iterator[Said]:
    replies = entry.get("replies")
    yield from (reply for reply in replies if isinstance(reply, dict)) if isinstance(replies, Array) else ()
