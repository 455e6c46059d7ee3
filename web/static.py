"""What `npm run build` made, served from memory: hashed names, so a browser asks for each file once."""

import mimetypes
from functools import lru_cache
from pathlib import Path
from time import monotonic

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.utils.scope.state import ScopeState
from msgspec import Struct, json

from web.csp import EVERYWHERE

DIST = Path(__file__).parent / "dist"
MANIFEST = "manifest.json"
PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"

_PACKINGS = {"br": ".br", "gzip": ".gz"}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}


class Chunk(Struct, rename={"is_entry": "isEntry"}):
    """One entry of Vite's manifest; `imports` are keys of other entries."""

    file: str
    imports: list[str] = []
    css: list[str] = []


class FrontNotBuilt(RuntimeError):
    """The front is not built: run `npm ci && npm run build` in the folder web."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def require_build() -> None:
    """Called at start: a service without its styles should not start."""
    if not _manifest_file().exists():
        raise FrontNotBuilt


def asset(name: str) -> str:
    """The address of a built file, by its source name below web/: "styles/main.css", "islands/frame.ts"."""
    chunk = _manifest().get(name)
    return PREFIX + (chunk.file if chunk else name)


def imports(name: str) -> list[str]:
    """Addresses of the modules an island needs, itself excluded, for modulepreload."""
    found: dict[str, None] = {}
    _collect(name, found)
    return [PREFIX + file for file in found]


@get(PREFIX + "{name:path}", include_in_schema=False, sync_to_thread=False)
def static(request: Request[object, object, State], name: FromPath[Path]) -> Response[bytes]:
    """Only names that the build made are known, so there is no path to climb."""
    key = name.as_posix().lstrip("/")
    held = _shelf().get(key)
    if held is None:
        raise NotFoundException
    accepted = request.headers.get("accept-encoding", "")
    packing = next((p for p in held if p and p in accepted), "")
    ScopeState.from_scope(request.scope).is_cached = True  # keeps Litestar from compressing it once more
    headers = EVERYWHERE | {"cache-control": FOREVER, "vary": "accept-encoding"}
    if packing:
        headers["content-encoding"] = packing
    return Response(held[packing], media_type=_media_type(key), headers=headers)


def _media_type(name: str) -> str:
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _collect(name: str, found: dict[str, None]) -> None:
    chunk = _manifest().get(name)
    for imported in chunk.imports if chunk else []:
        if (inner := _manifest().get(imported)) and inner.file not in found:
            found[inner.file] = None
            _collect(imported, found)


def _manifest_file() -> Path:
    return DIST / MANIFEST


def _stamp() -> int:
    """Changes with every build, so that a rebuilt front is served without a restart."""
    return _stamp_of(DIST, int(monotonic()))


@lru_cache(maxsize=4)
def _stamp_of(folder: Path, second: int) -> int:  # noqa: ARG001 - looked up once a second, not once an icon
    file = folder / MANIFEST
    return file.stat().st_mtime_ns if file.exists() else 0


def _manifest() -> dict[str, Chunk]:
    return _read_manifest(_stamp())


def _shelf() -> dict[str, dict[str, bytes]]:
    return _read_files(_stamp())


@lru_cache(maxsize=1)
def _read_manifest(stamp: int) -> dict[str, Chunk]:
    return json.decode(_manifest_file().read_bytes(), type=dict[str, Chunk]) if stamp else {}


@lru_cache(maxsize=1)
def _read_files(stamp: int) -> dict[str, dict[str, bytes]]:
    """By name: the packings it exists in, best first, "" being the plain file."""
    files = [file for file in DIST.rglob("*") if file.is_file()] if stamp else []
    plain = [file for file in files if file.suffix not in _PACKINGS.values() and file != _manifest_file()]
    return {file.relative_to(DIST).as_posix(): _packings(file) for file in plain}


def _packings(file: Path) -> dict[str, bytes]:
    packed = {name: file.with_name(file.name + ending) for name, ending in _PACKINGS.items()}
    return {name: made.read_bytes() for name, made in packed.items() if made.exists()} | {
        "": file.read_bytes()
    }
