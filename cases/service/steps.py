"""The steps of a take-down that are the cases' own. What is sealed already is looked at from outside."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import freshness, policy, privacy
from cases.errors import CaseNotFound, CaseTakenDown, VersionNotFound
from cases.events import ConsentWithdrawn
from cases.models import Author, Case, Review, Version
from cases.service import reading, registering, renditions
from cases.service.discussion import KINDS, take_words_away
from cases.states import ReviewStatus
from cases.takedown import Step, StillThere
from core.policy import GUEST
from files import service as files
from files.store import Shelf
from forums import service as forums


async def page(session: AsyncSession, case_id: UUID) -> int:
    """The public page: nobody from outside reads it."""
    await _refuse_readable(session, case_id, None)
    return int(bool(await _numbers(session, case_id)))


async def versions(session: AsyncSession, case_id: UUID) -> int:
    """The permanent addresses of the versions, and with them the citations."""
    numbers = await _numbers(session, case_id)
    for number in numbers:
        await _refuse_readable(session, case_id, number)
    return len(numbers)


async def made_files(session: AsyncSession, case_id: UUID) -> int:
    """JATS and PDF, made of its versions."""
    return await renditions.take_away(session, case_id)


async def registry(session: AsyncSession, case_id: UUID) -> int:
    """What a registry of DOIs was told: it is told anew, that the versions were removed."""
    if await registering.remaining(session, case_id):
        raise StillThere("registry")
    return len(await registering.registrations(session, case_id))


async def lists(session: AsyncSession, case_id: UUID) -> int:
    """Lists, feeds and the case of the day: all of them ask `policy.listed`."""
    listed = select(func.count(Case.id)).where(Case.id == case_id, policy.listed())
    if await session.scalar(listed):
        raise StillThere("lists")
    return 0


async def discussion(session: AsyncSession, case_id: UUID) -> int:
    """The thread that opened with title and summary, and the feed of its board."""
    await take_words_away(session, case_id)
    found = 0
    for kind in KINDS:
        if await forums.thread_about(session, GUEST, about_kind=kind, about_id=case_id):
            raise StillThere("discussion")
        found += len(await forums.threads_about(session, about=(kind, case_id)))
    return found


async def reviews(session: AsyncSession, case_id: UUID) -> int:
    """Reviewers cannot open the manuscript any more; open requests are cancelled."""
    count = select(func.count(Review.id)).where(Review.case_id == case_id)
    open_ones = count.where(Review.status.in_([ReviewStatus.INVITED, ReviewStatus.ACCEPTED]))
    if await session.scalar(open_ones):
        raise StillThere("reviews")
    return await session.scalar(count) or 0


async def exports(session: AsyncSession, case_id: UUID) -> int:
    """What its authors can take away as their own data holds no text of it."""
    authors = await session.scalars(select(Author.person_id).where(Author.case_id == case_id))
    for person_id in authors:
        told = await privacy.texts_saved_by(session, person_id)
        if any(row["case_id"] == str(case_id) for row in told):
            raise StillThere("exports")
    return 0


def images_from(shelf: Shelf) -> Step:
    """Pictures and every copy of them, out of the store."""

    async def images(session: AsyncSession, case_id: UUID) -> int:
        try:
            return await files.take_down(session, shelf, owner_kind="case", owner_id=case_id)
        except files.StillStored as error:
            raise StillThere("image store") from error

    return images


async def caches(_: AsyncSession, __: UUID) -> int:
    """Rendered HTML in this process's memory. Pages are sent with "no-cache"; see `forget` for the others."""
    return _forgotten()


async def forget(_: ConsentWithdrawn) -> None:
    """After the commit, in the process in which it was withdrawn."""
    _forgotten()


def _forgotten() -> int:
    held = freshness.html.cache_info().currsize
    freshness.html.cache_clear()
    return held


async def _numbers(session: AsyncSession, case_id: UUID) -> list[int]:
    return list(await session.scalars(select(Version.number).where(Version.case_id == case_id)))


async def _refuse_readable(session: AsyncSession, case_id: UUID, number: int | None) -> None:
    try:
        await reading.published_case(session, viewer=GUEST, case_id=case_id, number=number)
    except (CaseNotFound, CaseTakenDown, VersionNotFound):
        return
    raise StillThere("page" if number is None else f"version {number}")


STEPS: dict[str, Step] = {
    "page": page,
    "versions": versions,
    "files": made_files,
    "lists": lists,
    "discussion": discussion,
    "reviews": reviews,
    "exports": exports,
    "registry": registry,
    "caches": caches,
}
