"""News about a case that was taken down: what nobody has read yet is dropped, and what waits to be mailed."""

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
    threads = [
        thread_id
        for kind in cases.THREADS
        for thread_id in await forums.threads_about(session, about=(kind, case_id))
    ]
    about = or_(
        Notification.link.in_(links),
        *(Notification.link.startswith(f"{link}/", autoescape=True) for link in links),
        Notification.subject_id.in_([case_id, *threads]),
    )
    which = (about, Notification.read_at.is_(None), Notification.kind.not_in(STAYS))
    gone = await session.execute(delete(Notification).where(*which).returning(Notification.id))
    taken = len(gone.all())
    if await session.scalar(select(func.count(Notification.id)).where(*which)):
        raise StillThere("inbox")
    return taken


async def mails(session: AsyncSession, case_id: UUID) -> int:
    """Mail that waits in the outbox (also what failed) and names an address of the case."""
    links = await cases.addresses_of(session, case_id)
    return await outbox.cancel(session, mail.KIND, naming=links)
