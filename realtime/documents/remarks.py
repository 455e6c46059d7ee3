"""What one person said beside a text: read for the export of own data, and left without a name by erasure.

The entries are written by browsers (PROTOCOL.md), so their shape is looked at and never trusted.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from anyio import to_thread
from pycrdt import Array, Doc, Map
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.documents import content, storage
from realtime.documents.content import Entry, Loaded

KINDS = ("comments", "suggestions")
_SHOWN = ("section", "quote", "at", "body", "text", "state", "resolved")
Said = dict[str, object]


async def said_by(session: AsyncSession, *, document_id: UUID, person_id: UUID) -> list[Said]:
    """Comments, suggestions and replies of a person in one document, with the words they are about."""
    loaded = await storage.load(session, document_id)
    return await to_thread.run_sync(_said, loaded, str(person_id)) if loaded else []


async def unname(session: AsyncSession, *, document_id: UUID, person_id: UUID) -> None:
    """What the person said stays, since others answered it, without name and person."""
    row = await storage.locked(session, document_id)
    if row is None:
        return
    rows = await storage.rows_after(session, document_id, row.state_seq)
    updates = [one.update for one in rows]
    update = await to_thread.run_sync(_unnamed, row.state, updates, str(person_id))
    if update is None:
        return
    entry = Entry(person_id, update, content.clients_of(update))
    await storage.append(session, document_id, row.generation, [entry])


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


def _unnamed(state: bytes, updates: list[bytes], person: str) -> bytes | None:
    document = content.restored(state, updates)
    before = document.get_state()
    with document.transaction():
        changed = [_strip(entry, person) for _, entry in list(_entries(document))]
    return document.get_update(before) if any(changed) else None


def _strip(entry: Map[Any], person: str) -> bool:
    """Whether anything was the person's."""
    mine = entry.get("by") == person
    if mine:
        entry["by"] = entry["name"] = ""
    replies = entry.get("replies")
    if not isinstance(replies, Array):
        return mine
    for index, reply in enumerate(list(replies)):
        if isinstance(reply, dict) and reply.get("by") == person:
            replies[index] = reply | {"by": "", "name": ""}
            mine = True
    return mine


def _entries(document: Doc[Any]) -> Iterator[tuple[str, Map[Any]]]:
    for kind in KINDS:
        entries = document.get(kind, type=Map)
        yield from ((kind, entry) for entry in entries.values() if isinstance(entry, Map))


def _replies(entry: Map[Any]) -> Iterator[Said]:
    replies = entry.get("replies")
    yield from (reply for reply in replies if isinstance(reply, dict)) if isinstance(replies, Array) else ()
