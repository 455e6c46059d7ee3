"""Figures of a room, for people who look after it."""

import asyncio

from realtime.sfu import protocol as p
from realtime.sfu.room import Member, Room
from realtime.sfu.world import World


def room_stats(identity: int, room: Room, world: World) -> p.RoomStats:
    return p.RoomStats(
        id=identity,
        sources=[figures for member in room.members.values() for figures in _sources(member)],
        members=[_member(name, member) for name, member in room.members.items()],
        worker=worker_figures(world),
    )


def worker_figures(world: World) -> dict[str, int]:
    """Datagrams counted since the start, and what is held at the moment."""
    held = {"connections": len(world.registry.guests), "sockets": len(world.ports)}
    addresses = sum(len(port.guests) for port in world.ports)
    return {
        **world.registry.counters.as_dict(),
        **held,
        "addresses": addresses,
        "tasks": len(asyncio.all_tasks()),
    }


def _sources(member: Member) -> list[p.SourceFigures]:
    return [
        p.SourceFigures(
            source=s.id, member=s.member, kind=s.kind, label=s.label, muted=s.muted,
            packets=s.packets, octets=s.octets, nacked=s.nacked, key_frames_asked=s.plis,
        )
        for s in member.sources()
    ]  # fmt: skip


def _member(name: str, member: Member) -> p.MemberFigures:
    slots = member.subscribing.slots if member.subscribing else []
    return p.MemberFigures(
        member=name,
        publishing=member.publishing.connection.state if member.publishing else "none",
        subscribing=member.subscribing.connection.state if member.subscribing else "none",
        slots=len(slots),
        packets=sum(slot.packets for slot in slots),
        octets=sum(slot.octets for slot in slots),
        resent=sum(slot.resent for slot in slots),
        lost=max((slot.lost for slot in slots), default=0),
    )
