"""One UDP socket for everybody: datagrams are told apart by their sender's address.

Only a STUN check with the right name and key opens an address; anything else from a stranger is dropped
before DTLS or SRTP see it. Every datagram is fenced: what it provokes is counted, never raised into the loop.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Iterable
from typing import Any, Protocol

from realtime.sfu import rtp, seam

logger = logging.getLogger(__name__)
BATCH = 64
"""Datagrams read before the loop's other work has its turn."""
SOCKET_BYTES = 4 << 20

Address = tuple[Any, ...]
"""What the socket gives: host, port (and flow, scope for IPv6)."""


class Guest(Protocol):
    """One peer connection, as the socket sees it."""

    def checked(self, request: Any, address: Address, port: "Port") -> None: ...
    def handshake(self, datagram: bytes, address: Address) -> None: ...
    def media(self, buffer: seam.Buffer, length: int, now: float) -> None: ...
    def control(self, buffer: seam.Buffer, length: int, now: float) -> None: ...


class Counters:
    """Of one worker, since its start."""

    __slots__ = ("datagrams", "faults", "sent", "strangers", "unsent")

    def __init__(self) -> None:
        self.datagrams = self.sent = self.unsent = self.strangers = self.faults = 0

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


class Registry:
    """Who may be spoken to: connections by their ICE name. Shared by all sockets of a worker."""

    def __init__(self) -> None:
        self.guests: dict[str, Guest] = {}
        self.incoming, self.outgoing = seam.Buffer(), seam.Buffer()
        self.counters = Counters()

    def named(self, username: object) -> Guest | None:
        """STUN's USERNAME is `ours:theirs` (RFC 8445 7.3)."""
        return self.guests.get(username.partition(":")[0]) if isinstance(username, str) else None


class Port:
    """A bound socket, what it announces to browsers, and the addresses it has learnt to trust."""

    def __init__(self, registry: Registry, host: str, announced: str, ports: Iterable[int]) -> None:
        self._registry = registry
        self._socket = bind(host, ports)
        self.announced = announced
        self.number: int = self._socket.getsockname()[1]
        self.guests: dict[Address, Guest] = {}
        self._faulted_at = 0.0
        asyncio.get_running_loop().add_reader(self._socket, self._readable)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def send(self, datagram: bytes | memoryview, address: Address) -> None:
        """At once or not at all: a full socket buffer or an unreachable network costs this datagram only."""
        counters = self._registry.counters
        try:
            self._socket.sendto(datagram, address)
            counters.sent += 1
        except OSError:
            counters.unsent += 1

    def _readable(self) -> None:
        buffer, receive = self._registry.incoming, self._socket.recvfrom_into
        now = time.monotonic()
        for _ in range(BATCH):
            try:
                length, address = receive(buffer.view, seam.MAX_DATAGRAM + 1)
            except OSError:
                return
            self._registry.counters.datagrams += 1
            if 0 < length <= seam.MAX_DATAGRAM:
                self._fenced(buffer, length, address, now)

    def _fenced(self, buffer: seam.Buffer, length: int, address: Address, now: float) -> None:
        try:
            self._dispatch(buffer, length, address, now)
        except Exception:
            self._registry.counters.faults += 1
            if now - self._faulted_at > 1:  # a flood of bad packets must not become a flood of log lines
                self._faulted_at = now
                logger.exception("a datagram could not be handled")

    def _dispatch(self, buffer: seam.Buffer, length: int, address: Address, now: float) -> None:
        first = buffer.data[0]
        if first < 4:  # noqa: PLR2004 - RFC 7983
            self._check(bytes(buffer.view[:length]), address)
            return
        guest = self.guests.get(address)
        if guest is None:
            self._registry.counters.strangers += 1
        elif 128 <= first < 192:  # noqa: PLR2004
            handle = guest.control if rtp.is_rtcp(buffer.data[1]) else guest.media
            handle(buffer, length, now)
        elif 20 <= first < 64:  # noqa: PLR2004
            guest.handshake(bytes(buffer.view[:length]), address)

    def _check(self, datagram: bytes, address: Address) -> None:
        request = seam.read_stun(datagram)
        if request is None or not seam.is_binding_request(request):
            self._registry.counters.strangers += 1
            return
        guest = self._registry.named(request.attributes.get("USERNAME"))
        if guest is not None:
            guest.checked(request, address, self)


def bind(host: str, ports: Iterable[int]) -> socket.socket:
    """The first free port of `ports`; 0 lets the system choose. OSError when none is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    failure: OSError | None = None
    for number in ports:
        bound = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            bound.bind((host, number))
        except OSError as error:
            bound.close()
            failure = error
            continue
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            bound.setsockopt(socket.SOL_SOCKET, option, SOCKET_BYTES)
        return bound
    raise failure or OSError("no UDP port was given")
