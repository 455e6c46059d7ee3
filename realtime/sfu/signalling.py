"""What a browser and the service say about media, and how that reaches the engine (SIGNALLING.md).

The room's socket carries these frames beside its own; who may send them is the room's business. No web
framework here.
"""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from realtime.sfu import protocol as p
from realtime.sfu.engine import EngineEvent, EngineRefused, MediaEngine, WorkerGone, WorkerRestarted


class Frame(Struct, tag_field="type", rename="camel", frozen=True, kw_only=True):
    """One frame, told apart by its `type`."""


class MediaPublish(Frame, tag="media.publish", frozen=True, kw_only=True):
    """Browser: the offer of the publishing connection.

    `labels` by m-line name: camera, microphone, screen.
    """

    attempt: Annotated[int, Meta(ge=0, lt=1 << 31)]
    sdp: p.Description
    labels: p.Labels = {}


class MediaSubscribe(Frame, tag="media.subscribe", frozen=True, kw_only=True):
    """Browser: I want to see and hear, on a new connection."""


class MediaAnswer(Frame, tag="media.answer", frozen=True, kw_only=True):
    """Browser: the answer to `media.offer` of that number."""

    number: Annotated[int, Meta(ge=0, lt=1 << 53)]
    sdp: p.Description


class MediaPublished(Frame, tag="media.published", frozen=True, kw_only=True):
    """Service: the answer to `media.publish` of that attempt."""

    attempt: int
    connection: int
    sdp: str


class MediaOffer(Frame, tag="media.offer", frozen=True, kw_only=True):
    """Service: an offer.

    Another `connection` than before means a new peer connection, else a renegotiation.
    """

    connection: int
    number: int
    sdp: str


class MediaPlaces(Frame, tag="media.places", frozen=True, kw_only=True):
    """Service: what each m-line of that connection carries now, all of them."""

    connection: int
    places: list[p.Place]


class MediaLost(Frame, tag="media.lost", frozen=True, kw_only=True):
    """Service: that connection is over, connect anew.

    `which` is publish or subscribe, or both with `connection` None.
    """

    which: str
    connection: int | None = None


class MediaRefused(Frame, tag="media.refused", frozen=True, kw_only=True):
    """Service: what was asked could not be done; `request` is the type of the frame.

    `engine_gone` passes by itself: `media.lost` follows.
    """

    request: str
    code: str
    attempt: int | None = None


FromBrowser = MediaPublish | MediaSubscribe | MediaAnswer
ToBrowser = MediaPublished | MediaOffer | MediaPlaces | MediaLost | MediaRefused


async def receive(engine: MediaEngine, room: str, member: str, frame: FromBrowser) -> ToBrowser | None:
    """Do what a joined member's browser asks; the frame to send back, if any.

    Never raises for what the engine refuses.
    """
    attempt = frame.attempt if isinstance(frame, MediaPublish) else None
    asked = str(type(frame).__struct_config__.tag)
    try:
        return await _do(engine, room, member, frame)
    except EngineRefused as refused:
        return MediaRefused(request=asked, code=refused.code, attempt=attempt)
    except WorkerGone:
        return MediaRefused(request=asked, code="engine_gone", attempt=attempt)


async def _do(engine: MediaEngine, room: str, member: str, frame: FromBrowser) -> ToBrowser | None:
    match frame:
        case MediaPublish(attempt=attempt, sdp=sdp, labels=labels):
            answer = await engine.publish(room, member, sdp, labels)
            return MediaPublished(attempt=attempt, connection=answer.connection, sdp=answer.sdp)
        case MediaSubscribe():
            offer = await engine.subscribe(room, member)
            return MediaOffer(connection=offer.connection, number=offer.number, sdp=offer.sdp)
        case MediaAnswer(number=number, sdp=sdp):
            await engine.answer(room, member, number, sdp)
    return None


def deliveries(event: EngineEvent) -> Iterator[tuple[str, str, ToBrowser]]:
    """The frames an engine's event means for browsers, as (room, member, frame)."""
    match event:
        case p.SubscribeOffered(room=room, member=member, connection=connection, number=number, sdp=sdp):
            yield room, member, MediaOffer(connection=connection, number=number, sdp=sdp)
        case p.SlotsChanged(room=room, member=member, connection=connection, places=places):
            yield room, member, MediaPlaces(connection=connection, places=places)
        case p.ConnectionChanged(
            room=room, member=member, which=which, connection=connection, state="failed" | "closed"
        ):
            yield room, member, MediaLost(which=which, connection=connection)
        case WorkerRestarted(rooms=rooms):
            for room, members in rooms.items():
                yield from ((room, member, MediaLost(which="both")) for member in members)
