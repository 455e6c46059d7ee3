"""Where pictures lie: a folder below the data folder, or a bucket. Names are drawn by chance, never given."""

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

import obstore
from msgspec import Struct
from obstore.store import LocalStore, ObjectStore, S3Store
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, outbox
from core.settings import Settings

FOLDER = "files"
TIDY = "files.tidy"
GRACE = timedelta(hours=1)
CHUNK = 256 * 1024


class Shelf(Struct, frozen=True, kw_only=True):
    """The store, and what else an upload needs of the settings. `scanner`: clamd's address, or empty."""

    store: Any
    scanner: str
    secret: str


@lru_cache(maxsize=8)
def shelf_of(settings: Settings) -> Shelf:
    return Shelf(store=_store(settings), scanner=settings.clamd_address, secret=settings.secret)


def new_key() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


async def promise(session: AsyncSession, key: str) -> None:
    """Before anything is written under `key`: whatever becomes of this transaction, nothing is forgotten.

    A job, committed at once beside it, looks an hour later whether the key is known, and else removes it.
    """
    async with AsyncSession(session.info["aside"]) as aside, aside.begin():
        await outbox.enqueue(aside, TIDY, {"key": key}, run_at=clock.now() + GRACE)


async def put(shelf: Shelf, key: str, name: str, data: bytes) -> None:
    await obstore.put_async(shelf.store, f"{key}/{name}", data)


async def get(shelf: Shelf, key: str, name: str) -> bytes:
    """Raises FileNotFoundError."""
    found = await obstore.get_async(shelf.store, f"{key}/{name}")
    return bytes(await found.bytes_async())


async def length(shelf: Shelf, key: str, name: str) -> int:
    """In bytes. Raises FileNotFoundError."""
    meta = await obstore.head_async(shelf.store, f"{key}/{name}")
    return int(meta["size"])


async def part(shelf: Shelf, key: str, name: str, start: int, end: int) -> AsyncIterator[bytes]:
    """The bytes from `start` to before `end`, in pieces."""
    for begin in range(start, end, CHUNK):
        piece = await obstore.get_range_async(
            shelf.store, f"{key}/{name}", start=begin, end=min(end, begin + CHUNK)
        )
        yield bytes(piece)


async def clear(shelf: Shelf, key: str) -> int:
    """Remove everything under `key`; returns how many objects there were. Safe to repeat."""
    names = await names_under(shelf, key)
    for name in names:
        try:
            await obstore.delete_async(shelf.store, name)
        except FileNotFoundError:  # somebody else was faster
            continue
    return len(names)


async def names_under(shelf: Shelf, key: str) -> list[str]:
    return [str(each["path"]) for each in await obstore.list(shelf.store, key).collect_async()]


def _store(settings: Settings) -> ObjectStore:
    if not settings.s3_bucket:
        folder = settings.data.absolute() / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder, automatic_cleanup=True)
    given: dict[str, Any] = {
        "endpoint": settings.s3_endpoint,
        "region": settings.s3_region,
        "access_key_id": settings.s3_key,
        "secret_access_key": settings.s3_secret,
    }
    config = {name: value for name, value in given.items() if value}
    plain = settings.s3_endpoint.startswith("http://")
    return S3Store(settings.s3_bucket, config=config, client_options={"allow_http": plain})  # type: ignore[arg-type]
