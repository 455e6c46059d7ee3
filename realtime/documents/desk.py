"""The documents that are open in this process. Any process may hold one: PostgreSQL puts updates in order.

Who stores tells the others through NOTIFY; they fetch what they lack. A process that dies takes nothing with
it that was acknowledged. Names and cursors go the same way, in payloads of their own (`relay`).
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db import Sessions, transaction
from core.policy import Viewer
from realtime.documents import content, relay, settling, storage
from realtime.documents.lines import Line
from realtime.documents.owner import Owner
from realtime.documents.relay import Relay
from realtime.documents.room import Arrival, Room, TakenBack
from realtime.documents.storage import DocumentGone
from realtime.errors import DocumentFull

logger = structlog.get_logger(__name__)
SETTLED_EVERY = 20.0
LISTENS_AGAIN_AFTER = 2.0
STORED_WITHIN = 10.0


class Desk:
    """Owned by the application; stopped with it."""

    def __init__(self, sessions: Sessions, owner: Owner) -> None:
        self.sessions, self.owner = sessions, owner
        self._rooms: dict[UUID, Room] = {}
        self._open_ones: set[Room] = set()  # those that were replaced and still have somebody in them too
        self._gate = asyncio.Lock()
        self._relay = Relay(self._rooms, self._tell)
        self._listening: asyncio.Task[None] | None = None
        self._relaying: asyncio.Task[None] | None = None
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
        for room in list(self._open_ones):
            room.end("restarting")
        for _ in range(20):
            if not self._open_ones:
                break
            await asyncio.sleep(0.05)
        for room in list(self._open_ones):
            await _cancel(room.tasks)
        await _cancel([task for task in (self._listening, self._relaying) if task is not None])
        with contextlib.suppress(Exception):  # the others find out by themselves, later
            await self._relay.turn(time.monotonic())

    async def _open(self, document_id: UUID) -> Room:
        async with self._gate:
            await self._listen()
            room = self._rooms.get(document_id)
            if room is None or room.over:
                room = await self._load(document_id)
                self._rooms[document_id] = room
                self._open_ones.add(room)
                room.tasks = [
                    asyncio.create_task(self._commit(room)),
                    asyncio.create_task(self._settle(room)),
                ]
                await self._catch_up(room)  # what was stored and told between reading and being known here
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
        room = Room(
            document_id,
            loaded,
            store=lambda group: self._store(room, group),
            catch_up=lambda: self._catch_up(room),
        )
        return room

    async def _close_unused(self, room: Room) -> None:
        """The last to leave closes the door: what arrived is stored first, and passed on."""
        if room.lines or room not in self._open_ones:
            return
        room.over = True
        self._open_ones.discard(room)
        if self._rooms.get(room.id) is room:
            del self._rooms[room.id]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STORED_WITHIN):
                await room.drained()
        await _cancel(room.tasks)
        await self._settle_once(room)

    async def _store(self, room: Room, group: Sequence[Arrival]) -> int:
        """One transaction for the group. Those who lost the right to write are refused."""
        try:
            return await self._append(room, group)
        except DocumentFull:
            await self._settle_once(room, always=True)  # what was deleted goes, and may be enough
        try:
            return await self._append(room, group)
        except DocumentFull:
            for arrival in group:
                arrival.refused = arrival.refused or "too_large"
            return 0

    async def _append(self, room: Room, group: Sequence[Arrival]) -> int:
        people = {arrival.line.person_id for arrival in group}
        async with transaction(self.sessions) as session:
            may = await self.owner.writers(session, document_id=room.id, people=people)
            refused = False
            for arrival in group:
                allowed = arrival.line.person_id in may
                arrival.refused = "not_allowed" if not allowed else "taken_back" if refused else ""
                refused = refused or not allowed
            entries = [arrival.entry for arrival in group if not arrival.refused]
            if not entries:
                return 0
            return await storage.append(session, room.id, room.generation, entries, teller=room.name)

    async def _commit(self, room: Room) -> None:
        """Until cancelled. When storing fails the room ends: browsers keep what has no receipt."""
        try:
            await room.run()
        except TakenBack:
            logger.info("words were taken back", document=str(room.id))
        except DocumentGone:
            room.end("gone")
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

    async def _settle_once(self, room: Room, *, always: bool = False) -> None:
        if not room.dirty and not always:
            return
        room.dirty = False
        try:
            async with transaction(self.sessions) as session:
                await settling.settle(session, self.owner, room.id)
        except Exception:
            room.dirty = True
            logger.exception("a document could not be settled", document=str(room.id))

    async def _catch_up(self, room: Room) -> None:
        """Take what others stored. A room that cannot ends, and its browsers begin anew."""
        if room.over:
            return
        try:
            async with transaction(self.sessions) as session:
                newer = await storage.after(session, room.id, room.generation, room.seq)
            if newer is not None:
                room.take(newer)
        except DocumentGone:
            room.end("gone")
        except Exception as error:
            logger.warning("a document did not catch up", document=str(room.id), error=type(error).__name__)
            room.end("restarting")

    async def _listen(self) -> None:
        """Begin to listen with the first document; from then on nothing is missed."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen_always())
            self._relaying = asyncio.create_task(self._relay.run(time.monotonic))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LISTENS_AGAIN_AFTER):
                    await self._heard.wait()

    async def _listen_always(self) -> None:
        while True:
            try:
                await self._listen_once()
            except Exception as error:
                logger.warning("not listening to documents", error=type(error).__name__)
            await asyncio.sleep(LISTENS_AGAIN_AFTER)

    async def _listen_once(self) -> None:
        engine: AsyncEngine = self.sessions.kw["bind"]
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(url)
        heard: asyncio.Queue[str] = asyncio.Queue()  # an empty word: the connection is lost
        try:
            connection.add_termination_listener(lambda _: heard.put_nowait(""))
            await connection.add_listener(relay.CHANNEL, lambda *told: self._hear_of_people(str(told[-1])))
            await connection.add_listener(storage.CHANNEL, lambda *told: heard.put_nowait(str(told[-1])))
            self._heard.set()
            self._relay.ask_again()
            for room in list(self._rooms.values()):  # what was told while nobody listened
                await self._catch_up(room)
            while told := await heard.get():
                await self._told(told)
        finally:
            await connection.close(timeout=1)

    async def _tell(self, payloads: list[str]) -> None:
        async with transaction(self.sessions) as session:
            await storage.notify(session, relay.CHANNEL, payloads)

    def _hear_of_people(self, payload: str) -> None:
        self._relay.hear(payload, time.monotonic())

    async def _told(self, payload: str) -> None:
        document_id, seq, teller = payload.split(" ")
        room = self._rooms.get(UUID(document_id))
        if room is None or teller == room.name:
            return
        if seq == "0":
            room.end("gone")
        elif int(seq) > room.seq:
            await self._catch_up(room)


class WrongGeneration(Exception):
    """The browser's copy is of another making of the document."""


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
