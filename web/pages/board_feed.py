"""An Atom feed (RFC 4287) of a board's threads."""

from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from forums.schemas import BoardView
from forums.service import Opening
from identity.schemas import PersonCard

_ATOM = "http://www.w3.org/2005/Atom"


def atom(board: BoardView, threads: list[Opening], people: dict[UUID, PersonCard], *, base: str) -> bytes:
    """The document; `base` is the origin of the service."""
    feed = Element("feed", xmlns=_ATOM)
    here = f"{base}/boards/{board.slug}"
    newest = max((thread.updated_at for thread in threads), default=None)
    _text(feed, "id", f"urn:uuid:{board.id}")
    _text(feed, "title", board.name)
    _text(feed, "subtitle", board.purpose)
    _text(feed, "updated", newest.isoformat() if newest else "1970-01-01T00:00:00+00:00")
    SubElement(feed, "link", rel="self", href=f"{here}/feed.atom")
    SubElement(feed, "link", rel="alternate", type="text/html", href=here)
    for thread in threads:
        feed.append(_entry(thread, people[thread.author_id], base))
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(thread: Opening, author: PersonCard, base: str) -> Element:
    entry = Element("entry")
    _text(entry, "id", f"urn:uuid:{thread.id}")
    _text(entry, "title", thread.title)
    _text(entry, "published", thread.created_at.isoformat())
    _text(entry, "updated", thread.updated_at.isoformat())
    SubElement(entry, "category", term=thread.kind)
    SubElement(entry, "link", rel="alternate", type="text/html", href=f"{base}/threads/{thread.id}")
    _text(SubElement(entry, "author"), "name", author.name)
    _text(entry, "content", thread.body_html).set("type", "html")
    return entry


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child
