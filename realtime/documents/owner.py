"""Whose a document is: the rights, the first texts, and where its texts go. The wiring names the owner."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer

Written = tuple[str, UUID]
"""A section's whole text, and who changed it last."""


class Owner(Protocol):
    """What a document asks of the package it belongs to. Each call is made inside a transaction."""

    async def may_write(self, session: AsyncSession, *, viewer: Viewer, document_id: UUID) -> bool:
        """Whether the viewer writes or only reads. Raises a DomainError for whoever may do neither."""
        ...

    async def writers(
        self, session: AsyncSession, *, document_id: UUID, people: AbstractSet[UUID]
    ) -> AbstractSet[UUID]:
        """Those of `people` who may write now, and until the transaction ends."""
        ...

    async def first_texts(self, session: AsyncSession, *, document_id: UUID) -> Mapping[str, str]:
        """The texts a new document begins with, by section. Holds the owner's row until the end."""
        ...

    async def hold(self, session: AsyncSession, *, document_id: UUID) -> None:
        """Lock the owner's row, before the document's own is locked."""
        ...

    async def take(self, session: AsyncSession, *, document_id: UUID, texts: Mapping[str, Written]) -> None:
        """Keep these texts in the owner's own tables."""
        ...
