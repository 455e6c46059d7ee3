"""The only module that touches what aiortc, aioice and pylibsrtp keep private.

We take from them the DTLS handshake, the SRTP ciphers and the STUN codec; ICE (lite), SDP answers, RTP and
RTCP are ours. The releases are pinned exactly, and `self_test` runs at every start: it names what changed
instead of letting media fail.
"""

import asyncio
import inspect
import logging
import struct
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import aioice.stun
from aiortc import rtcdtlstransport as dtls
from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters
from pylibsrtp import Session
from pylibsrtp import _binding as srtp

PINS = {"aiortc": "1.16.0", "aioice": "0.13.0", "pylibsrtp": "1.0.0"}
MAX_DATAGRAM = 1500
TAILROOM = 548
"""Room behind a datagram for the authentication tag; libsrtp writes at most 16 + 128 + 4 bytes."""
MAX_QUEUED_HANDSHAKE = 32

_protect = srtp.lib.srtp_protect
_protect_rtcp = srtp.lib.srtp_protect_rtcp
_unprotect = srtp.lib.srtp_unprotect
_unprotect_rtcp = srtp.lib.srtp_unprotect_rtcp


class SeamChanged(RuntimeError):
    """aiortc, aioice or pylibsrtp is not what this code was written against."""


class Buffer:
    """One datagram that Python and libsrtp see at the same place, so that nothing is copied between them."""

    __slots__ = ("data", "pointer", "view")

    def __init__(self) -> None:
        self.data = bytearray(MAX_DATAGRAM + TAILROOM)
        self.view = memoryview(self.data)
        self.pointer = srtp.ffi.from_buffer(self.data)


class Cipher:
    """One direction of SRTP.

    Each call works in place on the first `length` bytes of the buffer and returns the new length, 0 when
    libsrtp refuses (not authentic, replayed, too old).
    """

    __slots__ = ("_handle", "_length", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session  # owns what the handle points to
        self._handle = session._srtp[0]  # noqa: SLF001
        self._length = srtp.ffi.new("int *")

    def protect(self, buffer: Buffer, length: int) -> int:
        self._length[0] = length
        return 0 if _protect(self._handle, buffer.pointer, self._length) else int(self._length[0])

    def protect_rtcp(self, buffer: Buffer, length: int) -> int:
        self._length[0] = length
        return 0 if _protect_rtcp(self._handle, buffer.pointer, self._length) else int(self._length[0])

    def unprotect(self, buffer: Buffer, length: int) -> int:
        self._length[0] = length
        return 0 if _unprotect(self._handle, buffer.pointer, self._length) else int(self._length[0])

    def unprotect_rtcp(self, buffer: Buffer, length: int) -> int:
        self._length[0] = length
        return 0 if _unprotect_rtcp(self._handle, buffer.pointer, self._length) else int(self._length[0])


class Pipe:
    """What the handshake takes for its ICE transport: datagrams already filtered, a plain send."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._out = send
        self._in: asyncio.Queue[bytes | None] = asyncio.Queue(MAX_QUEUED_HANDSHAKE)

    def feed(self, datagram: bytes | None) -> None:
        """None ends the connection. A flood beyond the bound is dropped: DTLS sends again."""
        if self._in.full():
            if datagram is not None:
                return
            self._in.get_nowait()
        self._in.put_nowait(datagram)

    async def _recv(self) -> bytes:
        datagram = await self._in.get()
        if datagram is None:
            raise ConnectionError
        return datagram

    async def _send(self, datagram: bytes) -> None:
        self._out(datagram)


class Handshake(dtls.RTCDtlsTransport):
    """aiortc's DTLS; it hands over the two SRTP ciphers and never sees a media packet."""

    def __init__(
        self, send: Callable[[bytes], None], keys: Callable[[Cipher, Cipher], None], role: str = "server"
    ) -> None:
        self.pipe = Pipe(send)
        super().__init__(self.pipe, [RTCCertificate.generateCertificate()])  # type: ignore[arg-type]
        self._keys = keys
        self._set_role(role)
        self._srtp_profiles = sorted(dtls.SRTP_PROFILES, key=lambda profile: profile.key_length != 16)  # noqa: PLR2004

    def fingerprint(self) -> str:
        """The SDP value, `sha-256 AB:CD:...`."""
        found = next(f for f in self.getLocalParameters().fingerprints if f.algorithm == "sha-256")
        return f"{found.algorithm} {found.value}"

    def _setup_srtp(self) -> None:
        super()._setup_srtp()
        if self._rx_srtp is not None and self._tx_srtp is not None:
            self._keys(Cipher(self._rx_srtp), Cipher(self._tx_srtp))

    async def run(self, fingerprints: list[tuple[str, str]]) -> bool:
        """Shake hands; whether the peer is the one whose fingerprints were signalled."""
        await self.start(RTCDtlsParameters([RTCDtlsFingerprint(*pair) for pair in fingerprints]))
        return self.state == "connected"


def read_stun(datagram: bytes) -> Any | None:
    """A STUN message or None; aioice's parser lets struct and Unicode errors escape on malformed input."""
    try:
        return aioice.stun.parse_message(datagram)
    except (ValueError, struct.error, IndexError, TypeError):
        return None


def binding_reply(request: Any, address: tuple[str, int], key: bytes) -> bytes:
    reply = aioice.stun.Message(
        aioice.stun.Method.BINDING, aioice.stun.Class.RESPONSE, transaction_id=request.transaction_id
    )
    reply.attributes["XOR-MAPPED-ADDRESS"] = address
    reply.add_message_integrity(key)
    return bytes(reply)


def role_conflict(request: Any, key: bytes) -> bytes:
    reply = aioice.stun.Message(
        aioice.stun.Method.BINDING, aioice.stun.Class.ERROR, transaction_id=request.transaction_id
    )
    reply.attributes["ERROR-CODE"] = (487, "Role Conflict")
    reply.add_message_integrity(key)
    return bytes(reply)


def is_binding_request(message: Any) -> bool:
    return bool(
        message.message_method == aioice.stun.Method.BINDING
        and message.message_class == aioice.stun.Class.REQUEST
    )


def _changes() -> list[str]:
    changed = [f"{name} is {version(name)}, not {pin}" for name, pin in PINS.items() if version(name) != pin]
    source = inspect.getsource(dtls.RTCDtlsTransport)
    used = ("_setup_srtp", "_rx_srtp", "_tx_srtp", "_srtp_profiles", "transport._recv()", "transport._send(")
    changed += [f"aiortc's RTCDtlsTransport no longer has {word}" for word in used if word not in source]
    if "_srtp" not in inspect.getsource(Session.__init__):
        changed.append("pylibsrtp's Session no longer has _srtp")
    return changed


async def self_test() -> None:
    """Shake hands with ourselves and pass one packet through the ciphers. Raises SeamChanged."""
    changed = _changes()
    if not changed:
        try:
            await asyncio.wait_for(_loopback(), 5)
        except Exception as failure:
            logging.getLogger(__name__).exception("the media seam failed its self-test")
            changed.append(f"a DTLS-SRTP loopback fails: {failure!r}")
    if changed:
        raise SeamChanged("; ".join(changed))


Ciphers = tuple[Cipher, Cipher]
"""What comes in, what goes out."""


async def pair() -> tuple[Ciphers, Ciphers]:
    """Two ends that have shaken hands in memory, for self-tests: the server's ciphers, the client's."""
    got: dict[str, Ciphers] = {}
    wire: dict[str, Handshake] = {}

    def to_theirs(datagram: bytes) -> None:
        wire["theirs"].pipe.feed(datagram)

    ours = Handshake(to_theirs, lambda *both: got.update(ours=both))
    theirs = wire["theirs"] = Handshake(ours.pipe.feed, lambda *both: got.update(theirs=both), "client")
    marks = [
        [(f.algorithm, f.value) for f in end.getLocalParameters().fingerprints] for end in (theirs, ours)
    ]
    proven = await asyncio.gather(ours.run(marks[0]), theirs.run(marks[1]))
    for end in (ours, theirs):
        await end.stop()
    if not all(proven):
        raise ConnectionError("the handshake failed")
    return got["ours"], got["theirs"]


async def _loopback() -> None:
    ours, theirs = await pair()
    packet, buffer = bytes.fromhex("8060000100000001000000ff") + b"sound", Buffer()
    buffer.data[: len(packet)] = packet
    sealed = ours[1].protect(buffer, len(packet))
    opened = theirs[0].unprotect(buffer, sealed)
    if not sealed > len(packet) == opened or buffer.data[:opened] != packet:
        raise ValueError("a packet did not survive protection")
