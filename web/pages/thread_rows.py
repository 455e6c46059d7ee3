"""Threads in lists as finished HTML, kept for a minute: they say how long ago something was."""

from functools import lru_cache

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from forums.schemas import ThreadRow
from identity import service as identity
from identity.schemas import PersonCard
from web.i18n import spoken
from web.pages.forum_words import KINDS, specialty
from web.render import fragment


async def rows(session: AsyncSession, code: str, threads: list[ThreadRow]) -> list[Markup]:
    """The threads in order, with those who opened them and those who wrote last. One query."""
    ids = {thread.author_id for thread in threads} | {thread.last_author_id for thread in threads}
    cards = await identity.people_by_ids(session, ids)
    minute = int(clock.now().timestamp() // 60)
    return [
        _row(
            code,
            minute,
            thread,
            cards[thread.author_id],
            cards[thread.last_author_id],
            unread=bool(thread.unread),
        )
        for thread in threads
    ]


@lru_cache(maxsize=4096)
def _row(
    code: str, minute: int, thread: ThreadRow, author: PersonCard, last: PersonCard, *, unread: bool
) -> Markup:
    return fragment(
        code,
        "forums/_row.html",
        minute=minute,
        thread=thread,
        author=author,
        last=last,
        unread=unread,
        kind=KINDS[thread.kind],
        specialty=spoken(code)(specialty(author.specialty)),
    )
