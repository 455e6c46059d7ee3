from uuid import UUID

from core.events import Event


class ArticleAdded(Event, frozen=True, kw_only=True):
    article_id: UUID


class ArticleChanged(Event, frozen=True, kw_only=True):
    """Something that was missing was filled in."""

    article_id: UUID
