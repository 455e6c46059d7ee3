"""The web server: one granian worker. `python -m api.serving.web` with the settings in the environment."""

import gc
import multiprocessing
import signal
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar
from litestar.types import ASGIApp

from core import settings as configuration
from core.postgres.lifeline import die_with_parent
from realtime.documents.outlet import DIRECT


def app() -> ASGIApp:
    """What the worker process of granian serves. It dies with the process that started it."""
    from api.app import app as build  # noqa: PLC0415 - only the worker needs it all

    if parent := multiprocessing.parent_process():
        die_with_parent(parent.pid, by=signal.SIGKILL)
    made = build()
    gc.collect()
    gc.freeze()  # what is built at the start lives for ever; looking at it again and again is lost time
    gc.set_threshold(20_000, 20, 50)
    return keeping_the_ways(made)


def keeping_the_ways(app: Litestar) -> ASGIApp:
    """Connections of documents find the server's own ways in and out in their scope."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            scope[DIRECT] = (receive, send)
        await app(scope, receive, send)

    return served


def main() -> None:
    settings = configuration.load()
    Server(
        "api.serving.web:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        factory=True,
        workers=1,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
