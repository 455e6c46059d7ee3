"""Feeds of published cases, of all and of a collection, as Atom (RFC 4287) and RSS 2.0.

Notices are entries of their own.
"""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing, service
from cases.service import Feed, FeedEntry
from core.markdown.characters import sayable
from web.pages.cases.common import AnyRequest

DC = "http://purl.org/dc/elements/1.1/"
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


@get("/cases/feed.rss")
async def all_as_rss(request: AnyRequest, session: NamedDependency[AsyncSession]) -> Response[bytes]:
    """As RSS."""
    return _answer(request, await service.feed(session), "/cases/feed.rss", rss=True)


@get("/cases/collections/{slug:str}/feed.rss")
async def collection_as_rss(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    slug: Annotated[str, PathParameter(max_length=60)],
) -> Response[bytes]:
    """Those of one collection, as RSS."""
    path = f"/cases/collections/{slug}/feed.rss"
    return _answer(request, await service.feed(session, slug=slug), path, rss=True)


def rss_of(found: Feed, *, base: str, path: str) -> bytes:
    """As `atom`: RSS 2.0 with authors as Dublin Core has them, since RSS wants their e-mail addresses."""
    root = Element("rss", {"version": "2.0", "xmlns:dc": DC, "xmlns:atom": ATOM})
    channel = SubElement(root, "channel")
    _text(channel, "title", _name(found))
    _text(channel, "link", f"{base}/cases")
    _text(channel, "description", _name(found))
    SubElement(channel, "atom:link", rel="self", href=base + path, type="application/rss+xml")
    for told in found.entries:
        item = SubElement(channel, "item")
        _text(item, "title", _titled(told))
        _text(item, "link", f"{base}/cases/{told.case_id}/versions/{told.number}")
        _text(item, "guid", f"urn:uuid:{told.id}").set("isPermaLink", "false")
        _text(item, "pubDate", format_datetime(told.at.astimezone(UTC), usegmt=True))
        _text(item, "description", told.reason_html if told.notice else told.summary)
        _text(item, "category", told.notice or told.status)
        for name in told.byline:
            _text(item, "dc:creator", name)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def atom(found: Feed, *, base: str, path: str) -> bytes:
    """The document; `base` is the origin of the service, `path` the feed's own."""
    feed = Element("feed", xmlns=ATOM)
    newest = max((entry.changed for entry in found.entries), default=None)
    _text(feed, "id", f"urn:uuid:{found.id}" if found.id else base + path)
    _text(feed, "title", _name(found))
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
    return citing.marked(told.title, told.status)


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = sayable(text)
    return child


def _name(found: Feed) -> str:
    return f"{found.name} · {citing.VENUE}" if found.name else citing.VENUE


def _answer(request: AnyRequest, found: Feed, path: str, *, rss: bool = False) -> Response[bytes]:
    body = (rss_of if rss else atom)(found, base=request.app.state.settings.base_url, path=path)
    kind = "rss" if rss else "atom"
    return Response(body, media_type=f"application/{kind}+xml; charset=utf-8", headers=HEADERS)


router = Router("/", route_handlers=[of_all, of_collection, all_as_rss, collection_as_rss])
