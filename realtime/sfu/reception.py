"""What one incoming stream owes us: which packets are missing, and the figures of a receiver report."""

from realtime.sfu.rtcp import ReceiverReport

RETRY_SECONDS = 0.1
GIVE_UP_SECONDS = 1.0
MAX_MISSING = 128
MAX_JUMP = 256
"""A larger jump is a new stream or a long silence: asking for what lies between would be of no use."""


class Reception:
    """Sequence numbers, loss and jitter of one SSRC (RFC 3550 A.1, A.3, A.8).

    Times are seconds of a monotonic clock.
    """

    __slots__ = ("_due", "_expected", "_jitter", "_received", "_transit", "clock", "first", "highest",
                 "last_sr", "missing", "received", "sr_at", "ssrc")  # fmt: skip

    def __init__(self, ssrc: int, clock: int) -> None:
        self.ssrc = ssrc
        self.clock = clock
        self.first = self.highest = -1  # extended sequence numbers
        self.received = self._received = self._expected = 0
        self.missing: dict[int, float] = {}
        self._due = 0.0
        self._jitter = self._transit = 0.0
        self.last_sr, self.sr_at = 0, 0.0

    def arrived(self, sequence: int, timestamp: int, now: float) -> tuple[int, list[int]]:
        """Count a packet; its extended number and the 16-bit numbers newly missing before it come back."""
        self.received += 1
        self._measure(timestamp, now)
        if self.first < 0:
            self.first = self.highest = sequence
            return sequence, []
        step = (sequence - self.highest + 0x8000 & 0xFFFF) - 0x8000
        number = self.highest + step
        if step <= 0:
            self.missing.pop(number, None)
            return number, []
        before, self.highest = self.highest, number
        return number, self._miss(before + 1, now) if 1 < step <= MAX_JUMP else []

    def _miss(self, start: int, now: float) -> list[int]:
        gap = range(start, self.highest)[: max(0, MAX_MISSING - len(self.missing))]
        self.missing.update(dict.fromkeys(gap, now))
        self._due = now + RETRY_SECONDS
        return [number & 0xFFFF for number in gap]

    def overdue(self, now: float) -> list[int]:
        """What to ask for once more; what is too late to be of use is forgotten."""
        if not self.missing or now < self._due:
            return []
        self._due = now + RETRY_SECONDS
        self.missing = {number: at for number, at in self.missing.items() if now - at < GIVE_UP_SECONDS}
        return [number & 0xFFFF for number in self.missing]

    def _measure(self, timestamp: int, now: float) -> None:
        transit = now * self.clock - timestamp
        if self._transit:
            change = abs(transit - self._transit)
            if change < self.clock:  # a wrapped or restarted timestamp says nothing about jitter
                self._jitter += (change - self._jitter) / 16
        self._transit = transit

    def heard_sender(self, ntp: int, now: float) -> None:
        self.last_sr, self.sr_at = ntp >> 16 & 0xFFFFFFFF, now

    def report(self, now: float) -> ReceiverReport:
        expected = self.highest - self.first + 1
        due, came = expected - self._expected, self.received - self._received
        self._expected, self._received = expected, self.received
        fraction = min(255, max(0, (due - came) * 256 // due)) if due > 0 else 0
        delay = int((now - self.sr_at) * 65536) & 0xFFFFFFFF if self.last_sr else 0
        lost = max(0, expected - self.received)
        return ReceiverReport(
            self.ssrc, fraction, lost, self.highest & 0xFFFFFFFF, int(self._jitter), self.last_sr, delay
        )
