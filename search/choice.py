"""Which index this installation has."""

from functools import lru_cache
from pathlib import Path

from core.settings import Settings
from search.embedded import Embedded
from search.port import SearchIndex
from search.remote import Remote


def index_of(settings: Settings) -> SearchIndex:
    """Meilisearch where one is named, otherwise the folder `search` of the data folder."""
    return _index(settings.data.absolute() / "search", settings.meilisearch_url, settings.meilisearch_key)


@lru_cache(maxsize=8)
def _index(folder: Path, url: str, key: str) -> SearchIndex:
    return Remote(url, key) if url else Embedded(folder)
