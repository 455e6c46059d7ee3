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
from cases.crossref.batch import doi_of, removal
from cases.models import Case, Registration, Version
from cases.schemas import RegistrationView
from cases.service import access, reading, renditions
from cases.service.transitions import note
from core import clock, outbox
from core.ids import new_id
from core.outbox import Handler, Hopeless, retry_delay
from core.policy import Viewer

KIND = "cases.deposit"
SAYS, REMOVES = "consilium", "consilium-removed"
OFF = "the registry has to be told that a version was removed: its settings are needed once more"
ASK_AFTER = timedelta(minutes=2)
logger = structlog.get_logger(__name__)


async def order(session: AsyncSession, case_id: UUID) -> None:
    """Have every version of the case deposited: each says how things stand now. Nothing where it is off."""
    of_ours = select(Version.id).join(Case, Case.id == Version.case_id)
    versions = await session.scalars(of_ours.where(Case.id == case_id, Case.doi.is_(None)))
    for version_id in versions:
        await _order(session, version_id, "send")


async def order_removal(session: AsyncSession, case_id: UUID) -> None:
    """Have the registry told that the versions are there no more: of what it was given the DOI stays."""
    given = (
        select(Registration)
        .join(Version, Version.id == Registration.version_id)
        .where(Version.case_id == case_id, Registration.name != "")
        .with_for_update(of=Registration)
    )
    for row in await session.scalars(given, execution_options=access.FRESH):
        row.state = "removing"
        await session.flush()
        await _order(session, row.version_id, "remove")


async def remaining(session: AsyncSession, case_id: UUID) -> list[str]:
    """DOIs of which the registry still says more than that the version was removed."""
    rows = await session.scalars(
        select(Registration.doi)
        .join(Version, Version.id == Registration.version_id)
        .where(Version.case_id == case_id, Registration.name != "", Registration.state != "removed")
    )
    return list(rows)


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
        version_id, act = UUID(payload["version_id"]), payload["act"]
        if registrar is None:
            if act == "remove":
                raise Hopeless(OFF)
            return
        if not await _applies(session, version_id, act):
            return
        asked = await _name(session, registrar, version_id)
        name, said, receipt = asked, "", None
        try:
            if act == "ask":
                receipt = await registrar.ask(asked)
            else:
                deposit = await _deposit(session, registrar, version_id, base, removes=act == "remove")
                name, receipt = deposit.name, await registrar.send(deposit)
        except NotAnswered as error:
            said = f"{error}"[:1000]
        row = await _held(session, version_id)
        if act == "ask" and row.name != asked:
            return  # something newer was sent meanwhile, and is asked after by itself
        row.attempts, row.tried_at = row.attempts + 1, clock.now()
        if receipt is None:
            row.said = said
            logger.warning("the registry did not answer", version=str(version_id), error=said)
            await _order(session, version_id, act, after=retry_delay(row.attempts))
        elif act == "ask":
            await _settle(session, row, receipt)
        else:
            row.name = name
            await _given(session, row, receipt, removes=act == "remove")

    return work


async def _applies(session: AsyncSession, version_id: UUID, act: str) -> bool:
    """Nothing is deposited of what is kept back now; what was removed and is back again is not removed."""
    if act == "ask":
        return True
    case = await access.of_version(session, version_id)
    if act == "send":
        return case is not None and not access.hidden_state(case)
    return case is None or case.removed_at is not None


async def _deposit(
    session: AsyncSession, registrar: Registrar, version_id: UUID, base: str, *, removes: bool
) -> Deposit:
    case = await reading.version_for_files(session, version_id)
    now = clock.now()
    name = f"{REMOVES if removes else SAYS}-{version_id.hex}-{now:%Y%m%d%H%M%S}.xml"
    address = base + citing.version_path(case)
    write = removal if removes else batch
    return Deposit(name=name, content=write(case, registrar.registry, address=address, name=name, at=now))


async def _given(session: AsyncSession, row: Registration, receipt: Receipt, *, removes: bool) -> None:
    """The registry has the deposit. Nothing was held while it was sent: the case may be gone since."""
    if not removes and await _applies(session, row.version_id, "remove"):
        row.state = "removing"
        await _order(session, row.version_id, "remove")
        return
    # what was registered before stays so while the news of it waits in line
    row.state = "removing" if removes else "registered" if row.registered_at else "sent"
    if receipt.state == "waiting":
        row.attempts, row.said = 0, receipt.said
        await _order(session, row.version_id, "ask", after=ASK_AFTER)
    else:
        await _settle(session, row, receipt)


async def _settle(session: AsyncSession, row: Registration, receipt: Receipt) -> None:
    """What the registry says of the deposit `row.name`."""
    if row.state == "removing" and not row.name.startswith(REMOVES):
        return  # the removal is on its way
    row.said = receipt.said[:1000]
    if receipt.state == "waiting":
        await _order(session, row.version_id, "ask", after=retry_delay(row.attempts) + ASK_AFTER)
    elif row.state == "removing" and receipt.state == "refused":
        await _order(session, row.version_id, "remove", after=retry_delay(row.attempts))
    elif row.state == "removing":
        row.state, row.attempts = "removed", 0
    else:
        row.state, row.attempts = receipt.state, 0
        if receipt.state == "registered" and row.registered_at is None:
            row.registered_at = clock.now()
            await session.flush()
            await renditions.order(session, row.version_id)  # its files name the DOI from now on


async def _name(session: AsyncSession, registrar: Registrar, version_id: UUID) -> str:
    """Of the last deposit. What tells how it fares is made with the first, and not held."""
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
    name = select(Registration.name).where(Registration.version_id == version_id)
    return (await session.execute(name)).scalar_one()


async def _held(session: AsyncSession, version_id: UUID) -> Registration:
    mine = select(Registration).where(Registration.version_id == version_id).with_for_update()
    return (await session.execute(mine, execution_options=access.FRESH)).scalar_one()


async def _order(
    session: AsyncSession, version_id: UUID, act: str, *, after: timedelta = timedelta()
) -> None:
    payload: dict[str, object] = {"version_id": str(version_id), "act": act}
    run_at = clock.now() + after if after else None
    await outbox.enqueue(session, KIND, payload, key=f"{KIND}:{version_id}:{act}", run_at=run_at)
