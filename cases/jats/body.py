"""The HTML that core.markdown makes, as JATS: sections, paragraphs, lists, tables, footnotes."""

from collections.abc import Callable
from typing import Any

from lxml import html

from cases.jats.elements import HREF, make
from core.markdown.characters import sayable

INLINE = {"em": "italic", "strong": "bold", "s": "strike", "code": "monospace", "sup": "sup"}
IN_PARAGRAPH = frozenset(("list", "disp-quote", "table-wrap", "preformat", "disp-formula"))
HEADINGS = ("h3", "h4", "h5", "h6")


class Body:
    """Converts fragments of one article. `base`: the origin that addresses of our own pages get.

    Footnotes are collected in `notes`, to stand at the end of the article.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.notes: list[Any] = []
        self.parts = 0

    def fill(self, section: Any, markup: str) -> None:
        """Append what the fragment says to what holds paragraphs and sections: a `sec`, an `abstract`."""
        places = [section]
        for block in self._blocks(markup):
            if block.tag in HEADINGS:
                depth = HEADINGS.index(block.tag) + 1
                del places[depth:]
                inner = make("sec")
                inner.append(self._inline(make("title"), block))
                places[-1].append(inner)
                places.append(inner)
            else:
                made = self._block(block)
                places[-1].extend(map(_in_paragraph, made) if places[-1].tag == "abstract" else made)

    def paragraphs(self, markup: str) -> list[Any]:
        """The fragment where only paragraphs may stand: headings become bold ones."""
        found: list[Any] = []
        for block in self._blocks(markup):
            if block.tag in HEADINGS:
                found.append(_within("p", self._inline(make("bold"), block)))
            else:
                found.extend(_in_paragraph(element) for element in self._block(block))
        return found

    def _blocks(self, markup: str) -> list[Any]:
        self.parts += 1
        return list(html.fragment_fromstring(markup or "<p></p>", create_parent=True))

    def _block(self, block: Any) -> list[Any]:
        make_it: dict[str, Callable[[Any], list[Any]]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quote,
            "pre": self._preformat,
            "div": self._box,
            "table": self._table,
            "section": self._footnotes,
            "hr": lambda _: [],
        }
        return make_it.get(block.tag, self._paragraph)(block)

    def _paragraph(self, block: Any) -> list[Any]:
        made = self._inline(make("p"), block)
        return [made] if len(made) or (made.text or "").strip() else []

    def _list(self, block: Any) -> list[Any]:
        made = make("list", list_type="order" if block.tag == "ol" else "bullet")
        start = int(block.get("start") or 1)
        for number, item in enumerate(block.iterchildren("li"), start=start):
            row = make("list-item")
            if start != 1:
                row.append(make("label", f"{number}."))
            row.extend(self._item(item) or [make("p")])
            made.append(row)
        return [made] if len(made) else []

    def _item(self, item: Any) -> list[Any]:
        """A tight item is a run of words; a loose one, or one with a list inside, has blocks."""
        blocks = ("p", "ul", "ol", "pre", "blockquote", "div", "table", *HEADINGS)
        loose = html.Element("p")
        loose.text = item.text
        found: list[Any] = []
        for child in list(item):
            if child.tag in blocks:
                tail, child.tail = child.tail, None
                found += self._paragraph(loose) + [_in_paragraph(one) for one in self._nested(child)]
                loose = html.Element("p")
                loose.text = tail
            else:
                loose.append(child)
        return found + self._paragraph(loose)

    def _nested(self, child: Any) -> list[Any]:
        if child.tag in HEADINGS:
            return [_within("p", self._inline(make("bold"), child))]
        return self._block(child)

    def _quote(self, block: Any) -> list[Any]:
        made = make("disp-quote")
        for child in block:
            made.extend(_in_paragraph(one) for one in self._nested(child))
        return [made] if len(made) else []

    def _preformat(self, block: Any) -> list[Any]:
        return [make("preformat", "".join(block.itertext()))]

    def _box(self, block: Any) -> list[Any]:
        if block.get("class") == "math":
            return [_within("disp-formula", make("tex-math", "".join(block.itertext())))]
        return [one for child in block for one in self._block(child)]

    def _table(self, block: Any) -> list[Any]:
        table = make("table")
        for part in block.iterchildren("thead", "tbody"):
            made = make(part.tag)
            for row in part.iterchildren("tr"):
                line = make("tr")
                for cell in row.iterchildren("th", "td"):
                    align = (cell.get("class") or "").removeprefix("align-")
                    line.append(self._inline(make(cell.tag, align=align), cell))
                made.append(line)
            if len(made):
                table.append(made)
        return [_within("table-wrap", table)] if len(table) else []

    def _footnotes(self, block: Any) -> list[Any]:
        for item in list(block.iterfind("ol/li")):
            note = make("fn", id=self._id(item.get("id") or ""))
            for back in list(item.iter("a")):
                if back.get("class") == "footnote-backref":
                    back.drop_tree()
            note.extend(self._item(item) or [make("p")])
            self.notes.append(note)
        return []

    def _inline(self, target: Any, source: Any) -> Any:
        """Append the words of `source`, with what is marked in them."""
        _append_text(target, source.text)
        for child in source:
            made = self._marked(child)
            if made is None:
                self._inline(target, child)
            else:
                target.append(made)
            _append_text(target, child.tail)
        return target

    def _marked(self, child: Any) -> Any:
        """The element for an inline one; None when only its words stay."""
        if child.tag == "br":
            return None
        if child.tag == "a":
            return self._link(child)
        if child.tag == "img":
            return self._image(child)
        if child.tag == "span" and child.get("class") == "math":
            return _within("inline-formula", make("tex-math", "".join(child.itertext())))
        if child.tag == "sup" and child.find("a") is not None:
            return self._link(child.find("a"))
        name = INLINE.get(child.tag)
        return self._inline(make(name), child) if name else None

    def _link(self, child: Any) -> Any:
        address = child.get("href") or ""
        if address.startswith("#ref-"):
            return self._inline(make("xref", ref_type="bibr", rid=address[1:]), child)
        if address.startswith("#"):
            return self._inline(make("xref", ref_type="fn", rid=self._id(address[1:])), child)
        made = make("ext-link", ext_link_type="uri")
        made.set(HREF, sayable(self._whole(address)))
        return self._inline(made, child)

    def _id(self, name: str) -> str:
        """Of a footnote: two sections with the same words have the same ones."""
        return f"part{self.parts}-{name}"

    def _image(self, child: Any) -> Any:
        made = make("inline-graphic")
        made.set(HREF, sayable(self._whole(child.get("src") or "")))
        if child.get("alt"):
            made.append(make("alt-text", child.get("alt")))
        return made

    def _whole(self, address: str) -> str:
        return self.base + address if address.startswith("/") else address


def _append_text(target: Any, text: str | None) -> None:
    said = sayable(text or "")
    if len(target):
        target[-1].tail = (target[-1].tail or "") + said
    else:
        target.text = (target.text or "") + said


def _within(tag: str, child: Any) -> Any:
    made = make(tag)
    made.append(child)
    return made


def _in_paragraph(element: Any) -> Any:
    return _within("p", element) if element.tag in IN_PARAGRAPH else element
