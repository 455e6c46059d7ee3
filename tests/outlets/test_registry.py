"""Nothing leaves by a way that is not written down, and nothing is written down that does not exist."""

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute

from api import wiring
from core.settings import Settings
from identity.letters import Letter
from tests.outlets.acts import ACTS
from tests.outlets.crawl import addresses
from tests.outlets.registry import JOBS, LETTERS, READING, SOCKETS, TAKEAWAYS
from tests.outlets.truth import TRUTH
from tests.outlets.world import World

pytestmark = pytest.mark.xdist_group("outlets used")
SAFE = {"GET", "HEAD", "OPTIONS"}


def http(app: Litestar) -> set[tuple[str, str]]:
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    return {(method, r.path_format) for r in routes for h in r.route_handlers for method in h.http_methods}


async def test_every_page_feed_and_export_is_registered(our_app: Litestar) -> None:
    assert {path for method, path in http(our_app) if method == "GET"} == set(READING)


async def test_every_unsafe_route_is_registered(our_app: Litestar) -> None:
    unsafe = {f"{method} {path}" for method, path in http(our_app) if method not in SAFE}
    assert unsafe == set(ACTS) | {f"POST {path}" for path in TAKEAWAYS}


async def test_every_socket_is_registered(our_app: Litestar) -> None:
    sockets = {route.path_format for route in our_app.routes if isinstance(route, WebSocketRoute)}
    assert sockets == set(SOCKETS)


def test_every_job_and_letter_is_registered(our_settings: Settings) -> None:
    assert set(wiring.jobs(our_settings)) == set(JOBS)
    assert {letter.value for letter in Letter} == set(LETTERS)


async def test_every_outlet_is_asked_for_something(world: World) -> None:
    silent = [path for path, outlet in READING.items() if not list(addresses(world, path, outlet))]
    assert silent == []


def test_the_registry_speaks_of_kinds_and_canaries_that_exist() -> None:
    kinds = {kind for kind, _ in TRUTH.values()}
    for path, outlet in (READING | TAKEAWAYS).items():
        assert outlet.kinds <= kinds, path
        assert set(outlet.must) <= set(TRUTH), path
