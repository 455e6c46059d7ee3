"""Who may see and do what with files. Every outlet asks here; what a file belongs to answers for its part."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.policy import GUEST, Viewer
from files.owners import owner_of
from files.states import FileState


class Facts(Protocol):
    """What the policy looks at of a row of files_file."""

    @property
    def id(self) -> UUID: ...
    @property
    def owner_kind(self) -> str: ...
    @property
    def owner_id(self) -> UUID: ...
    @property
    def state(self) -> str: ...
    @property
    def looker_id(self) -> UUID | None: ...
    @property
    def looker_until(self) -> datetime | None: ...


def may_look(viewer: Viewer) -> bool:
    """Take second looks at all; at which ones is for `files.service.queue`."""
    return viewer.is_verified


def looks_at(viewer: Viewer, file: Facts) -> bool:
    """Has taken it on, and it still waits."""
    mine = viewer.signed_in and file.looker_id == viewer.person_id
    return mine and file.state == FileState.WAITING and (file.looker_until or clock.now()) > clock.now()


async def is_public(session: AsyncSession, file: Facts) -> bool:
    """Approved, and it stands where everybody may see it."""
    if file.state != FileState.APPROVED:
        return False
    return await owner_of(file.owner_kind).shows(session, GUEST, file.owner_id, file.id)


async def may_see(session: AsyncSession, viewer: Viewer, file: Facts) -> bool:
    """Before its second look: those who work on what it belongs to, and who takes that look."""
    if not viewer.signed_in or file.state == FileState.GONE:
        return False
    owner = owner_of(file.owner_kind)
    if looks_at(viewer, file):
        return file.owner_id in await owner.lookable(session, viewer, [file.owner_id])
    if await owner.works_on(session, viewer, file.owner_id):
        return True
    approved = file.state == FileState.APPROVED
    return approved and await owner.shows(session, viewer, file.owner_id, file.id)
