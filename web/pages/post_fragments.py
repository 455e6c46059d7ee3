"""Posts as finished HTML, kept in memory: rendered once for each text, language and kind of reader.

A fragment holds nothing personal. What only one person gets (edit, mark as answer) stands between its two
halves, and posts that are held or removed are never kept.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from forums import service as forums
from forums.schemas import ThreadHead
from identity.schemas import PersonCard
from web.i18n import spoken
from web.pages.forum_words import specialty
from web.render import fragment

SHELF = 4096
"""The oldest go first; a post that is still read is soon rendered again."""


class Reader(NamedTuple):
    """What differs between readers of the same text."""

    locale: str
    signed_in: bool
    may_reply: bool
    writer: bool = False  # of this post, which one does not report


class Fragment(NamedTuple):
    before: Markup
    after: Markup


Key = tuple[object, ...]
_shelf: OrderedDict[Key, Fragment] = OrderedDict()


async def fragments(
    session: AsyncSession,
    reader: Reader,
    marks: Sequence[forums.Mark],
    cards: dict[UUID, PersonCard],
    *,
    thread: ThreadHead,
    person_id: UUID | None,
) -> list[Fragment]:
    """Posts of one thread in order, for the reader `person_id`. The database is asked for texts only where no
    fragment is at hand.
    """
    found: list[Fragment | None] = []
    missing: list[tuple[int, Key, Reader]] = []
    writer = reader._replace(writer=True)
    for place, mark in enumerate(marks):
        who = writer if mark.author_id == person_id else reader
        key = _key(who, mark, cards[mark.author_id], thread)
        found.append(_shelf.get(key))
        if found[-1] is None:
            missing.append((place, key, who))
    if missing:
        texts = await forums.texts(session, [marks[place].id for place, *_ in missing])
        for place, key, who in missing:
            mark = marks[place]
            made = found[place] = _render(who, mark, cards[mark.author_id], texts[mark.id], thread)
            _keep(key, mark, made)
    return [made for made in found if made is not None]


def forget(post_ids: Iterable[UUID] | None = None) -> None:
    """Drop the fragments of these posts, or all."""
    doomed = None if post_ids is None else set(post_ids)
    for key in [k for k in _shelf if doomed is None or k[0] in doomed]:
        del _shelf[key]


def _key(reader: Reader, mark: forums.Mark, card: PersonCard, thread: ThreadHead) -> Key:
    """Everything a fragment shows, so that a change of any of it is another fragment."""
    chosen = mark.id == thread.answer_post_id
    what = (mark.id, mark.version, mark.body_version, mark.shown, mark.disclosure, chosen)
    return (*what, card.name, card.specialty, card.verified, reader)


def _keep(key: Key, mark: forums.Mark, made: Fragment) -> None:
    if mark.shown == "visible":
        _shelf[key] = made
        if len(_shelf) > SHELF:
            _shelf.popitem(last=False)


def _render(
    reader: Reader, mark: forums.Mark, card: PersonCard, text: forums.Text, thread: ThreadHead
) -> Fragment:
    html = fragment(
        reader.locale,
        "forums/_post.html",
        reader=reader,
        mark=mark,
        card=card,
        text=text,
        thread_id=thread.id,
        answer=mark.id == thread.answer_post_id,
        page=forums.page_number(mark.number),
        specialty=spoken(reader.locale)(specialty(card.specialty)),
    )
    before, after = html.split("<!--own-->")
    return Fragment(Markup(before), Markup(after))  # noqa: S704 - halves of what was Markup
