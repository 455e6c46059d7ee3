"""Every outlet, asked by everybody for everything: nobody reads what the table does not give them."""

import asyncio

import pytest

from tests.outlets.cast import CAST, EVERYBODY, EXTRAS
from tests.outlets.conftest import Clients
from tests.outlets.crawl import addresses, ask, canaries
from tests.outlets.registry import READING, TAKEAWAYS, Outlet
from tests.outlets.truth import TRUTH
from tests.outlets.world import World

pytestmark = [pytest.mark.xdist_group("outlets seen"), pytest.mark.timeout(600)]
Heard = dict[tuple[str, str, str], str]
"""(outlet, who, canary) to an address at which it was read."""


@pytest.fixture(scope="module")
async def heard(world: World, clients: Clients) -> Heard:
    """All that anybody can read anywhere."""
    found: Heard = {}
    outlets = [("GET", *each) for each in READING.items()] + [("POST", *each) for each in TAKEAWAYS.items()]
    for method, path, outlet in outlets:
        await asyncio.gather(
            *(_listen(world, clients, key, method, path, outlet, found) for key in EVERYBODY)
        )
    return found


async def _listen(  # noqa: PLR0917
    world: World, clients: Clients, key: str, method: str, path: str, outlet: Outlet, found: Heard
) -> None:
    answers = await ask(clients[key], list(addresses(world, path, outlet)), method=method)
    for address, answer in answers.items():
        for canary in canaries(answer) - {f"{key}name"}:
            if not _directory(canary, key, address, outlet):
                found[path, key, canary] = address


def _directory(canary: str, who: str, address: str, outlet: Outlet) -> bool:
    """Whether this is a member's name where members look each other up."""
    listing = outlet.directory or "q=Person" in address
    return canary.endswith("name") and canary in NAMES and listing and who != "guest"


NAMES = {canary for canary, (kind, _) in TRUTH.items() if kind == "name"}
UNWATCHED = {f"{key}name" for key in CAST | EXTRAS} - NAMES


async def test_nobody_reads_what_is_not_for_them(heard: Heard) -> None:
    leaks = [
        f"{path}: {who} reads {canary} at {address}"
        for (path, who, canary), address in sorted(heard.items())
        if canary not in UNWATCHED and who not in TRUTH[canary][1]
    ]
    assert not leaks, "\n".join([f"{len(leaks)} leaks", *leaks])


async def test_an_outlet_shows_only_the_kinds_it_says(heard: Heard) -> None:
    outlets = READING | TAKEAWAYS
    undeclared = {
        f"{path} shows {TRUTH[canary][0]} ({canary})"
        for path, _, canary in heard
        if canary not in UNWATCHED and TRUTH[canary][0] not in outlets[path].kinds
    }
    assert not undeclared, "\n".join(sorted(undeclared))


async def test_everybody_reads_what_is_for_them(heard: Heard) -> None:
    missing = [
        f"{path}: {who} does not read {canary}"
        for path, outlet in READING.items()
        for canary in outlet.must
        for who in TRUTH[canary][1]
        if (path, who, canary) not in heard
    ]
    assert not missing, "\n".join(sorted(missing))


async def test_every_canary_is_read_somewhere(heard: Heard) -> None:
    """One that nobody can read guards nothing; these names are meant for nobody else, and what was taken
    down is for nobody.
    """
    sealed = {canary for canary, (_, who) in TRUTH.items() if not who and canary.startswith("takendown")}
    unread = set(TRUTH) - {canary for *_, canary in heard}
    assert unread == {"whistlename", "reviewername", "inviteename"} | sealed
