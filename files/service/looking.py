"""The second look: by a verified clinician who has no part in the write-up, and whom nobody is told.

Whoever takes one on sees the pictures and nothing else: neither title nor authors. Authors learn what was
decided, not by whom.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, outbox
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer
from files import policy
from files.errors import FileNotFound, NotWaiting, ReasonMissing, SecondLookOnly, TakenByAnother
from files.events import FileLookedAt
from files.models import File, FilePicture
from files.owners import kinds, owner_of
from files.schemas import LookRow, Verdict
from files.service.access import locked, note
from files.states import FileState

HELD = timedelta(hours=2)
ASSEMBLE = "files.assemble"
MOST = 100


async def queue(session: AsyncSession, *, viewer: Viewer) -> list[LookRow]:
    """What waits and the viewer may take, oldest first. Raises SignInRequired, SecondLookOnly."""
    _refuse_others(viewer)
    waits = (
        File.state == FileState.WAITING.value,
        File.uploaded_by.is_distinct_from(viewer.person_id),
        File.attested_by.is_distinct_from(viewer.person_id),
        (File.looker_until.is_(None))
        | (File.looker_until < clock.now())
        | (File.looker_id == viewer.person_id),
    )
    asked = (await session.execute(select(File.owner_kind, File.owner_id).where(*waits).distinct())).all()
    fields = {
        kind: await _fields(session, viewer, kind, [row.owner_id for row in asked if row.owner_kind == kind])
        for kind in kinds()
    }
    counted = select(func.count(FilePicture.id)).where(FilePicture.file_id == File.id).scalar_subquery()
    columns = (File.id, File.source, File.owner_kind, File.owner_id, File.waiting_since, File.looker_id)
    mine = [(kind, one) for kind in fields for one in fields[kind]]
    there = tuple_(File.owner_kind, File.owner_id).in_(mine)
    rows = await session.execute(
        select(*columns, counted.label("pictures"))
        .where(*waits, there)
        .order_by(File.waiting_since)
        .limit(MOST)
    )
    return [
        LookRow(
            id=r.id,
            source=r.source,
            pictures=r.pictures,
            field=fields[r.owner_kind][r.owner_id],
            waiting_since=r.waiting_since,
            mine=r.looker_id == viewer.person_id,
        )
        for r in rows
    ]


async def take(session: AsyncSession, *, viewer: Viewer, file_id: UUID) -> None:
    """Take a second look on; nobody else can for two hours.

    Raises SignInRequired, SecondLookOnly, FileNotFound, NotWaiting, TakenByAnother.
    """
    file = await _lookable(session, viewer, file_id)
    taken = file.looker_until is not None and file.looker_until > clock.now()
    if taken and file.looker_id != viewer.person_id:
        raise TakenByAnother
    file.looker_id, file.looker_until = viewer.person_id, clock.now() + HELD
    await note(session, file, "second_look_taken", actor_id=viewer.person_id)
    await session.flush()


async def decide(session: AsyncSession, *, viewer: Viewer, file_id: UUID, draft: Verdict) -> None:
    """Approve the pictures, or send them back with a reason.

    Raises SignInRequired, SecondLookOnly, FileNotFound, NotWaiting, ReasonMissing.
    """
    file = await _lookable(session, viewer, file_id)
    if not policy.looks_at(viewer, file):
        raise NotWaiting
    if not draft.approve and not draft.reason.strip():
        raise ReasonMissing({"reason": ReasonMissing.__doc__ or ""})
    file.state = (FileState.APPROVED if draft.approve else FileState.RETURNED).value
    file.reason = "" if draft.approve else draft.reason.strip()
    file.decided_at, file.looker_until = clock.now(), None
    await note(session, file, file.state, actor_id=viewer.person_id)
    await session.flush()
    if draft.approve and file.header_key:
        await outbox.enqueue(session, ASSEMBLE, {"file_id": str(file.id)}, key=f"{ASSEMBLE}:{file.id}")
    told = FileLookedAt(
        file_id=file.id,
        owner_kind=file.owner_kind,
        owner_id=file.owner_id,
        uploaded_by=file.uploaded_by,
        approved=draft.approve,
    )
    await publish(session, told)


async def _lookable(session: AsyncSession, viewer: Viewer, file_id: UUID) -> File:
    """Locked. What the viewer has a part in is not there for a second look."""
    _refuse_others(viewer)
    file = await locked(session, file_id)
    places = await _fields(session, viewer, file.owner_kind, [file.owner_id])
    if file.owner_id not in places or viewer.person_id in {file.uploaded_by, file.attested_by}:
        raise FileNotFound
    if file.state != FileState.WAITING:
        raise NotWaiting
    return file


async def _fields(session: AsyncSession, viewer: Viewer, kind: str, ids: list[UUID]) -> dict[UUID, str]:
    return await owner_of(kind).lookable(session, viewer, set(ids)) if ids else {}


def _refuse_others(viewer: Viewer) -> None:
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_look(viewer):
        raise SecondLookOnly
