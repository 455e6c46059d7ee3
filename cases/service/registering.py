"""DOIs of our own versions: deposited by a job, asked after until the registry has decided, told to editors.

A DOI is shown to nobody before it is registered. Imported cases have theirs from where they were published.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing
from cases.crossref import Deposit, NotAnswered, Receipt, Registrar, batch
from cases.crossref.batch import doi_of
from cases.models import Case, Registration, Version
from cases.schemas import RegistrationView
from cases.service import access, reading, renditions
from cases.service.transitions import note
from core import clock, outbox
from core.ids import new_id
from core.outbox import Handler, retry_delay
from core.policy import Viewer

KIND = "cases.deposit"
ASK_AFTER = timedelta(minutes=2)
logger = structlog.get_logger(__name__)


async def order(session: AsyncSession, case_id: UUID) -> None:
    """Have every version of the case deposited: each says how things stand now. Nothing where it is off."""
    of_ours = select(Version.id).join(Case, Case.id == Version.case_id)
    versions = await session.scalars(of_ours.where(Case.id == case_id, Case.doi.is_(None)))
    for version_id in versions:
        await _order(session, version_id, "send")


async def deposit_again(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> None:
    """An editor has it sent once more. Raises CaseNotFound, EditorIsInvolved."""
    case, _ = await access.as_editor(session, viewer, case_id)
    await order(session, case.id)
    await note(session, case.id, "deposit_ordered", actor_id=viewer.person_id)


async def registrations(session: AsyncSession, case_id: UUID) -> list[RegistrationView]:
    """Of the versions of a case, the latest first. The caller has asked who may know."""
    rows = await session.execute(
        select(
            Version.number,
            Registration.doi,
            Registration.state,
            Registration.said,
            Registration.attempts,
            Registration.tried_at,
        )
        .join(Version, Version.id == Registration.version_id)
        .where(Version.case_id == case_id)
        .order_by(Version.number.desc())
    )
    return [RegistrationView(**row) for row in rows.mappings()]


def worker(registrar: Registrar | None, base: str) -> Handler:
    """The job KIND. What fails is told in the row and tried again, ever more slowly. None: it is off."""

    async def work(session: AsyncSession, payload: dict[str, Any]) -> None:
        version_id = UUID(payload["version_id"])
        case = await access.of_version(session, version_id)
        if registrar is None or case is None:
            return
        row = await _row(session, registrar, version_id)
        row.attempts, row.tried_at = row.attempts + 1, clock.now()
        try:
            if payload["act"] == "ask":
                await _settle(session, row, await registrar.ask(row.name))
            else:
                await _send(session, registrar, row, base)
        except NotAnswered as error:
            row.said = f"{error}"[:1000]
            logger.warning("the registry did not answer", version=str(version_id), error=row.said)
            await _order(session, version_id, payload["act"], after=retry_delay(row.attempts))

    return work


async def _send(session: AsyncSession, registrar: Registrar, row: Registration, base: str) -> None:
    case = await reading.version_for_files(session, row.version_id)
    now = clock.now()
    row.name = f"consilium-{row.version_id.hex}-{now:%Y%m%d%H%M%S}.xml"
    address = base + citing.version_path(case)
    content = batch(case, registrar.registry, address=address, name=row.name, at=now)
    receipt = await registrar.send(Deposit(name=row.name, content=content))
    if receipt.state == "waiting":
        # what was registered before stays so while the news of it waits in line
        row.state = "registered" if row.registered_at else "sent"
        row.attempts, row.said = 0, receipt.said
        await _order(session, row.version_id, "ask", after=ASK_AFTER)
    else:
        await _settle(session, row, receipt)


async def _settle(session: AsyncSession, row: Registration, receipt: Receipt) -> None:
    row.said = receipt.said[:1000]
    if receipt.state == "waiting":
        await _order(session, row.version_id, "ask", after=retry_delay(row.attempts) + ASK_AFTER)
        return
    row.state, row.attempts = receipt.state, 0
    if receipt.state == "registered" and row.registered_at is None:
        row.registered_at = clock.now()
        await session.flush()
        await renditions.order(session, row.version_id)  # its files name the DOI from now on


async def _row(session: AsyncSession, registrar: Registrar, version_id: UUID) -> Registration:
    case = await reading.version_for_files(session, version_id)
    new = insert(Registration).values(
        id=new_id(),
        created_at=clock.now(),
        version_id=version_id,
        doi=doi_of(case, registrar.registry.prefix),
        state="waiting",
        name="",
        said="",
        attempts=0,
    )
    await session.execute(new.on_conflict_do_nothing(index_elements=["version_id"]))
    mine = select(Registration).where(Registration.version_id == version_id).with_for_update()
    return (await session.execute(mine, execution_options=access.FRESH)).scalar_one()


async def _order(
    session: AsyncSession, version_id: UUID, act: str, *, after: timedelta = timedelta()
) -> None:
    payload: dict[str, object] = {"version_id": str(version_id), "act": act}
    run_at = clock.now() + after if after else None
    await outbox.enqueue(session, KIND, payload, key=f"{KIND}:{version_id}", run_at=run_at)
