"""How soon something that fell is started again."""

import time

FIRST, LONGEST = 0.1, 10.0  # seconds; each fall doubles the wait
STEADY = 30.0  # seconds of life after which earlier falls are forgotten


class Pace:
    def __init__(self) -> None:
        self.pause = 0.0
        self._began = time.monotonic()
        self._due: float | None = None

    def began(self) -> None:
        """It has just been started."""
        self._began, self._due = time.monotonic(), None

    def due(self) -> bool:
        """Whether it is time to start it again; the first question after a fall fixes the moment."""
        now = time.monotonic()
        if self._due is None:
            self.pause = 0.0 if now - self._began > STEADY else min(max(self.pause * 2, FIRST), LONGEST)
            self._due = now + self.pause
        return now >= self._due
