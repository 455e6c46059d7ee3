"""RTP headers by their offsets, on raw bytes.

Nothing here allocates more than one tuple or raises anything but `ValueError`, whatever the bytes are (RFC
3550 5.1, RFC 8285).
"""

from struct import Struct as Layout

FIXED = 12
HEADER = Layout("!BBHII")
"""First byte (version, padding, extension, CSRC count), marker and payload type, sequence, timestamp, SSRC.
"""
EXTENSION = Layout("!HH")
ONE_BYTE = 0xBEDE
TWO_BYTE = 0x1000

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ORIENTATION = "urn:3gpp:video-orientation"


def extension_block(data: bytes | bytearray, length: int) -> tuple[int, int, int]:
    """(profile, start, end) of the header extension block; payload starts at `end`.

    Profile 0 means there is none.
    """
    if length < FIXED or data[0] >> 6 != 2:  # noqa: PLR2004 - RTP version 2
        raise ValueError("not an RTP packet")
    start = FIXED + 4 * (data[0] & 15)
    if not data[0] & 16:
        if start > length:
            raise ValueError("the CSRC list runs past the packet")
        return 0, start, start
    if start + 4 > length:
        raise ValueError("the extension header runs past the packet")
    profile, words = EXTENSION.unpack_from(data, start)
    end = start + 4 + 4 * words
    if end > length:
        raise ValueError("the extensions run past the packet")
    return profile, start + 4, end


def elements(data: bytes | bytearray, profile: int, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """Each extension element as (id, at, value start, value length); its header begins at `at`."""
    found: list[tuple[int, int, int, int]] = []
    at = start
    wide = profile & 0xFFF0 == TWO_BYTE
    if not wide and profile != ONE_BYTE:
        return found
    while at < end:
        if data[at] == 0:
            at += 1
            continue
        if wide:
            if at + 2 > end:
                raise ValueError("an extension element is cut off")
            identity, value, size = data[at], at + 2, data[at + 1]
        else:
            identity, value, size = data[at] >> 4, at + 1, (data[at] & 15) + 1
            if identity == 15:  # noqa: PLR2004 - RFC 8285 4.2: stop here
                break
        if value + size > end:
            raise ValueError("an extension value is cut off")
        found.append((identity, at, value, size))
        at = value + size
    return found


def read_extension(data: bytes | bytearray, length: int, identity: int) -> bytes:
    """The value of one extension element, or nothing."""
    profile, start, end = extension_block(data, length)
    for found, _, value, size in elements(data, profile, start, end):
        if found == identity:
            return bytes(data[value : value + size])
    return b""


def rename_extensions(data: bytearray, profile: int, start: int, end: int, names: dict[int, int]) -> None:
    """Give each element the id it has on the far side, in place; what has none there becomes padding."""
    for identity, at, value, size in elements(data, profile, start, end):
        renamed = names.get(identity, 0)
        if not renamed:
            data[at : value + size] = bytes(value + size - at)
        elif profile == ONE_BYTE:
            data[at] = renamed << 4 | (data[at] & 15)
        else:
            data[at] = renamed


def is_rtcp(second: int) -> bool:
    """Whether a packet's second byte says RTCP (RFC 5761: 64 to 95 are no payload types)."""
    return 192 <= second <= 223  # noqa: PLR2004
