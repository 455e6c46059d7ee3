"""Figures of a write-up: added, described, put in order, taken out; frozen with the text."""

from collections.abc import Sequence
from uuid import UUID

from anyio import to_thread
from msgspec import convert
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import screening
from cases.errors import FigureNotFound, FiguresNotReady, ImagesNotCovered, TooManyFigures
from cases.events import CaseChanged
from cases.models import CaseFigure
from cases.schemas import Figure, FigureDraft, FigureView, Made
from cases.service import access, consenting
from cases.service.transitions import note
from core.events import publish
from core.policy import Viewer
from files import service as files
from files.store import Shelf

MOST = 30
KIND = "case"
OF_OWNERS = frozenset({"name", "facility", "place", "url"})


async def add_figure(
    session: AsyncSession, *, viewer: Viewer, shelf: Shelf, case_id: UUID, data: bytes
) -> Made:
    """Take an upload in as the last figure. Returns the file's id.

    Raises TooManyFigures, as `files.service.upload`, and CaseNotFound, InvitationOpen, NotWritable.
    """
    if await _count(session, case_id) >= MOST:
        raise TooManyFigures
    file_id = await files.upload(
        session, viewer=viewer, shelf=shelf, owner_kind=KIND, owner_id=case_id, data=data
    )
    if await _count(session, case_id) >= MOST:  # asked once more under the lock: others were sent meanwhile
        raise TooManyFigures
    last = await session.scalar(select(func.max(CaseFigure.position)).where(CaseFigure.case_id == case_id))
    session.add(CaseFigure(case_id=case_id, file_id=file_id, position=(last or 0) + 1))
    await session.flush()
    await _tell(session, viewer, case_id, "figure_added")
    return Made(id=file_id)


async def describe_figure(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, file_id: UUID, draft: FigureDraft
) -> None:
    """Caption, what stands for the picture where it is not seen, licence. Raises FigureNotFound, as above."""
    await access.to_write(session, viewer, case_id)
    figure = await _figure(session, case_id, file_id)
    figure.caption, figure.alt = draft.caption.strip(), draft.alt.strip()
    figure.licence = draft.licence.strip()
    await session.flush()
    await publish(session, CaseChanged(case_id=case_id))


async def move_figure(session: AsyncSession, *, viewer: Viewer, case_id: UUID, file_id: UUID) -> None:
    """One place up; the first stays. Raises FigureNotFound, as above."""
    await access.to_write(session, viewer, case_id)
    figure = await _figure(session, case_id, file_id)
    before = await session.scalar(
        select(CaseFigure)
        .where(CaseFigure.case_id == case_id, CaseFigure.position < figure.position)
        .order_by(CaseFigure.position.desc())
        .limit(1)
    )
    if before is not None:
        before.position, figure.position = figure.position, before.position
        await session.flush()
    await publish(session, CaseChanged(case_id=case_id))


async def remove_figure(session: AsyncSession, *, viewer: Viewer, case_id: UUID, file_id: UUID) -> None:
    """Out of the write-up; its pixels go too, unless they were handed in. Raises as above."""
    await access.to_write(session, viewer, case_id)
    await session.delete(await _figure(session, case_id, file_id))
    await session.flush()
    await files.remove(session, viewer=viewer, file_id=file_id)
    await _tell(session, viewer, case_id, "figure_removed")


async def figures_of(session: AsyncSession, case_id: UUID) -> list[FigureView]:
    """In their order; one query, and two more when there are any."""
    rows = (
        await session.execute(
            select(CaseFigure.file_id, CaseFigure.caption, CaseFigure.alt, CaseFigure.licence)
            .where(CaseFigure.case_id == case_id)
            .order_by(CaseFigure.position)
        )
    ).all()
    seen = await files.views(session, [row.file_id for row in rows])
    return [
        FigureView(file=seen[row.file_id], caption=row.caption, alt=row.alt, licence=row.licence)
        for row in rows
    ]


async def screened(figures: Sequence[FigureView]) -> list[FigureView]:
    """With what the privacy screens find in their words, to be put otherwise."""
    return await to_thread.run_sync(lambda: [replace(figure, told=_told(figure)) for figure in figures])


def _told(figure: FigureView) -> list[str]:
    """A licence names whom a picture is of by right: people and institutions may stand there."""
    told = [(text, found) for text in (figure.caption, figure.alt) for found in screening.read(text)]
    told += [
        (figure.licence, found) for found in screening.read(figure.licence) if found.type not in OF_OWNERS
    ]
    return [text[found.start : found.end] for text, found in told]


def frozen(figures: Sequence[FigureView]) -> list[Figure]:
    """As they go into a submission: without who uploaded them."""
    return [
        Figure(
            file=figure.file.id,
            caption=figure.caption,
            alt=figure.alt,
            width=figure.file.pictures[0].width,
            height=figure.file.pictures[0].height,
            licence=figure.licence,
            pictures=len(figure.file.pictures),
        )
        for figure in figures
    ]


async def refuse_unready(session: AsyncSession, case_id: UUID, content: dict[str, object]) -> None:
    """Before publication: every picture passed its second look, and consent covers images today.

    `content`: of the submission. Raises FiguresNotReady, ImagesNotCovered.
    """
    figures = convert(content.get("figures", []), list[Figure])
    if not figures:
        return
    standing = await files.standings(session, [figure.file for figure in figures])
    if not all(figure.file in standing and standing[figure.file].approved for figure in figures):
        raise FiguresNotReady
    if not await consenting.images_covered(session, case_id=case_id):
        raise ImagesNotCovered


async def _figure(session: AsyncSession, case_id: UUID, file_id: UUID) -> CaseFigure:
    found = await session.scalar(
        select(CaseFigure).where(CaseFigure.case_id == case_id, CaseFigure.file_id == file_id),
        execution_options=access.FRESH,
    )
    if found is None:
        raise FigureNotFound
    return found


async def _count(session: AsyncSession, case_id: UUID) -> int:
    counted = select(func.count(CaseFigure.id)).where(CaseFigure.case_id == case_id)
    return await session.scalar(counted) or 0


async def _tell(session: AsyncSession, viewer: Viewer, case_id: UUID, act: str) -> None:
    await note(session, case_id, act, actor_id=viewer.person_id)
    await publish(session, CaseChanged(case_id=case_id))
