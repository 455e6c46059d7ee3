"""One media packet on its way through: parsed once, then written out for every subscriber."""

from typing import NamedTuple

from realtime.sfu import rtp, vp8


class Packet(NamedTuple):
    """`data` is the decrypted packet with the extension ids of the subscribers."""

    data: bytes
    first: int
    marker: int
    """0x80 or 0."""
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload_at: int
    video: vp8.Descriptor


def parse(data: bytearray, length: int, names: dict[int, int], *, video: bool) -> Packet:
    """Read a decrypted packet and give its extensions their outgoing ids in place. Raises ValueError."""
    profile, start, end = rtp.extension_block(data, length)
    if profile:
        rtp.rename_extensions(data, profile, start, end, names)
    first, second, sequence, timestamp, ssrc = rtp.HEADER.unpack_from(data)
    described = vp8.describe(data, end, length) if video else vp8.NOTHING
    return Packet(
        bytes(data[:length]), first, second & 0x80, second & 0x7F, sequence, timestamp, ssrc, end, described
    )


class Cache:
    """The last packets of a source by sequence number, to answer a NACK.

    Sent again, a packet is rewritten and encrypted as before to the last bit: a subscriber's numbers depend
    on the packet and the slot's present shift only, and SRTP refuses a second version of a sequence number
    from the publisher. So a GCM nonce never meets two plaintexts, and one copy serves all subscribers.
    """

    __slots__ = ("_packets", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._packets: list[Packet | None] = [None] * size

    def keep(self, packet: Packet) -> None:
        self._packets[packet.sequence % self._size] = packet

    def find(self, sequence: int) -> Packet | None:
        packet = self._packets[sequence % self._size]
        return packet if packet is not None and packet.sequence == sequence else None

    def clear(self) -> None:
        self._packets = [None] * self._size
