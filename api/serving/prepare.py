"""Before the first request: the schema, and on a first start the sample community.

A process of its own, so that the parent of the service stays small: `python -m api.serving.prepare [--demo]`
with the settings in the environment. What it prints is for the person who started the service.
"""

import asyncio
import shlex
import sys

from api import migrate, wiring
from core import settings as configuration
from core.db import Sessions, create_engine, sessions_on
from core.events import Bus
from core.policy import Role
from core.settings import Settings
from identity import service as identity

FIRST_STEP = (
    "There is no administrator yet: make the first with "
    "`./consilium user add EMAIL NAME --role administrator --data {data}`."
)


async def prepare(settings: Settings, *, demo: bool) -> None:
    await migrate.migrate(settings.database_url)
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url, pool_size=5)
    try:
        sessions = sessions_on(engine, bus)
        if demo:
            await load_demo(sessions)
        await point_out_first_step(settings, sessions)
    finally:
        await engine.dispose()


async def load_demo(sessions: Sessions) -> None:
    from api import demo  # noqa: PLC0415 - a large module that most starts do not need

    await demo.load(sessions)
    print(demo.SIGN_IN)  # noqa: T201


async def point_out_first_step(settings: Settings, sessions: Sessions) -> None:
    """A house without an administrator can only be given one from the command line."""
    async with sessions() as session:
        if await identity.people_with_role(session, role=Role.ADMINISTRATOR):
            return
    print(FIRST_STEP.format(data=shlex.quote(str(settings.data))))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(prepare(configuration.load(), demo="--demo" in sys.argv[1:]))
