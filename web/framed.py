"""The frame around a page, kept finished: a person sees the same top, side and dock on page after page."""

from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment
from litestar import Request
from markupsafe import Markup, escape

from core.policy import Viewer
from web import frame

PARTS = ("top", "side", "foot", "dock", "words")
SHELF = 2048
_HERE = "/:here:"
"""Stands for the page's own address in what is kept; no path of ours has a colon."""

Parts = dict[str, Markup]
_shelves: WeakKeyDictionary[Environment, OrderedDict[object, Parts]] = WeakKeyDictionary()


def framed(request: Request[Any, Any, Any], made: Environment, context: dict[str, Any]) -> Parts:
    """The parts of layout.html that are the same for this viewer everywhere in this section."""
    shelf = _shelves.setdefault(made, OrderedDict())
    key = _key(request, context)
    parts = shelf.get(key)
    if parts is None:
        parts = shelf[key] = _render(made, context | {"nav": frame.navigation(request, context["viewer"])})
        if len(shelf) > SHELF:
            shelf.popitem(last=False)
    address = escape(str(context["url"]))
    return {
        name: Markup(part.replace(_HERE, address)) if _HERE in part else part  # noqa: S704
        for name, part in parts.items()
    }


def _key(request: Request[Any, Any, Any], context: dict[str, Any]) -> object:
    viewer: Viewer = context["viewer"]
    who = (viewer.person_id, viewer.name, viewer.grants, viewer.inbox_count)
    section = "/" + request.url.path.split("/", 2)[1]
    at = section if section in _SECTIONS else ""
    return context["locale"], context["theme"], who, at, context["known"], frame.served(request.app)


_SECTIONS = frozenset(section.path for section in frame.SECTIONS)


def _render(made: Environment, context: dict[str, Any]) -> Parts:
    around = context | {"url": _HERE}
    return {
        name: Markup(made.get_template(f"frame/{name}.html").render(around))  # noqa: S704
        for name in PARTS
    }
