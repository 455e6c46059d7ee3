"""`/files/{id}/{size}`: the one way on which pixels leave the house."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import HttpMethod, Request, Response, route
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from files import service, store
from files.errors import FileGone
from files.ranges import Part, Unsatisfiable, part
from files.service import Asked, Handed
from files.store import Shelf

AnyRequest = Request[Any, Any, Any]
HEADERS = {
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noimageindex",
}


class Sizes(StrEnum):
    """`dicom`: the object itself, of an approved file that was sent as one."""

    THUMB = "thumb"
    PAGE = "page"
    FULL = "full"
    DICOM = "dicom"


@route(
    "/files/{file_id:uuid}/{size:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt={"reads": True},
)
async def picture(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
    size: FromPath[Sizes],
    number: Annotated[int, QueryParameter(ge=1, le=1000)] = 1,
    until: Annotated[int, QueryParameter(ge=0, le=2**40)] = 0,
    mark: Annotated[str, QueryParameter(max_length=64)] = "",
) -> Response[Any]:
    """Whole or in part; 304 for what the browser has, 416 for a range that is not there."""
    asked = Asked(file_id=file_id, size=size.value, number=number, until=until, mark=mark)
    shelf: Shelf = request.app.state.shelf
    handed = await service.hand_out(session, viewer=viewer, shelf=shelf, asked=asked)
    return await send(request, shelf, handed)


async def send(request: AnyRequest, shelf: Shelf, handed: Handed) -> Response[Any]:
    headers = headers_of(handed)
    if handed.etag in _tags(request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers)
    try:
        length = await store.length(shelf, handed.key, handed.name)
    except FileNotFoundError as error:  # taken away between the two looks
        raise FileGone from error
    try:
        wanted = _part(request, handed, length)
    except Unsatisfiable:
        return Response(b"", status_code=416, headers=headers | {"content-range": f"bytes */{length}"})
    return _answer(request, shelf, handed, headers, wanted, length)


def headers_of(handed: Handed) -> dict[str, str]:
    """Shared caches may keep what everybody may see, and ask each time whether that still holds."""
    where = "attachment" if handed.media_type == "application/dicom" else "inline"
    return HEADERS | {
        "etag": handed.etag,
        "cache-control": "public, no-cache" if handed.public else "private, no-store",
        "content-disposition": f'{where}; filename="{handed.filename}"',
    }


def _answer(  # noqa: PLR0917
    request: AnyRequest,
    shelf: Shelf,
    handed: Handed,
    headers: dict[str, str],
    wanted: Part | None,
    length: int,
) -> Response[Any]:
    start, end = (wanted.start, wanted.end) if wanted else (0, length)
    told = headers | {"content-length": str(end - start)}
    if wanted:
        told["content-range"] = f"bytes {start}-{end - 1}/{length}"
    status = 206 if wanted else 200
    if request.method == "HEAD":
        return Response(b"", status_code=status, headers=told, media_type=handed.media_type)
    pieces: AsyncIterator[bytes] = store.part(shelf, handed.key, handed.name, start, end)
    return Stream(pieces, status_code=status, headers=told, media_type=handed.media_type)


def _part(request: AnyRequest, handed: Handed, length: int) -> Part | None:
    """A range that was asked for under another ETag gets the whole."""
    header, unless = request.headers.get("range", ""), request.headers.get("if-range", "")
    if not header or (unless and unless != handed.etag):
        return None
    return part(header, length)


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
