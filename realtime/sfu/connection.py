"""One peer connection of a browser: ICE lite, DTLS and the two SRTP directions.

What media means is the owner's business.

ICE lite (RFC 8445 2.5): the browser checks, we answer, so there are no candidates to trickle, no timers per
connection and no sockets to open. A connection that is not checked any more is gone.
"""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Protocol

from realtime.sfu import seam
from realtime.sfu.port import Address, Port, Registry
from realtime.sfu.sdp import Remote

logger = logging.getLogger(__name__)
CONNECT_SECONDS = 30.0
SILENCE_SECONDS = 20.0
MAX_ADDRESSES = 8


class Owner(Protocol):
    """Publishing or subscribing: takes what arrives and hears of changes."""

    def media(self, data: bytearray, length: int, now: float) -> None: ...
    def expects(self, ssrc: int) -> bool: ...
    def control(self, data: bytes, now: float) -> None: ...
    def changed(self, state: str) -> None: ...


class Connection:
    """States: connecting, connected, then failed or closed, which are final."""

    def __init__(self, registry: Registry, owner: Owner, background: Callable[..., object]) -> None:
        self._registry, self._owner, self._background = registry, owner, background
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        registry.guests[self.ufrag] = self
        self.remote: Remote | None = None
        self.state = "connecting"
        self._shake = seam.Handshake(self._send, self._keyed)
        self._receiving: seam.Cipher | None = None
        self._sending: seam.Cipher | None = None
        self._addresses: dict[tuple[Port, Address], None] = {}
        self._selected: tuple[Port, Address] | None = None
        self._started_at = self._heard_at = time.monotonic()
        self._shaking = False

    @property
    def fingerprint(self) -> str:
        return self._shake.fingerprint()

    def accept(self, remote: Remote) -> None:
        """The browser's half of the signalling has come; its next check begins the handshake."""
        self.remote = remote

    def restart_ice(self, remote: Remote) -> None:
        """New names and keys on both sides, the same encryption: the browser found another way to us."""
        self._registry.guests.pop(self.ufrag, None)
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self._registry.guests[self.ufrag] = self
        self.remote = remote

    # what the socket brings

    def checked(self, request: Any, address: Address, port: Port) -> None:
        """An ICE check: only one with our password opens its address."""
        key = self.password.encode()
        if self.remote is None or not request.check_message_integrity(key):
            return
        if request.attributes["USERNAME"] != f"{self.ufrag}:{self.remote.ufrag}":
            return
        if "ICE-CONTROLLED" in request.attributes:  # a lite agent never controls (RFC 8445 6.1.1)
            port.send(seam.role_conflict(request, key), address)
            return
        self._heard_at = time.monotonic()
        self._trust(port, address)
        port.send(seam.binding_reply(request, address[:2], key), address)
        if "USE-CANDIDATE" in request.attributes:
            self._select(port, address)

    def _trust(self, port: Port, address: Address) -> None:
        if (port, address) in self._addresses:
            return
        if len(self._addresses) >= MAX_ADDRESSES:
            oldest = next(known for known in self._addresses if known != self._selected)
            self._forget(oldest)
        self._addresses[port, address] = None
        port.guests[address] = self

    def _forget(self, known: tuple[Port, Address]) -> None:
        del self._addresses[known]
        port, address = known
        if port.guests.get(address) is self:
            del port.guests[address]

    def _select(self, port: Port, address: Address) -> None:
        self._selected = port, address
        if not self._shaking and self.remote is not None:
            self._shaking = True
            self._background(self._handshake(self.remote.fingerprints))

    async def _handshake(self, fingerprints: list[tuple[str, str]]) -> None:
        try:
            proven = await self._shake.run(fingerprints)
        except ConnectionError:
            proven = False
        if not proven:
            self.end("failed")
        elif self.state == "connecting":
            self._shake.on("statechange", self._shake_ended)
            self._become("connected")

    def _shake_ended(self) -> None:
        if self._shake.state in ("closed", "failed"):
            self.end("closed")

    def _keyed(self, receiving: seam.Cipher, sending: seam.Cipher) -> None:
        self._receiving, self._sending = receiving, sending

    def handshake(self, datagram: bytes, address: Address) -> None:
        if self._selected is not None and self._selected[1] == address:
            self._shake.pipe.feed(datagram)

    def media(self, buffer: seam.Buffer, length: int, now: float) -> None:
        if self._receiving is None or self.state != "connected" or length < 12:  # noqa: PLR2004
            return
        if not self._owner.expects(int.from_bytes(buffer.data[8:12], "big")):
            return
        length = self._receiving.unprotect(buffer, length)
        if length:
            self._owner.media(buffer.data, length, now)

    def control(self, buffer: seam.Buffer, length: int, now: float) -> None:
        if self._receiving is not None and self.state == "connected":
            length = self._receiving.unprotect_rtcp(buffer, length)
            if length:
                self._owner.control(bytes(buffer.view[:length]), now)

    # what goes out

    def _send(self, datagram: bytes) -> None:
        if self._selected is not None:
            self._selected[0].send(datagram, self._selected[1])

    def send_media(self, length: int) -> None:
        """Encrypt and send the first `length` bytes of the worker's outgoing buffer."""
        out = self._registry.outgoing
        if self._sending is not None and self._selected is not None and self.state == "connected":
            sealed = self._sending.protect(out, length)
            if sealed:
                self._selected[0].send(out.view[:sealed], self._selected[1])

    def send_control(self, data: bytes) -> None:
        out = self._registry.outgoing
        if self._sending is not None and self._selected is not None and self.state == "connected":
            out.data[: len(data)] = data
            sealed = self._sending.protect_rtcp(out, len(data))
            if sealed:
                self._selected[0].send(out.view[:sealed], self._selected[1])

    # its life

    def beat(self, now: float) -> None:
        if (self.state == "connecting" and now - self._started_at > CONNECT_SECONDS) or (
            self.state == "connected" and now - self._heard_at > SILENCE_SECONDS
        ):
            self.end("failed")

    def _become(self, state: str) -> None:
        if self.state != state:
            self.state = state
            self._owner.changed(state)

    def end(self, state: str = "closed") -> None:
        """Forget the connection everywhere; the browser hears of it by DTLS if it is still there."""
        if self.state in ("failed", "closed"):
            return
        self._registry.guests.pop(self.ufrag, None)
        self._become(state)
        self._background(self._say_goodbye())

    async def _say_goodbye(self) -> None:
        try:
            await self._shake.stop()
        finally:
            self._shake.pipe.feed(None)
            self._shake.remove_all_listeners()
            for known in list(self._addresses):
                self._forget(known)
            self._selected = None
