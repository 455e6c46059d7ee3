"""The steps of a take-down: what a package that keeps copies of cases hands in (wired in api/wiring.py)."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Step = Callable[[AsyncSession, UUID], Awaitable[int]]
"""Takes the case's copies away, then looks whether anything is left. Returns how many it took.

Called with the case's id, in the transaction of a job, and called again after a failure: it is idempotent.
"""

Steps = Mapping[str, Step]


class StillThere(Exception):
    """A step looked, and something can still be found. It is tried again. The text names the place."""
