"""A room's rules, without sockets: something happens, frames for members come out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from msgspec.structs import replace

from realtime.protocol.closing import Close
from realtime.protocol.messages import Changed, Devices, Joined, Left, Line, Member, Said, ToBrowser

MOST_MEMBERS = 200


class Role(StrEnum):
    HOST = "host"
    ATTENDEE = "attendee"


class RoomFull(Exception):
    """No place is free."""


class NotTheHost(Exception):
    """Only a host may do this."""


@dataclass(frozen=True)
class Send:
    """Deliver a frame to a member."""

    member: str
    frame: ToBrowser


@dataclass(frozen=True)
class Cut:
    """Close a member's socket with a code."""

    member: str
    code: Close


Effect = Send | Cut


@dataclass
class Room:
    """Who is there, in the order of coming; a visit is known by its member id."""

    members: dict[str, Member] = field(default_factory=dict)
    devices: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    barred: set[UUID] = field(default_factory=set)

    def join(self, member: Member, device: str) -> Iterator[Effect]:
        """Somebody comes. The same person on the same device replaces the ghost of an earlier visit."""
        ghosts = [m for m, at in self.devices.items() if at == (member.person, device)]
        for ghost in ghosts:
            yield from self.leave(ghost)
            yield Cut(ghost, Close.REPLACED)
        if len(self.members) >= MOST_MEMBERS:
            raise RoomFull
        yield from self.to_all(Joined(member=member))
        self.members[member.id] = member
        self.devices[member.id] = (member.person, device)

    def leave(self, member_id: str) -> Iterator[Effect]:
        if self.members.pop(member_id, None) is not None:
            self.devices.pop(member_id, None)
            yield from self.to_all(Left(member=member_id))

    def change(self, member_id: str, devices: Devices) -> Iterator[Effect]:
        """Somebody switched a microphone, a camera or a screen on or off."""
        there = self.members.get(member_id)
        if there is None:
            return
        now = replace(there, microphone=devices.microphone, camera=devices.camera, screen=devices.screen)
        self.members[member_id] = now
        yield from self.to_all(Changed(member=now))

    def say(self, line: Line) -> Iterator[Effect]:
        yield from self.to_all(Said(line=line))

    def remove(self, by: str, member_id: str) -> Iterator[Effect]:
        """A host sends somebody out: every visit of that account ends, and it may not come back (LV-10)."""
        self._must_host(by)
        target = self.members.get(member_id)
        if target is None or target.role == Role.HOST:
            return
        self.barred.add(target.person)
        for visit in [m for m, (person, _) in self.devices.items() if person == target.person]:
            yield from self.leave(visit)
            yield Cut(visit, Close.REMOVED)

    def end(self, by: str) -> Iterator[Effect]:
        """A host ends the meeting for everybody."""
        self._must_host(by)
        for visit in list(self.members):
            yield Cut(visit, Close.ENDED)
        self.members.clear()
        self.devices.clear()

    def to_all(self, frame: ToBrowser) -> Iterator[Effect]:
        return (Send(member, frame) for member in list(self.members))

    def _must_host(self, member_id: str) -> None:
        there = self.members.get(member_id)
        if there is None or there.role != Role.HOST:
            raise NotTheHost
