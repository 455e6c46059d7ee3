"""One visit to a room: entering, each frame, leaving. A transaction per frame, none held open."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import transaction
from core.errors import SignInRequired, TooManyRequests
from core.ids import new_id
from core.policy import Viewer
from identity import sessions as sign_ins
from realtime import service
from realtime.errors import MayNotHost
from realtime.hub import Hub, Live, Seat
from realtime.protocol import messages as m
from realtime.protocol.closing import Close
from realtime.rooms.room import NotTheHost, Role
from realtime.service import Entry
from realtime.sfu import signalling

Frame = m.FromBrowser | signalling.FromBrowser


class Bucket:
    """So many at once, so many a second after that."""

    def __init__(self, burst: float, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self.left, self.seen = burst, time.monotonic()

    def take(self, amount: float = 1) -> bool:
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.seen) * self.per_second)
        self.seen = now
        if self.left < amount:
            return False
        self.left -= amount
        return True


class Visit:
    """`token` is that of the sign-in, asked again with every frame. `over` says why the visit ended."""

    def __init__(self, hub: Hub, live: Live, room_id: UUID, token: str) -> None:
        self.hub, self.live, self.room_id, self.token = hub, live, room_id, token
        self.id = new_id()
        self.member = str(self.id)
        self.seat = Seat()
        self.over: Close | None = None
        self._chat = Bucket(burst=10, per_second=1)
        self._person: UUID | None = None

    async def enter(self, hello: m.Hello) -> None:
        """Raises what `may_stay` and `redeem` raise, RoomFull, SignInRequired.

        The newcomer gets a snapshot and then everything after it; the gate keeps lines from between.
        """
        async with self.live.gate:
            async with self._allowed() as (session, viewer, room):
                await service.redeem(session, viewer, room_id=room.id, token=hello.ticket)
                resumes = hello.resume is not None and hello.resume.epoch == room.epoch
                after = hello.resume.seq if resumes and hello.resume else 0
                chat = await service.lines(session, room_id=room.id, after=after)
                complete = not chat or chat[0].seq == after + 1
                you = self._introduce(viewer, room, hello)
                await service.arrive(
                    session, room_id=room.id, person_id=you.person, device=hello.device, visit_id=self.id
                )
                effects = list(self.live.room.join(you, hello.device))
            self.live.seats[self.member] = self.seat
            self.seat.send(
                m.Welcome(
                    version=m.VERSION,
                    you=you,
                    members=list(self.live.room.members.values()),
                    epoch=room.epoch,
                    chat=chat,
                    recovered=resumes and complete,
                )
            )
            self.live.apply(effects)

    def _introduce(self, viewer: Viewer, room: Entry, hello: m.Hello) -> m.Member:
        assert viewer.person_id is not None
        self._person = viewer.person_id
        return m.Member(
            id=self.member,
            person=viewer.person_id,
            name=viewer.name,
            role=Role.HOST if viewer.person_id == room.host_id else Role.ATTENDEE,
            verified=viewer.is_verified,
            microphone=hello.microphone,
            camera=hello.camera,
        )

    async def receive(self, frame: Frame) -> None:
        """Do what a frame asks. Raises when the viewer may not stay; lesser refusals are said."""
        try:
            await self._do(frame)
        except (NotTheHost, TooManyRequests, MayNotHost) as refused:
            asked = str(type(frame).__struct_config__.tag)
            self.seat.send(m.Refused(request=asked, code=type(refused).__name__))

    async def _do(self, frame: Frame) -> None:
        match frame:
            case signalling.MediaPublish() | signalling.MediaSubscribe() | signalling.MediaAnswer():
                await self._media(frame)
            case m.Pong():
                async with self._allowed() as (session, _, _):
                    await service.beat(session, visit_id=self.id)
            case m.Say():
                await self._say(frame)
            case m.Devices():
                async with self._allowed():
                    pass
                self.live.apply(self.live.room.change(self.member, frame))
            case m.Remove():
                await self._remove(frame)
            case m.End():
                async with self._allowed() as (session, viewer, room):
                    await service.end(session, viewer, room_id=room.id)
            case m.Goodbye():
                self.over = Close.GOODBYE
            case m.Hello():
                self.over = Close.BAD_FRAME

    async def _media(self, frame: signalling.FromBrowser) -> None:
        async with self._allowed():
            pass
        reply = await self.hub.media.receive(str(self.room_id), self.member, frame)
        if reply is not None:
            self.seat.send(reply)

    async def _say(self, frame: m.Say) -> None:
        if not self._chat.take():
            raise TooManyRequests
        async with self.live.gate:
            async with self._allowed() as (session, viewer, room):
                line = await service.say(session, viewer, room_id=room.id, key=frame.id, text=frame.text)
            if line is not None:
                self.live.apply(self.live.room.say(line))

    async def _remove(self, frame: m.Remove) -> None:
        target = self.live.room.members.get(frame.member)
        if target is None:
            return
        async with self._allowed() as (session, viewer, room):
            await service.bar(session, viewer, room=room, person_id=target.person)
        self.live.apply(self.live.room.remove(self.member, frame.member))

    async def leave(self) -> None:
        """Whatever ended the visit: the others see it at once."""
        if self._person is None:
            return
        self.live.apply(self.live.room.leave(self.member))
        self.live.seats.pop(self.member, None)
        try:
            async with transaction(self.hub.sessions) as session:
                await service.depart(session, visit_id=self.id, heard=self.over != Close.SILENT)
        finally:
            await self.hub.media.leave(str(self.room_id), self.member)

    @asynccontextmanager
    async def _allowed(self) -> AsyncIterator[tuple[AsyncSession, Viewer, Entry]]:
        """A transaction in which the right to be here was asked anew."""
        async with transaction(self.hub.sessions) as session:
            viewer = await sign_ins.viewer_of(session, self.token)
            if viewer is None or self._person not in {None, viewer.person_id}:
                raise SignInRequired
            yield session, viewer, await service.may_stay(session, viewer, room_id=self.room_id)
