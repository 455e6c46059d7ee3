"""What the worker does beside the outbox: texts and files made anew, old counters forgotten, gauges kept."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from cases import service as cases
from core import limits
from core.db import Sessions, transaction
from core.markdown.rerender import rerender
from core.outbox.worker import measure

logger = structlog.get_logger(__name__)
MEASURE_SECONDS = 10.0
FORGET_SECONDS = 3600.0
REMIND_SECONDS = 3600.0
PICTURES_SECONDS = 600.0


async def keep(sessions: Sessions) -> None:
    """Until cancelled. A chore that fails is logged and done again in its turn."""
    await once(render_stale, sessions)
    await asyncio.gather(
        every(MEASURE_SECONDS, measure, sessions),
        every(FORGET_SECONDS, limits.forget_old, sessions),
        every(REMIND_SECONDS, remind, sessions),
        every(PICTURES_SECONDS, take_pictures_out, sessions),
    )


async def every(seconds: float, chore: Callable[[Sessions], Awaitable[None]], sessions: Sessions) -> None:
    while True:
        await once(chore, sessions)
        await asyncio.sleep(seconds)


async def once(chore: Callable[[Sessions], Awaitable[None]], sessions: Sessions) -> None:
    try:
        await chore(sessions)
    except Exception:
        logger.exception("chore failed", chore=chore.__name__)


async def take_pictures_out(sessions: Sessions) -> None:
    """Of files whose pictures no consent covers any more: one month ends where the consent says so."""
    async with transaction(sessions) as session:
        told = await cases.without_pictures(session)
    if told:
        logger.info("files are made anew without their pictures", versions=told)


async def remind(sessions: Sessions) -> None:
    """Reviewers whose reviews are nearly due or late, and the editors of late ones."""
    async with transaction(sessions) as session:
        told = await cases.remind(session)
    if told:
        logger.info("reviewers reminded", reviews=told)


async def render_stale(sessions: Sessions) -> None:
    """After an upgrade of the renderer; where every text is up to date it costs one look a table."""
    outcome = await rerender(sessions)
    logger.info("texts rendered anew", outcome=str(outcome))
