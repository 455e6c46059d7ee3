"""The embedded index: tantivy in DATA/search, read by every process, written by one batch at a time.

`current` names the folder in use and is replaced in one step; a writer lives as long as its batch, so that no
process holds the lock for long and a writer that broke is not used again. The caller sees to it that batches
do not overlap (search.jobs takes a lock in the database).
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import tantivy
from msgspec import Struct

from core.ids import new_id
from search import ask
from search.errors import SearchAway
from search.port import SCHEMA, Document, Filters, Hit
from search.query import Query
from search.words import analyser, spread

HEAP = 32_000_000
POINTER = "current"


class Pointer(Struct, frozen=True):
    """`whole`: everything was put in; an index begun by the first change of an empty folder is not."""

    folder: str
    schema: int
    whole: bool


class Embedded:
    """The SearchIndex in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reader: tuple[str, tuple[int, int], tantivy.Index] | None = None

    async def change(self, documents: Sequence[Document], gone: Sequence[str]) -> None:
        await asyncio.to_thread(self._change, documents, gone)

    async def search(self, query: Query, *, filters: Filters, limit: int, loose: bool = False) -> list[Hit]:
        return await asyncio.to_thread(self._search, query, filters, limit, loose)

    async def whole(self) -> bool:
        pointer = read_pointer(self.folder)
        return pointer is not None and pointer.whole and self._path(pointer).is_dir()

    @asynccontextmanager
    async def build(self) -> "AsyncIterator[EmbeddedBuild]":
        building = EmbeddedBuild(self.folder)
        try:
            yield building
        finally:
            await asyncio.to_thread(building.close)

    def _path(self, pointer: Pointer) -> Path:
        return self.folder / pointer.folder

    def _change(self, documents: Sequence[Document], gone: Sequence[str]) -> None:
        pointer = read_pointer(self.folder)
        if pointer is None or not self._path(pointer).is_dir():
            pointer = Pointer(new_folder(self.folder).name, SCHEMA, whole=False)
            write_pointer(self.folder, pointer)
        write(open_index(self._path(pointer)), documents, gone)

    def _search(self, query: Query, filters: Filters, limit: int, loose: bool) -> list[Hit]:
        index = self._read()
        return [] if index is None else ask.best_of_each_kind(index, query, filters, limit, loose=loose)

    def _read(self) -> tantivy.Index | None:
        """The index as of its last commit; two looks at the file system when nothing has changed."""
        pointer = read_pointer(self.folder)
        if pointer is None:
            return None
        try:
            stamp = _stamp(self._path(pointer) / "meta.json")
            if self._reader is None or self._reader[0] != pointer.folder:
                self._reader = (pointer.folder, stamp, _opened(self._path(pointer)))
            elif self._reader[1] != stamp:
                self._reader[2].reload()
                self._reader = (pointer.folder, stamp, self._reader[2])
        except (OSError, ValueError) as error:
            if read_pointer(self.folder) == pointer:
                raise SearchAway from error
            return self._read()
        return self._reader[2]


class EmbeddedBuild:
    """A new folder beside the one in use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = new_folder(folder)
        self.index = open_index(self.path)
        self.swapped = False

    async def add(self, documents: Sequence[Document]) -> None:
        await asyncio.to_thread(write, self.index, documents, ())

    async def swap(self) -> None:
        await asyncio.to_thread(write_pointer, self.folder, Pointer(self.path.name, SCHEMA, whole=True))
        self.swapped = True

    def close(self) -> None:
        """Keep only the folder in use; readers that still have the old one open keep reading it."""
        if not self.swapped:
            shutil.rmtree(self.path, ignore_errors=True)
            return
        for other in self.folder.iterdir():
            if other.is_dir() and other != self.path:
                shutil.rmtree(other, ignore_errors=True)


def schema() -> tantivy.Schema:
    """`title`, `names`, `text` hold stems, `plain` all words as they are; `source` is the document itself."""
    fields = tantivy.SchemaBuilder()
    for name in ("key", "kind", "board", "specialty"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "names", "text"):
        fields.add_text_field(name, tokenizer_name="stems")
    fields.add_text_field("plain", tokenizer_name="plain", index_option="basic")
    fields.add_bytes_field("source", stored=True)
    return fields.build()


def new_folder(folder: Path) -> Path:
    path = folder / f"v{SCHEMA}-{new_id().hex}"
    path.mkdir(parents=True)
    open_index(path)
    return path


def open_index(path: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(path))
    index.register_tokenizer("stems", analyser(stem=True))
    index.register_tokenizer("plain", analyser(stem=False))
    return index


def write(index: tantivy.Index, documents: Sequence[Document], gone: Sequence[str]) -> None:
    """One commit."""
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for key in [*gone, *(document.key for document in documents)]:
        writer.delete_documents_by_term("key", key)
    for document in documents:
        writer.add_document(_entry(document))
    writer.commit()
    writer.wait_merging_threads()


def _entry(document: Document) -> tantivy.Document:
    entry = tantivy.Document()
    for name, value in (("key", document.key), ("kind", document.kind), ("board", document.board_id)):
        entry.add_text(name, value)
    entry.add_text("specialty", document.specialty)
    title, names, text = (spread(t) for t in (document.title, "\n".join(document.names), document.text))
    for name, value in (("title", title), ("names", names), ("text", text)):
        entry.add_text(name, value)
    entry.add_text("plain", f"{title}\n{names}\n{text}")
    entry.add_bytes("source", msgspec.msgpack.encode(document))
    return entry


def read_pointer(folder: Path) -> Pointer | None:
    """None when there is no index of this SCHEMA."""
    try:
        pointer = msgspec.json.decode((folder / POINTER).read_bytes(), type=Pointer)
    except (OSError, msgspec.DecodeError):
        return None
    return pointer if pointer.schema == SCHEMA else None


def write_pointer(folder: Path, pointer: Pointer) -> None:
    draft = folder / f"{POINTER}.{new_id().hex}"
    draft.write_bytes(msgspec.json.encode(pointer))
    draft.replace(folder / POINTER)


def _stamp(meta: Path) -> tuple[int, int]:
    found = meta.stat()
    return found.st_ino, found.st_mtime_ns


def _opened(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    index.config_reader("manual")
    index.reload()
    return index
