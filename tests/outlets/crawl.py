"""Asking an outlet for everything there is, and reading the answers."""

import asyncio
import re
from collections.abc import Iterator
from itertools import product

from httpx import AsyncClient, Response

from tests.outlets.registry import Outlet
from tests.outlets.world import World

CANARY = re.compile(r"qz([a-z]+?)zq")
FIXED: dict[str, tuple[str, ...]] = {
    "slug": ("pub", "clin", "priv"),
    "key": ("introduction",),
    "number": ("1",),
    "version": ("1",),
    "style": ("ris",),
    "name": ("nothing.css",),
    "path": ("nothing",),
    "size": ("page",),
}
# Where all would be the same again, some are enough.
SOME: dict[str, tuple[str, ...]] = {
    "post_id": (
        "pubreply",
        "pubheldreply",
        "pubremovedreply",
        "pubformer",
        "pubsecretformer",
        "pubheldopening",
        "clinreply",
        "clinheldreply",
        "clinformer",
        "privformer",
        "privreply",
        "privheldreply",
        "privremovedreply",
        "privsecretformer",
        "privremovedopening",
    ),
    "person_id": ("author", "ghost", "reviewer", "whistle", "newcomer"),
}
FEW_POSTS: dict[str, tuple[str, ...]] = {
    "post_id": ("pubreply", "pubheldreply", "privreply", "privheldreply", "privremovedopening")
}
# Pages for authors alone: a state of each sort will do.
FEW_CASES: dict[str, tuple[str, ...]] = {"case_id": ("draft", "inreview", "published", "held")}
AT: dict[str, dict[str, tuple[str, ...]]] = {
    "/posts/{post_id}": FEW_POSTS,
    "/posts/{post_id}/edit": FEW_POSTS,
    "/cases/{case_id}/authors": FEW_CASES,
    "/cases/{case_id}/acknowledgements": FEW_CASES,
    "/cases/{case_id}/submit": FEW_CASES,
    "/cases/{case_id}/correction": FEW_CASES,
    "/cases/{case_id}/figures": FEW_CASES,
    "/cases/{case_id}/figures/{file_id}/pictures/{number}": {
        "case_id": ("draft", "held"),
        "file_id": ("draft", "held"),
    },
    "/cases/{case_id}/write": FEW_CASES,
    "/cases/{case_id}/works": FEW_CASES,
    "/cases/{case_id}/opposed": FEW_CASES,
    "/cases/{case_id}/history": FEW_CASES,
    "/cases/{case_id}/history/{milestone_id}": FEW_CASES,
    "/cases/{case_id}/write/{key}/history/{version}": FEW_CASES,
    "/cases/{case_id}/write/consent": FEW_CASES,
    "/cases/{case_id}/write/{key}": FEW_CASES,
    "/cases/{case_id}/write/{key}/history": FEW_CASES,
    "/api/cases/{case_id}/candidates": FEW_CASES,
    "/report": FEW_POSTS | FEW_CASES,
}
# The text of a case stands in another section than the one that has a history.
OF_PATH: dict[str, dict[str, tuple[str, ...]]] = {
    "/cases/{case_id}/versions/{number}/{kind}": {"kind": ("jats", "pdf")},
    "/api/cases/{case_id}/versions/{number}/files/{kind}": {"kind": ("jats",)},
    "/cases/{case_id}/write/{key}": {"key": ("discussion",)},
    "/cases/collections/{slug}/feed.atom": {"slug": ("heart", "skin")},
    "/cases/collections/{slug}/feed.rss": {"slug": ("heart", "skin")},
    "/clubs/articles/{article_id}/cite/{style}": {"style": ("csl",)},
}
AT_ONCE = 1


def values(world: World, name: str, path: str = "") -> list[str]:
    """What a path parameter can be; nothing when the world has no such thing, which a test tells."""
    fixed = FIXED | OF_PATH.get(path, {})
    if name in fixed:
        return list(fixed[name])
    known = world.ids[name]
    chosen = (SOME | AT.get(path, {})).get(name, tuple(known))
    return [str(known[key]) for key in chosen]


def addresses(world: World, path: str, outlet: Outlet) -> Iterator[str]:
    """Every address of an outlet in this world."""
    names = re.findall(r"{(\w+)}", path)
    for chosen in product(*(values(world, name, path) for name in names)):
        filled = path
        for name, value in zip(names, chosen, strict=True):
            filled = filled.replace(f"{{{name}}}", value)
        for query in [*outlet.queries, *_more(world, path, chosen)]:
            yield filled + query


def _more(world: World, path: str, chosen: tuple[str, ...]) -> Iterator[str]:
    """Queries that name things: a quote of each post, a report on each, another learner's ledger."""
    if path == "/threads/{thread_id}":
        yield from (f"?quote={p}" for p in values(world, "post_id") if p in world.posts_of(chosen[0]))
    if path == "/report":
        yield from (f"?kind=post&id={post}" for post in values(world, "post_id", path))
        yield from (f"?kind=case&id={case}" for case in values(world, "case_id", path))
    if path in {"/api/credit/ledger", "/api/credit/transcript"}:
        yield f"?learner_id={world.of('person_id', 'author')}"
    if path == "/office/credit":
        yield f"?learner={world.of('person_id', 'author')}"


async def ask(client: AsyncClient, addresses: list[str], *, method: str = "GET") -> dict[str, Response]:
    """The answers; what breaks is told at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(address: str) -> Response:
        async with gate:
            return await client.request(method, address)

    answers = await asyncio.gather(*(one(address) for address in addresses))
    found = dict(zip(addresses, answers, strict=True))
    broken = [f"{address}: {r.status_code}" for address, r in found.items() if r.status_code >= 500]
    assert not broken, f"{len(broken)} broke, such as {broken[:3]}"
    return found


def canaries(answer: Response) -> set[str]:
    """Those in the body and in the headers."""
    heard = answer.text + " ".join(answer.headers.values())
    return set(CANARY.findall(heard.lower()))
