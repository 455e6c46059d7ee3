"""The documents that are open in this process. Any process may hold one: PostgreSQL puts updates in order.

Who stores tells the others through NOTIFY; they fetch what they lack. A process that dies takes nothing with
it that was acknowledged.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db import Sessions, transaction
from core.ids import new_id
from core.policy import Viewer
from realtime.documents import content, settling, storage
from realtime.documents.owner import Owner
from realtime.documents.room import Arrival, Line, Room
from realtime.documents.storage import DocumentFull, DocumentGone

logger = structlog.get_logger(__name__)
SETTLED_EVERY = 20.0
LISTENS_AGAIN_AFTER = 2.0
STORED_WITHIN = 10.0


class Desk:
    """Owned by the application; stopped with it."""

    def __init__(self, sessions: Sessions, owner: Owner) -> None:
        self.sessions, self.owner = sessions, owner
        self.name = str(new_id())
        self._rooms: dict[UUID, Room] = {}
        self._tasks: dict[UUID, list[asyncio.Task[None]]] = {}
        self._gate = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None
        self._heard = asyncio.Event()

    async def may_write(self, viewer: Viewer, document_id: UUID) -> bool:
        """Raises a DomainError when the viewer may not even read it."""
        async with transaction(self.sessions) as session:
            return await self.owner.may_write(session, viewer=viewer, document_id=document_id)

    @asynccontextmanager
    async def at(self, document_id: UUID, line: Line, generation: str) -> AsyncIterator[Room]:
        """The document while somebody is at it. Raises WrongGeneration, and what loading raises."""
        room = await self._open(document_id)
        if generation and generation != str(room.generation):
            await self._close_unused(room)
            raise WrongGeneration
        room.enter(line)
        try:
            yield room
        finally:
            room.leave(line)
            await asyncio.shield(asyncio.ensure_future(self._close_unused(room)))

    async def stop(self) -> None:
        """Browsers are told to come back; what is written is passed on."""
        for room in list(self._rooms.values()):
            room.end("restarting")
        for _ in range(20):
            if not self._rooms:
                break
            await asyncio.sleep(0.05)
        for tasks in list(self._tasks.values()):
            await _cancel(tasks)
        if self._listening is not None:
            await _cancel([self._listening])

    async def _open(self, document_id: UUID) -> Room:
        async with self._gate:
            await self._listen()
            room = self._rooms.get(document_id)
            if room is None or room.over:
                room = await self._load(document_id)
                self._rooms[document_id] = room
                self._tasks[document_id] = [
                    asyncio.create_task(self._commit(room)),
                    asyncio.create_task(self._settle(room)),
                ]
            return room

    async def _load(self, document_id: UUID) -> Room:
        async with transaction(self.sessions) as session:
            loaded = await storage.load(session, document_id)
            if loaded is None:
                texts = await self.owner.first_texts(session, document_id=document_id)
                await storage.create(session, document_id, content.seeded(texts))
                loaded = await storage.load(session, document_id)
        if loaded is None:
            raise DocumentGone
        return Room(
            document_id,
            loaded,
            store=lambda group: self._store(document_id, loaded.generation, group),
            catch_up=lambda: self._catch_up(document_id),
        )

    async def _close_unused(self, room: Room) -> None:
        """The last to leave closes the door: what arrived is stored first, and passed on."""
        if room.lines or self._rooms.get(room.id) is not room:
            return
        room.over = True
        del self._rooms[room.id]
        tasks = self._tasks.pop(room.id)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STORED_WITHIN):
                await room.drained()
        await _cancel(tasks)
        await self._settle_once(room)

    async def _store(self, document_id: UUID, generation: UUID, group: Sequence[Arrival]) -> int:
        """One transaction for the group. Those who lost the right to write are refused."""
        people = {arrival.line.person_id for arrival in group}
        async with transaction(self.sessions) as session:
            may = await self.owner.writers(session, document_id=document_id, people=people)
            for arrival in group:
                arrival.refused = arrival.line.person_id not in may
            entries = [arrival.entry for arrival in group if not arrival.refused]
            if not entries:
                return 0
            return await storage.append(session, document_id, generation, entries, teller=self.name)

    async def _commit(self, room: Room) -> None:
        """Until cancelled. When storing fails the room ends: browsers keep what has no receipt."""
        try:
            await room.run()
        except DocumentGone:
            room.end("gone")
        except DocumentFull:
            room.end("too_large")
        except (OSError, DBAPIError) as error:
            logger.warning("a document was not stored", document=str(room.id), error=type(error).__name__)
            room.end("restarting")
        except Exception:
            logger.exception("a document could not be stored", document=str(room.id))
            room.end("restarting")

    async def _settle(self, room: Room) -> None:
        while True:
            await asyncio.sleep(SETTLED_EVERY)
            await self._settle_once(room)

    async def _settle_once(self, room: Room) -> None:
        if not room.dirty:
            return
        room.dirty = False
        try:
            async with transaction(self.sessions) as session:
                await settling.settle(session, self.owner, room.id)
        except Exception:
            room.dirty = True
            logger.exception("a document could not be settled", document=str(room.id))

    async def _catch_up(self, document_id: UUID) -> None:
        room = self._rooms.get(document_id)
        if room is None or room.over:
            return
        try:
            async with transaction(self.sessions) as session:
                newer = await storage.after(session, document_id, room.generation, room.seq)
            room.take(newer)
        except DocumentGone:
            room.end("gone")

    async def _listen(self) -> None:
        """Begin to listen with the first document; from then on nothing is missed."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen_always())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LISTENS_AGAIN_AFTER):
                    await self._heard.wait()

    async def _listen_always(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                logger.warning("not listening to documents", error=type(error).__name__)
            await asyncio.sleep(LISTENS_AGAIN_AFTER)

    async def _listen_once(self) -> None:
        engine: AsyncEngine = self.sessions.kw["bind"]
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(url)
        lost = asyncio.Event()
        heard: asyncio.Queue[str] = asyncio.Queue()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(storage.CHANNEL, lambda *told: heard.put_nowait(str(told[-1])))
            self._heard.set()
            for document_id in list(self._rooms):  # what was told while nobody listened
                await self._catch_up(document_id)
            await self._hear(heard, lost)
        finally:
            await connection.close(timeout=1)

    async def _hear(self, heard: asyncio.Queue[str], lost: asyncio.Event) -> None:
        gone = asyncio.ensure_future(lost.wait())
        try:
            while not lost.is_set():
                told = asyncio.ensure_future(heard.get())
                await asyncio.wait({told, gone}, return_when=asyncio.FIRST_COMPLETED)
                if told.done():
                    await self._told(told.result())
                else:
                    told.cancel()
        finally:
            gone.cancel()

    async def _told(self, payload: str) -> None:
        document_id, seq, teller = payload.split(" ")
        room = self._rooms.get(UUID(document_id))
        if room is None or teller == self.name:
            return
        if seq == "0":
            room.end("gone")
        elif int(seq) > room.seq:
            await self._catch_up(room.id)


class WrongGeneration(Exception):
    """The browser's copy is of another making of the document."""


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
