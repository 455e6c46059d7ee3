"""Small words for making elements."""

from typing import Any

from lxml import etree

from core.markdown.characters import sayable

XLINK = "http://www.w3.org/1999/xlink"
ALI = "http://www.niso.org/schemas/ali/1.0/"
XML = "http://www.w3.org/XML/1998/namespace"
NAMES = {"xlink": XLINK, "ali": ALI}
HREF = f"{{{XLINK}}}href"
LANG = f"{{{XML}}}lang"


def make(tag: str, text: str = "", **attributes: str) -> Any:
    """An element; `pub_id_type="doi"` becomes `pub-id-type`. Empty attributes are left out."""
    element = etree.Element(tag, nsmap=None)
    for name, value in attributes.items():
        if value:
            element.set(name.replace("_", "-"), sayable(value))
    element.text = sayable(text) or None
    return element


def add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    element = make(tag, text, **attributes)
    parent.append(element)
    return element


def link(parent: Any, tag: str, address: str, text: str = "", **attributes: str) -> Any:
    """An element with an xlink:href."""
    element = add(parent, tag, text, **attributes)
    element.set(HREF, sayable(address))
    return element
