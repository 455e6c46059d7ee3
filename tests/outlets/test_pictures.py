"""Who gets the pixels: everybody asks for the picture of every case, with and without a link."""

import pytest

from files import links
from tests.outlets.cast import EVERYBODY, viewer_of
from tests.outlets.conftest import Clients
from tests.outlets.truth import ALL, CASES, LOOKS_AT, OPEN_TO_ALL
from tests.outlets.world import World

pytestmark = pytest.mark.xdist_group("outlets used")
SIZES = ("thumb", "full")


def signed(world: World, who: str, state: str, size: str) -> str:
    person = viewer_of(world.cast, who).person_id
    return links.signed(world.settings.secret, person, world.of("file_id", state), size)


@pytest.mark.parametrize("state", CASES)
async def test_pixels_go_to_those_who_read_the_text(world: World, clients: Clients, state: str) -> None:
    may = CASES[state] | LOOKS_AT.get(state, frozenset())
    for size in SIZES:
        answers = {who: await clients[who].get(signed(world, who, state, size)) for who in EVERYBODY}
        assert {who for who, answer in answers.items() if answer.status_code == 200} == may
        for answer in answers.values():
            assert answer.status_code in {200, 404, 410}
            assert ("webp" in answer.headers["content-type"]) is (answer.status_code == 200)


@pytest.mark.parametrize("state", CASES)
async def test_without_a_link_only_what_is_everybodys_is_handed_out(
    world: World, clients: Clients, state: str
) -> None:
    path = f"/files/{world.of('file_id', state)}/page"
    got = {who for who in EVERYBODY if (await clients[who].get(path)).status_code == 200}
    assert got == (ALL if state in OPEN_TO_ALL else frozenset())


async def test_a_link_opens_nothing_for_somebody_else(world: World, clients: Clients) -> None:
    """Not even for those who may see the picture by a link of their own."""
    path = signed(world, "author", "submitted", "full")
    assert (await clients["author"].get(path)).status_code == 200
    assert (await clients["editor"].get(path)).status_code == 403
    assert (await clients["outsider"].get(path)).status_code == 404


async def test_an_answer_names_neither_the_sender_nor_the_file(world: World, clients: Clients) -> None:
    answer = await clients["reviewer"].get(signed(world, "reviewer", "inreview", "full"))
    assert answer.headers["cache-control"] == "private, no-store"
    told = " ".join(answer.headers.values())
    for word in (world.cast["author"].person.name, str(world.cast["author"].id), "phone", "uploaded"):
        assert word not in told


async def test_the_queue_of_second_looks_says_nothing_to_who_has_a_part(
    world: World, clients: Clients
) -> None:
    draft = str(world.of("file_id", "draft"))
    for who in EVERYBODY:
        answer = await clients[who].get("/api/files/looks")
        listed = answer.status_code == 200 and draft in {row["id"] for row in answer.json()}
        assert listed is (who == "clinician"), who  # who has taken it on: nobody else can for two hours
