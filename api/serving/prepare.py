"""Before the first request: the schema, and on a first start the sample community.

A process of its own, so that the parent of the service stays small: `python -m api.serving.prepare [--demo]`
with the settings in the environment. What it prints is for the person who started the service.
"""

import asyncio
import sys

from api import migrate, wiring
from core import settings as configuration
from core.db import create_engine, sessions_on
from core.events import Bus
from core.settings import Settings


async def prepare(settings: Settings, *, demo: bool) -> None:
    await migrate.migrate(settings.database_url)
    if demo:
        await load_demo(settings)


async def load_demo(settings: Settings) -> None:
    from api import demo  # noqa: PLC0415 - a large module that most starts do not need

    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url, pool_size=2)
    try:
        await demo.load(sessions_on(engine, bus))
    finally:
        await engine.dispose()
    print(demo.SIGN_IN)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(prepare(configuration.load(), demo="--demo" in sys.argv[1:]))
