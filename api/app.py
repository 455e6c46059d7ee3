"""The one place where everything meets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

import cases.routes
import clubs.routes
import credit.routes
import files.routes
import forums.routes
import identity.routes
import inbox.routes
import moderation.routes
import realtime.documents.sockets
import realtime.routes
import realtime.sockets
import search.routes
from api import health, problems, wiring
from api.csrf import SameOriginOnly
from api.legible import Legible
from api.observe import Observe
from core import logging, metrics
from core import settings as configuration
from core.db import Sessions, create_engine, sessions_on, transaction
from core.events import Bus
from core.settings import Settings
from files.store import shelf_of
from identity.guards import current_viewer
from realtime.documents.desk import Desk
from realtime.hub import Hub

API_ROUTERS: list[ControllerRouterHandler] = [
    cases.routes.router,
    clubs.routes.router,
    credit.routes.router,
    files.routes.router,
    forums.routes.router,
    identity.routes.router,
    inbox.routes.router,
    moderation.routes.router,
    realtime.routes.router,
    search.routes.router,
]


READERS = 8
"""Reading pages worked on at once. One process has one processor: more at once makes each of them later, and
the last ones much later; in turn they all take the same time.
"""

# Pages pack themselves (web.render), static files were packed when they were built, pictures are packed.
PACKED = CompressionConfig(
    backend="gzip",
    gzip_compress_level=3,
    minimum_size=800,
    exclude=["^/$", "^/static/", "^/boards", "^/threads/", "^/cases", "^/search", "^/files/"],
)


async def provide_session(request: Request[Any, Any, Any], state: State) -> AsyncIterator[AsyncSession]:
    """One transaction a request. Handlers marked `reads` see each statement's own snapshot, without one."""
    if request.route_handler.opt.get("reads"):
        async with state.turns, state.reading() as session:
            yield session
        return
    async with transaction(state.sessions) as session:
        yield session


def reading(sessions: Sessions) -> Sessions:
    """Sessions on the same connections that send no BEGIN and COMMIT: two round trips less for a page."""
    bind: AsyncEngine = sessions.kw["bind"]
    return async_sessionmaker(
        bind.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False, info=sessions.kw["info"]
    )


Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def create_app(settings: Settings, sessions: Sessions, *, lifespan: Sequence[Lifespan] = ()) -> Litestar:
    """The whole service over HTTP. The caller owns the database engine behind `sessions`."""
    from web.app import handlers as pages  # noqa: PLC0415

    return Litestar(
        [
            Router("/api", route_handlers=API_ROUTERS),
            *health.handlers,
            files.routes.picture,
            realtime.sockets.room_socket,
            realtime.documents.sockets.document_socket,
            *pages,
        ],
        state=State(world(settings, sessions)),
        dependencies={
            "session": Provide(provide_session),
            "viewer": Provide(current_viewer),
        },
        exception_handlers=problems.HANDLERS,
        middleware=[Observe(), Legible(), SameOriginOnly(settings.origin)],
        compression_config=PACKED,
        lifespan=[*lifespan, rooms_end],
        request_max_body_size=2_000_000,
        openapi_config=OpenAPIConfig(
            title="Consilium",
            version="0.1.0",
            path="/api/schema",
            # Without the viewers, which load scripts from elsewhere, and YAML: a second of CPU a request.
            render_plugins=[JsonRenderPlugin()],
        ),
    )


def world(settings: Settings, sessions: Sessions) -> dict[str, object]:
    """What handlers find in the application's state."""
    return {
        "sessions": sessions,
        "reading": reading(sessions),
        "turns": asyncio.Semaphore(READERS),
        "settings": settings,
        "hub": wiring.wire_rooms(settings, sessions),
        "desk": wiring.wire_desk(sessions),
        "shelf": shelf_of(settings),
    }


@asynccontextmanager
async def rooms_end(app: Litestar) -> AsyncIterator[None]:
    """Live rooms end before what they stand on."""
    yield
    hub: Hub = app.state.hub
    desk: Desk = app.state.desk
    await asyncio.gather(hub.stop(), desk.stop())


def app() -> Litestar:
    """For the web server: settings from the environment, an engine of its own."""
    settings = configuration.load()
    logging.configure(settings)
    metrics.listen(settings)
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url)

    @asynccontextmanager
    async def closing(_: Litestar) -> AsyncIterator[None]:
        yield
        await engine.dispose()

    return create_app(settings, sessions_on(engine, bus), lifespan=[closing])
