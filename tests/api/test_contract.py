"""The JSON API keeps its word: requests made up from its own OpenAPI document get documented answers only."""

import itertools
import re
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from httpx import AsyncClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.outlets.conftest import (  # noqa: F401 - the community that the outlets are tried on
    Clients,
    clients,
    our_app,
    our_sessions,
    our_settings,
    world,
)
from tests.outlets.crawl import FIXED
from tests.outlets.world import World

Case = AnyCase[Any]
pytestmark = pytest.mark.xdist_group("contract")
EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CALLERS = ("guest", "author", "moderator", "editor", "administrator")
SENT = {"method", "url", "params", "headers", "json", "data"}
# Signing oneself out or the like would make a guest of a caller.
LEFT_OUT = {"DELETE /api/identity/sessions/{session_id}"}


def made_up(schema: Any, mode: GenerationMode) -> list[Case]:
    """Cases for every operation, the same in every run."""
    cases: list[Case] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if f"{operation.method.upper()} {operation.path}" not in LEFT_OUT:
            cases += _cases(operation.as_strategy(generation_mode=mode))
    return cases


def _cases(strategy: Any) -> list[Case]:
    drawn: list[Case] = []

    @given(case=strategy)
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(case: Case) -> None:
        drawn.append(case)

    with suppress(Unsatisfiable):  # nothing that can be sent is improper here
        draw()
    return drawn


@pytest.fixture(scope="module")
async def schema(our_app: Litestar) -> Any:  # noqa: F811
    return schemathesis.openapi.from_dict(our_app.openapi_schema.to_schema())


async def send(client: AsyncClient, world: World, case: Case, turn: int) -> str | None:  # noqa: F811
    """What is wrong with the answer. Every other time the path names things that are there."""
    if turn % 2:
        _aim(world, case, turn)
    request = case.as_transport_kwargs(base_url="http://testserver")
    chosen = {name: value for name, value in request.items() if name in SENT and value is not None}
    content = chosen.pop("data", None)
    answer = await client.request(**chosen, content=content)
    try:
        case.validate_response(answer, checks=CHECKS)
    except (Failure, FailureGroup) as failure:
        told = re.sub(r"\s+", " ", str(failure))[:400]
        return f"{answer.request.method} {case.path} -> {answer.status_code}: {told}"
    return None


def _aim(world: World, case: Case, turn: int) -> None:  # noqa: F811
    for name in case.path_parameters or {}:
        known = list(FIXED.get(name, ())) or [str(value) for value in world.ids.get(name, {}).values()]
        if known:
            case.path_parameters[name] = known[turn % len(known)]


async def check(client: AsyncClient, world: World, cases: list[Case]) -> None:  # noqa: F811
    told = [await send(client, world, case, turn) for turn, case in enumerate(cases)]
    wrong = sorted({fault for fault in told if fault})
    first_of_each = [
        next(group) for _, group in itertools.groupby(wrong, key=lambda fault: fault.split(":")[0])
    ]
    assert not wrong, "\n".join([f"{len(wrong)} answers", *first_of_each])


@pytest.fixture(scope="module")
async def proper(schema: Any) -> list[Case]:
    return made_up(schema, GenerationMode.POSITIVE)


@pytest.fixture(scope="module")
async def improper(schema: Any) -> list[Case]:
    return made_up(schema, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("caller", CALLERS)
async def test_proper_requests_get_documented_answers(
    clients: Clients,  # noqa: F811
    world: World,  # noqa: F811
    proper: list[Case],
    caller: str,
) -> None:
    await check(clients[caller], world, proper)


@pytest.mark.parametrize("caller", ["guest", "author"])
async def test_improper_requests_get_documented_answers(
    clients: Clients,  # noqa: F811
    world: World,  # noqa: F811
    improper: list[Case],
    caller: str,
) -> None:
    await check(clients[caller], world, improper)
