"""Meilisearch, for several nodes: the index `consilium_vN`, beside it an empty `..._whole` once it was built.

Meilisearch forgives slips of its own accord, so that `loose` makes no difference here.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cached_property
from typing import Any

from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.errors import MeilisearchError
from meilisearch_python_sdk.models.search import SearchParams
from meilisearch_python_sdk.models.settings import MeilisearchSettings
from msgspec import convert, to_builtins

from search.errors import SearchAway
from search.port import KINDS, SCHEMA, Document, Filters, Hit
from search.query import Query
from search.rank import ranked

UID = f"consilium_v{SCHEMA}"
NEXT, WHOLE = f"{UID}_next", f"{UID}_whole"
TIMEOUT_SECONDS = 5
TASK_MILLISECONDS = 40_000
SETTINGS = MeilisearchSettings(
    searchable_attributes=["title", "names", "text"],
    filterable_attributes=["kind", "board_id", "specialty"],
)


class Remote:
    """The SearchIndex of a Meilisearch at `url`."""

    def __init__(self, url: str, key: str = "") -> None:
        self.url, self.key = url, key

    @cached_property
    def client(self) -> AsyncClient:
        return AsyncClient(self.url, self.key or None, timeout=TIMEOUT_SECONDS)

    async def change(self, documents: Sequence[Document], gone: Sequence[str]) -> None:
        with reachable():
            if not await self._has(UID):
                await self._create(UID)
            if gone:
                task = await self.client.index(UID).delete_documents(list(gone))
                await self.done(task.task_uid)
            await self.put(UID, documents)

    async def search(self, query: Query, *, filters: Filters, limit: int, loose: bool = False) -> list[Hit]:  # noqa: ARG002
        if not query.terms:
            return []
        asked = [_params(query, kind, filters, limit) for kind in KINDS]
        with reachable():
            found = await self.client.multi_search(asked)
        assert isinstance(found, list)
        hits = [hit for of_kind in found for hit in _hits(of_kind.hits)]
        return ranked(hits, query)

    async def whole(self) -> bool:
        with reachable():
            return await self._has(WHOLE) and await self._has(UID)

    @asynccontextmanager
    async def build(self) -> "AsyncIterator[RemoteBuild]":
        with reachable():
            await self.client.delete_index_if_exists(NEXT)
            await self._create(NEXT)
            try:
                yield RemoteBuild(self)
            finally:
                await self.client.delete_index_if_exists(NEXT)

    async def put(self, uid: str, documents: Sequence[Document]) -> None:
        if documents:
            entries = [to_builtins(document) | {"key": document.key} for document in documents]
            task = await self.client.index(uid).add_documents(entries, primary_key="key")
            await self.done(task.task_uid)

    async def make_whole(self) -> None:
        """Put the next index in the place of the one in use."""
        if not await self._has(UID):
            await self._create(UID)
        task = await self.client.swap_indexes([(UID, NEXT)])
        await self.done(task.task_uid)
        if not await self._has(WHOLE):
            await self._create(WHOLE)

    async def done(self, task: int) -> None:
        await self.client.wait_for_task(task, timeout_in_ms=TASK_MILLISECONDS, raise_for_status=True)

    async def _has(self, uid: str) -> bool:
        known = await self.client.get_indexes(limit=1000)
        return any(index.uid == uid for index in known or [])

    async def _create(self, uid: str) -> None:
        await self.client.create_index(uid, "key")
        task = await self.client.index(uid).update_settings(SETTINGS)
        await self.done(task.task_uid)


class RemoteBuild:
    """The next index."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    async def add(self, documents: Sequence[Document]) -> None:
        await self.remote.put(NEXT, documents)

    async def swap(self) -> None:
        await self.remote.make_whole()


@contextmanager
def reachable() -> Iterator[None]:
    """What the client raises, in our words."""
    try:
        yield
    except MeilisearchError as error:
        raise SearchAway from error


def _params(query: Query, kind: str, filters: Filters, limit: int) -> SearchParams:
    boards = ", ".join(f'"{board}"' for board in sorted(filters.boards))
    on_these = f" OR board_id IN [{boards}]" if boards else ""
    wanted = [f'kind = "{kind}"', f"board_id IS EMPTY{on_these}"]
    if filters.specialty:
        wanted.append(f'specialty = "{_bare(filters.specialty)}"')
    return SearchParams(
        index_uid=UID,
        q=query.text,
        limit=limit,
        filter=list(wanted),
        matching_strategy="all",
        show_ranking_score=True,
    )


def _bare(text: str) -> str:
    return text.replace("\\", "").replace('"', "")


def _hits(found: Sequence[dict[str, Any]]) -> Iterator[Hit]:
    for hit in found:
        score = float(hit.get("_rankingScore") or 0.0)
        yield Hit(score=score, document=convert(hit, Document))
