"""News about a case that was taken down: what nobody has read yet is dropped, and what waits to be mailed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from cases.takedown import StillThere
from core import mail, outbox
from forums import service as forums
from inbox.models import Notification

STAYS = ("case.consent_withdrawn", "case.taken_down")


async def news(session: AsyncSession, case_id: UUID) -> int:
    """Unread news that lead to the case, its reviews or the threads about it; so no digest tells them."""
    links = await cases.addresses_of(session, case_id)
    return await _drop(session, links, [case_id, *await _threads(session, _about(case_id))])


async def mails(session: AsyncSession, case_id: UUID) -> int:
    """Mail that waits in the outbox (also what failed) and names an address of the case."""
    links = await cases.addresses_of(session, case_id)
    return await outbox.cancel(session, mail.KIND, naming=[*links, *await _posts(session, _about(case_id))])


async def forget_article(session: AsyncSession, article_id: UUID) -> int:
    """The same for the entry of the case in the journal clubs, while it is known which that was."""
    about, link = [("article", article_id)], f"/clubs/articles/{article_id}"
    taken = await _drop(session, [link], [article_id, *await _threads(session, about)])
    return taken + await outbox.cancel(session, mail.KIND, naming=[link, *await _posts(session, about)])


async def _drop(session: AsyncSession, links: Sequence[str], subjects: Sequence[UUID]) -> int:
    about = or_(
        Notification.link.in_(links),
        *(Notification.link.startswith(f"{link}/", autoescape=True) for link in links),
        Notification.subject_id.in_(subjects),
    )
    which = (about, Notification.read_at.is_(None), Notification.kind.not_in(STAYS))
    gone = await session.execute(delete(Notification).where(*which).returning(Notification.id))
    taken = len(gone.all())
    if await session.scalar(select(func.count(Notification.id)).where(*which)):
        raise StillThere("inbox")
    return taken


def _about(case_id: UUID) -> list[tuple[str, UUID]]:
    return [(kind, case_id) for kind in cases.THREADS]


async def _threads(session: AsyncSession, about: Sequence[tuple[str, UUID]]) -> list[UUID]:
    return [thread_id for one in about for thread_id in await forums.threads_about(session, about=one)]


async def _posts(session: AsyncSession, about: Sequence[tuple[str, UUID]]) -> list[str]:
    """Addresses of what was said there: mail about it gives the title."""
    return [f"/posts/{post_id}" for one in about for post_id in await forums.posts_about(session, about=one)]
