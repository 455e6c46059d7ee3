"""Atom feeds (RFC 4287) of published cases: of all, and of a collection. Notices are entries of their own."""

from typing import Annotated
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing, service
from cases.service import Feed, FeedEntry
from cases.states import Status
from web.pages.cases.common import AnyRequest

ATOM = "http://www.w3.org/2005/Atom"
# A case that was taken down has left by the next question: nobody may keep the answer unasked.
HEADERS = {"cache-control": "public, no-cache", "x-content-type-options": "nosniff"}
NOTICES = {
    "retraction": citing.RETRACTED,
    "erratum": "Erratum: ",
    "corrigendum": "Corrigendum: ",
    "concern": "Expression of concern: ",
    "concern_lifted": "Expression of concern lifted: ",
}


MARKS = {Status.CORRECTED.value: " [Corrected]", Status.CONCERN.value: citing.CONCERN}


@get("/cases/feed.atom")
async def of_all(request: AnyRequest, session: NamedDependency[AsyncSession]) -> Response[bytes]:
    """The latest cases, versions and notices."""
    return _answer(request, await service.feed(session), "/cases/feed.atom")


@get("/cases/collections/{slug:str}/feed.atom")
async def of_collection(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    slug: Annotated[str, PathParameter(max_length=60)],
) -> Response[bytes]:
    """Those of one collection."""
    return _answer(request, await service.feed(session, slug=slug), f"/cases/collections/{slug}/feed.atom")


def atom(found: Feed, *, base: str, path: str) -> bytes:
    """The document; `base` is the origin of the service, `path` the feed's own."""
    feed = Element("feed", xmlns=ATOM)
    newest = max((entry.changed for entry in found.entries), default=None)
    _text(feed, "id", f"urn:uuid:{found.id}" if found.id else base + path)
    _text(feed, "title", f"{found.name} · {citing.VENUE}" if found.name else citing.VENUE)
    _text(feed, "updated", newest.isoformat() if newest else "1970-01-01T00:00:00+00:00")
    SubElement(feed, "link", rel="self", href=base + path)
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{base}/cases")
    for entry in found.entries:
        feed.append(_entry(entry, base))
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(told: FeedEntry, base: str) -> Element:
    entry = Element("entry")
    address = f"{base}/cases/{told.case_id}/versions/{told.number}"
    _text(entry, "id", f"urn:uuid:{told.id}")
    _text(entry, "title", _titled(told))
    _text(entry, "published", told.at.isoformat())
    _text(entry, "updated", told.changed.isoformat())
    SubElement(entry, "category", term=told.notice or told.status)
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    for name in told.byline or [citing.VENUE]:
        _text(SubElement(entry, "author"), "name", name)
    if told.notice:
        _text(entry, "content", told.reason_html).set("type", "html")
    else:
        _text(entry, "summary", told.summary)
    return entry


def _titled(told: FeedEntry) -> str:
    if told.notice:
        return NOTICES[told.notice] + told.title
    before = citing.RETRACTED if told.status == Status.RETRACTED else ""
    return before + told.title + MARKS.get(told.status, "")


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child


def _answer(request: AnyRequest, found: Feed, path: str) -> Response[bytes]:
    body = atom(found, base=request.app.state.settings.base_url, path=path)
    return Response(body, media_type="application/atom+xml; charset=utf-8", headers=HEADERS)


router = Router("/", route_handlers=[of_all, of_collection])
