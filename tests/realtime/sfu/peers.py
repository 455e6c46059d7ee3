"""Independent peers: stock aiortc on the far side of our worker; what passes is written down."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

from aiortc import (
    AudioStreamTrack,
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.contrib.media import MediaBlackhole
from aiortc.exceptions import InvalidStateError

from realtime.sfu import protocol as p
from realtime.sfu import rtp
from realtime.sfu.engine import MediaEngine

Record = dict[int, list[bytes]]
"""Payloads by payload type, in order."""


BUNDLED = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


def note(data: bytes, record: Record) -> None:
    """Write a plain RTP packet's payload down, extensions and padding excluded."""
    if not rtp.is_rtcp(data[1]):
        _, _, end = rtp.extension_block(data, len(data))
        record.setdefault(data[1] & 0x7F, []).append(data[end:])


class Connection(RTCPeerConnection):
    """aiortc's connection, whose own connecting ends without an error when it is closed meanwhile.

    aiortc starts that step as a task of nobody: closed before the task ran, its error would fail
    whichever test runs then.
    """

    async def _RTCPeerConnection__connect(self) -> None:  # noqa: N802
        try:
            await super()._RTCPeerConnection__connect()  # type: ignore[misc]
        except InvalidStateError:
            if self.signalingState != "closed":
                raise


class Peer:
    """One member with a publishing and a subscribing connection."""

    def __init__(self, engine: MediaEngine, room: str, name: str) -> None:
        self.engine, self.room, self.name = engine, room, name
        self.out, self.into = Connection(BUNDLED), Connection(BUNDLED)
        self.sent: Record = {}
        self.received: Record = {}
        self._sink = MediaBlackhole()

    async def __aenter__(self) -> Self:
        await self.engine.join(self.room, self.name)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.engine.leave(self.room, self.name)
        await self._sink.stop()
        await asyncio.gather(self.out.close(), self.into.close())

    async def publish(self, *tracks: MediaStreamTrack) -> None:
        for track in tracks or (AudioStreamTrack(), VideoStreamTrack()):
            self.out.addTrack(track)
        await self.out.setLocalDescription(await self.out.createOffer())
        self._tap(self.out.getSenders()[0].transport, "_send_rtp", self.sent)
        answer = await self.engine.publish(self.room, self.name, self.out.localDescription.sdp, {})
        await self.out.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))

    async def subscribe(self) -> p.Offer:
        self.into.on("track", self._sink.addTrack)
        offer = await self.engine.subscribe(self.room, self.name)
        await self.take(offer.number, offer.sdp)
        return offer

    async def take(self, number: int, sdp: str) -> None:
        await self.into.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        self._tap(self.into.getReceivers()[0].transport, "_handle_rtp_data", self.received)
        await self.into.setLocalDescription(await self.into.createAnswer())
        await self.engine.answer(self.room, self.name, number, self.into.localDescription.sdp)
        await self._sink.start()

    def _tap(self, transport: Any, method: str, record: Record) -> None:
        plain: Callable[..., Any] = getattr(transport, method)

        async def tapped(data: bytes, *rest: Any, **named: Any) -> None:
            note(data, record)
            await plain(data, *rest, **named)

        setattr(transport, method, tapped)
