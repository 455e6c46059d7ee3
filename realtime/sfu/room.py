"""Who is in a room of the worker, and that everybody is offered what the others publish."""

from collections.abc import Callable

from realtime.sfu import protocol as p
from realtime.sfu import sdp
from realtime.sfu.publishing import Publishing, TooManySources
from realtime.sfu.source import Source
from realtime.sfu.subscribing import Subscribing
from realtime.sfu.world import World

MAX_MEMBERS = 100
Emit = Callable[[p.AnyEvent], None]


class Denied(Exception):
    """A request that cannot be done; `code` goes back to the asker."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Member:
    def __init__(self) -> None:
        self.publishing: Publishing | None = None
        self.subscribing: Subscribing | None = None
        self.muted: set[str] = set()
        """Labels a moderator has silenced; they stay so until the member leaves."""

    def connections(self) -> list[Publishing | Subscribing]:
        return [part for part in (self.publishing, self.subscribing) if part is not None]

    def sources(self) -> list[Source]:
        return list(self.publishing.sources.values()) if self.publishing else []


class Room:
    def __init__(self, name: str, world: World, emit: Emit) -> None:
        self.name, self._world, self._emit = name, world, emit
        self.members: dict[str, Member] = {}

    # coming and going

    def join(self, name: str) -> None:
        known = self.members.get(name)
        if known is None and len(self.members) >= MAX_MEMBERS:
            raise Denied("room_full")
        fresh = Member()
        if known is not None:
            fresh.muted = known.muted
            self.leave(name)
        self.members[name] = fresh

    def leave(self, name: str) -> None:
        member = self.members.pop(name, None)
        if member is not None:
            if member.subscribing:
                self._end_subscribing(member)
            self._end_publishing(name, member)

    def close(self) -> None:
        for name in list(self.members):
            self.leave(name)

    def member(self, name: str) -> Member:
        if name not in self.members:
            raise Denied("unknown_member", name)
        return self.members[name]

    # publishing

    def publish(self, name: str, text: str, labels: dict[str, str]) -> tuple[int, str]:
        """The connection's number and the answer to a publishing offer."""
        member = self.member(name)
        remote, sections = _read(text)
        if member.publishing is not None and not member.publishing.belongs(remote):
            self._end_publishing(name, member)
        if member.publishing is None:
            member.publishing = Publishing(
                self._world, self._world.next_number(), member=name, muted=member.muted,
                changed=self._publisher_changed(name),
            )  # fmt: skip
        before = member.sources()
        try:
            answer = member.publishing.negotiate(remote, sections, labels)
        except TooManySources:
            raise Denied("too_many") from None
        self._announce(before, member.sources())
        return member.publishing.number, answer

    def _publisher_changed(self, name: str) -> Callable[[Publishing, str], None]:
        def changed(publishing: Publishing, state: str) -> None:
            member = self.members.get(name)
            if member is None or member.publishing is not publishing:
                return
            self._changed(name, "publish", publishing.number, state)
            if state != "connected":
                self._end_publishing(name, member)

        return changed

    def _end_publishing(self, name: str, member: Member) -> None:
        publishing, before = member.publishing, member.sources()
        member.publishing = None
        if publishing is not None:
            publishing.close()
            self._announce(before, [], but=name)

    def _announce(self, before: list[Source], after: list[Source], but: str = "") -> None:
        for source in before:
            if source not in after:
                self._emit(p.SourceEnded(**self._about(source)))
        for source in after:
            if source not in before:
                self._emit(p.SourceStarted(**self._about(source)))
        self.settle(but)

    def _about(self, source: Source) -> dict[str, str]:
        about = {"member": source.member, "source": source.id, "kind": source.kind, "label": source.label}
        return {"room": self.name, **about}

    def mute(self, name: str, label: str, *, muted: bool) -> None:
        member = self.member(name)
        (member.muted.add if muted else member.muted.discard)(label)
        if member.publishing is not None:
            member.publishing.obey()

    # subscribing

    def subscribe(self, name: str) -> tuple[int, int, str]:
        """A new subscribing connection: its number, the offer's number, the offer."""
        member = self.member(name)
        if member.subscribing is not None:
            self._end_subscribing(member)
        member.subscribing = subscribing = Subscribing(
            self._world, self._world.next_number(), ask=self._asker(name), moved=self._mover(name),
            changed=self._subscriber_changed(name),
        )  # fmt: skip
        number, text = self._first_offer(name, subscribing)
        return subscribing.number, number, text

    def _first_offer(self, name: str, subscribing: Subscribing) -> tuple[int, str]:
        subscribing.settle(self._for(name))
        return subscribing.offer()

    def answered(self, name: str, number: int, text: str) -> None:
        subscribing = self.member(name).subscribing
        remote, _ = _read(text)
        if subscribing is None or not subscribing.answered(number, remote):
            raise Denied("stale_answer")

    def _asker(self, name: str) -> Callable[[Subscribing, int, str], None]:
        def ask(subscribing: Subscribing, number: int, text: str) -> None:
            about = {"room": self.name, "member": name, "sdp": text}
            self._emit(p.SubscribeOffered(connection=subscribing.number, number=number, **about))

        return ask

    def _mover(self, name: str) -> Callable[[Subscribing], None]:
        def moved(subscribing: Subscribing) -> None:
            places = subscribing.places()
            self._emit(
                p.SlotsChanged(room=self.name, member=name, connection=subscribing.number, places=places)
            )

        return moved

    def _subscriber_changed(self, name: str) -> Callable[[Subscribing, str], None]:
        def changed(subscribing: Subscribing, state: str) -> None:
            member = self.members.get(name)
            if member is None or member.subscribing is not subscribing:
                return
            self._changed(name, "subscribe", subscribing.number, state)
            if state != "connected":
                member.subscribing = None

        return changed

    def _end_subscribing(self, member: Member) -> None:
        subscribing, member.subscribing = member.subscribing, None
        if subscribing is not None:
            subscribing.close()

    def _for(self, name: str) -> list[Source]:
        return [s for other, member in self.members.items() if other != name for s in member.sources()]

    def settle(self, but: str = "") -> None:
        for name, member in self.members.items():
            if member.subscribing is not None and name != but:
                member.subscribing.settle(self._for(name))

    def _changed(self, name: str, which: str, connection: int, state: str) -> None:
        self._emit(
            p.ConnectionChanged(room=self.name, member=name, which=which, connection=connection, state=state)
        )

    # its clock

    def beat(self, now: float) -> None:
        for member in list(self.members.values()):
            for part in member.connections():
                part.beat(now)


def _read(text: str) -> tuple[sdp.Remote, list[sdp.Section]]:
    try:
        return sdp.read(text)
    except sdp.BadDescription as failure:
        raise Denied("bad_description", str(failure)[:200]) from failure
