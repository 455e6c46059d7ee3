"""What the rest of the house knows of an index."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from search.query import Query

# Raised whenever what is kept or how it is cut into words changes: an older index is then rebuilt.
SCHEMA = 1
KINDS = ("case", "thread", "post", "article", "board", "person")


class Document(Struct, frozen=True, kw_only=True):
    """One thing to find. `text` is plain; `names` (authors, keywords) count more than it, the title most.

    `board_id` is empty for what stands on no board; `created` is in seconds since 1970.
    """

    kind: str
    id: UUID
    title: str
    href: str
    text: str = ""
    names: list[str] = []
    specialty: str = ""
    board_id: str = ""
    created: int = 0

    @property
    def key(self) -> str:
        return key_of(self.kind, self.id)


class Hit(Struct, frozen=True, kw_only=True):
    """`score` compares hits of one search only."""

    score: float
    document: Document


class Filters(Struct, frozen=True, kw_only=True):
    """`boards`: only what stands on these boards or on none. It spares work; rights are checked later."""

    boards: frozenset[str] = frozenset()
    specialty: str = ""


class Build(Protocol):
    """An index that is being made beside the one in use."""

    async def add(self, documents: Sequence[Document]) -> None: ...

    async def swap(self) -> None:
        """From now on searches and changes go to the new one."""


class SearchIndex(Protocol):
    """Errors of an index that cannot be reached are SearchAway."""

    async def change(self, documents: Sequence[Document], gone: Sequence[str]) -> None:
        """Add or replace documents and take the keys in `gone` out. Durable when it returns."""

    async def search(self, query: Query, *, filters: Filters, limit: int, loose: bool = False) -> list[Hit]:
        """The best `limit` hits of each kind, best first. `loose`: words may be misspelt."""

    async def whole(self) -> bool:
        """Whether there is an index of this SCHEMA that was once built from everything."""

    def build(self) -> AbstractAsyncContextManager[Build]: ...


Pages = AsyncIterator[list[Document]]


def key_of(kind: str, id: UUID) -> str:  # noqa: A002
    return f"{kind}-{id}"


def key_parts(key: str) -> tuple[str, UUID]:
    kind, _, id_ = key.partition("-")
    return kind, UUID(id_)
