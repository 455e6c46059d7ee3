"""The worker's side of the control socket: requests in, replies and events out, one service at a time."""

import asyncio
import contextlib
import logging

import msgspec

from realtime.sfu import protocol as p
from realtime.sfu.figures import room_stats
from realtime.sfu.room import Denied, Room
from realtime.sfu.world import World

logger = logging.getLogger(__name__)
MAX_UNSENT = 8 << 20
"""A service that does not read its events for so long is taken for dead."""
BEAT_SECONDS = 0.1


class Control:
    def __init__(self, world: World) -> None:
        self._world = world
        self.rooms: dict[str, Room] = {}
        self.draining = False
        self.idle = asyncio.Event()
        """Set while there is no room."""
        self.idle.set()
        self._writer: asyncio.StreamWriter | None = None

    # the socket

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One service's connection, until it ends or another takes over."""
        self._take_over(writer)
        try:
            while (body := await p.read_frame(reader)) is not None and self._writer is writer:
                self._send(self._answer(body))
                await asyncio.sleep(0)  # a long run of requests must not hold up the media
        except (ValueError, ConnectionError, msgspec.MsgspecError):
            logger.exception("the control connection broke")
        finally:
            if self._writer is writer:
                self._take_over(None)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _take_over(self, writer: asyncio.StreamWriter | None) -> None:
        before, self._writer = self._writer, None
        for room in list(self.rooms.values()):
            room.close()
        self.rooms.clear()
        self.idle.set()
        if before is not None:
            before.close()
        self._writer = writer

    def _send(self, message: p.FromWorker) -> None:
        writer = self._writer
        if writer is None or writer.is_closing():
            return
        writer.write(p.frame(message))
        if writer.transport.get_write_buffer_size() > MAX_UNSENT:
            logger.error("the service does not read: the control connection ends")
            writer.transport.abort()

    # requests

    def _answer(self, body: bytes) -> p.AnyReply:
        request = p.requests.decode(body)
        try:
            return self._do(request)
        except Denied as denied:
            return p.Refused(id=request.id, code=denied.code, detail=denied.detail)
        except Exception as failure:  # one bad request must not end everybody's call
            logger.exception("a request failed")
            return p.Refused(id=request.id, code="failed", detail=repr(failure)[:200])
        finally:
            room = self.rooms.get(request.room)
            if room is not None and not room.members:
                del self.rooms[request.room]
            (self.idle.clear if self.rooms else self.idle.set)()

    def _do(self, request: p.AnyRequest) -> p.AnyReply:
        room = self._room(request)
        match request:
            case p.Join(member=member):
                room.join(member)
            case p.Leave(member=member):
                room.leave(member)
            case p.Publish(member=member, sdp=text, labels=labels):
                connection, answer = room.publish(member, text, labels)
                return p.Answer(id=request.id, connection=connection, sdp=answer)
            case p.Subscribe(member=member):
                connection, number, text = room.subscribe(member)
                return p.Offer(id=request.id, connection=connection, number=number, sdp=text)
            case p.SubscribeAnswer(member=member, number=number, sdp=text):
                room.answered(member, number, text)
            case p.Mute(member=member, label=label, muted=muted):
                room.mute(member, label, muted=muted)
            case p.Stats():
                return room_stats(request.id, room, self._world)
        return p.Done(id=request.id)

    def _room(self, request: p.AnyRequest) -> Room:
        known = self.rooms.get(request.room)
        if known is not None:
            return known
        if isinstance(request, p.Join) and self.draining:
            raise Denied("draining")
        room = Room(request.room, self._world, self._send)
        if isinstance(request, p.Join):
            self.rooms[request.room] = room
        return room

    # time

    async def beat(self) -> None:
        """What is due now and then: retries, key frames, reports, connections that fell silent."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            now = self._world.now()
            for room in list(self.rooms.values()):
                try:
                    room.beat(now)
                except Exception:
                    logger.exception("the beat of room %s failed", room.name)

    def drain(self) -> None:
        self.draining = True
        self._send(p.Draining(room=""))

    def close(self) -> None:
        self._take_over(None)
