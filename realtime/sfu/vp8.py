"""The VP8 payload descriptor, as far as a forwarder needs it (RFC 7741 4.2)."""

from typing import NamedTuple

PICTURE_MASK = 0x7FFF


class Descriptor(NamedTuple):
    """Offsets are counted from the start of the packet; 0 means absent."""

    key_start: bool = False
    """The first packet of a key frame: a decoder can begin here."""
    picture_at: int = 0
    """Where the 15-bit picture id lies."""
    picture: int = 0
    layer_at: int = 0
    """Where TL0PICIDX lies."""
    layer: int = 0


NOTHING = Descriptor()


def describe(data: bytes | bytearray, at: int, length: int) -> Descriptor:
    """Read the descriptor at `at`; a payload cut short describes nothing."""
    try:
        return _describe(data, at, length)
    except IndexError:
        return NOTHING


def _describe(data: bytes | bytearray, at: int, length: int) -> Descriptor:
    first, picture_at, picture, layer_at, layer = data[at], 0, 0, 0, 0
    at += 1
    if first & 0x80:
        flags = data[at]
        at += 1
        if flags & 0x80:
            if data[at] & 0x80:
                picture_at, picture = at, (data[at] & 0x7F) << 8 | data[at + 1]
                at += 1
            at += 1
        if flags & 0x40:
            layer_at, layer = at, data[at]
            at += 1
        if flags & 0x30:
            at += 1
    if at >= length:
        return NOTHING
    starts_first_partition = first & 0x17 == 0x10  # noqa: PLR2004 - S set, partition 0
    key = starts_first_partition and not data[at] & 1
    return Descriptor(key, picture_at, picture, layer_at, layer)
