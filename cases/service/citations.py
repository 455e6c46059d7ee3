"""The works a write-up cites: pasted as identifiers or records, looked up, numbered, frozen."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from anyio import to_thread
from msgspec import convert, to_builtins
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.bibliography import cited, key_for, key_of_sought, printed
from cases.care import WRITTEN
from cases.errors import NothingRecognised, TooManyWorks, WorkNotFound
from cases.events import CaseChanged
from cases.lookup import Lookup
from cases.models import Section, Work
from cases.schemas import FrozenWork, WorksAdded, WorkView
from cases.service import access
from core import clock, outbox
from core.events import publish
from core.outbox import Handler
from core.policy import Viewer
from core.references import FileTooLarge, Reference, TooManyReferences, UnknownFormat, parse
from core.references.identifiers import doi, pmid

KIND = "cases.look_up"
MOST = 300
ATTEMPTS = 5
"""How often a registry that is out of reach is asked before the work counts as unknown."""


async def add_works(session: AsyncSession, *, viewer: Viewer, case_id: UUID, text: str) -> WorksAdded:
    """Take in what was pasted. Identifiers are looked up afterwards; what is there already stays as it is.

    Raises as `save_section`, NothingRecognised, TooManyWorks.
    """
    case = await access.to_write(session, viewer, case_id)
    sought, records, bad = await to_thread.run_sync(_read, text)
    rows = await _rows(session, case_id)
    if len(rows) + len(sought) + len(records) > MOST:
        raise TooManyWorks
    names = _names(rows)
    taken = {row.key for row in rows}
    added: list[str] = []
    known: list[str] = []
    wishes: list[str | Reference] = [*sought, *records]
    for wish in wishes:
        same = next((names[name] for name in _names_of(wish) if name in names), None)
        if same is not None:
            known.append(same)
            continue
        row = _row(case_id, viewer, wish, taken)
        session.add(row)
        added.append(row.key)
        taken.add(row.key)
        names |= dict.fromkeys(_names_of(wish), row.key)
        if row.state == "sought":
            await _ask(session, case_id, row.key)
    await session.flush()
    await publish(session, CaseChanged(case_id=case.id))
    return WorksAdded(keys=added, known=known, bad=bad)


async def remove_work(session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str) -> None:
    """Raises as `save_section`, WorkNotFound."""
    case = await access.to_write(session, viewer, case_id)
    gone = await session.execute(
        delete(Work).where(Work.case_id == case_id, Work.key == key).returning(Work.id)
    )
    if gone.one_or_none() is None:
        raise WorkNotFound
    await publish(session, CaseChanged(case_id=case.id))


async def works(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[WorkView]:
    """Those cited in their order, then the others as they were added. Raises as `write_up`."""
    await access.mine(session, viewer, case_id)
    found = await session.execute(select(Section.key, Section.body).where(Section.case_id == case_id))
    order = _numbers({row.key: row.body for row in found})
    rows = await _rows(session, case_id)
    views = await to_thread.run_sync(lambda: [_view(row, order) for row in rows])
    return sorted(views, key=lambda view: view.number or MOST + 1)


async def unresolved(session: AsyncSession, case_id: UUID, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(section, key) of each citation whose work is not known here. One query where anything is cited."""
    if not cited(texts.values()):
        return []
    rows = await session.execute(select(Work.key).where(Work.case_id == case_id, Work.state == "known"))
    known = set(rows.scalars())
    return [(section, key) for section, text in texts.items() for key in cited([text]) if key not in known]


async def frozen_works(session: AsyncSession, case_id: UUID, texts: Iterable[str]) -> list[FrozenWork]:
    """The known works that the texts cite, in the order of their first citation."""
    rows = {row.key: row.work for row in await _rows(session, case_id) if row.work is not None}
    found = [(key, convert(rows[key], Reference)) for key in cited(texts) if key in rows]
    return await to_thread.run_sync(
        lambda: [FrozenWork(key=key, line=printed(work), work=work) for key, work in found]
    )


def looker_up(look_up: Lookup) -> Handler:
    """The job that asks a registry for one work and keeps what it says."""

    async def handle(session: AsyncSession, payload: dict[str, Any]) -> None:
        case_id, key, attempt = UUID(payload["case_id"]), str(payload["key"]), int(payload["attempt"])
        wanted = (Work.case_id == case_id, Work.key == key, Work.state == "sought")
        sought = await session.scalar(select(Work.sought).where(*wanted))
        if sought is None:
            return
        try:
            work = await look_up(sought)
        except OSError:
            if attempt < ATTEMPTS:
                await _ask(session, case_id, key, attempt=attempt + 1)
                return
            work = None
        values = {"state": "known", "work": to_builtins(_short(work))} if work else {"state": "unknown"}
        await session.execute(update(Work).where(*wanted).values(values))

    return handle


async def _ask(session: AsyncSession, case_id: UUID, key: str, *, attempt: int = 1) -> None:
    later = clock.now() + outbox.retry_delay(attempt - 1) if attempt > 1 else None
    payload: dict[str, object] = {"case_id": str(case_id), "key": key, "attempt": attempt}
    await outbox.enqueue(session, KIND, payload, run_at=later)


def _read(text: str) -> tuple[list[str], list[Reference], list[str]]:
    """Identifiers, or records, and what of the records could not be read. Raises NothingRecognised."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    sought = [_sought(line) for line in lines]
    if lines and all(sought):
        return list(dict.fromkeys(filter(None, sought))), [], []
    try:
        parsed = parse("", text.encode())
    except (UnknownFormat, FileTooLarge, TooManyReferences) as error:
        raise NothingRecognised from error
    if not parsed.references:
        raise NothingRecognised
    bad = [f"{one.line}: {one.message}" for one in parsed.bad]
    return [], parsed.references, bad


def _sought(line: str) -> str | None:
    if " " in line.removeprefix("doi: ").removeprefix("PMID: ").removeprefix("DOI: "):
        return None
    if name := doi(line):
        return f"doi:{name}"
    return f"pmid:{name}" if (name := pmid(line)) else None


def _row(case_id: UUID, viewer: Viewer, wish: str | Reference, taken: set[str]) -> Work:
    person_id = viewer.person_id
    assert person_id is not None
    if isinstance(wish, str):
        key = key_of_sought(wish, taken)
        return Work(case_id=case_id, key=key, sought=wish, state="sought", added_by=person_id)
    work = to_builtins(_short(wish))
    return Work(case_id=case_id, key=key_for(wish, taken), work=work, state="known", added_by=person_id)


def _short(work: Reference) -> Reference:
    """Without what a bibliography does not print."""
    return convert(to_builtins(work) | {"abstract": "", "keywords": [], "line": 0}, Reference)


def _names_of(wish: str | Reference) -> list[str]:
    if isinstance(wish, str):
        return [wish]
    return [f"{kind}:{name}" for kind, name in (("doi", wish.doi), ("pmid", wish.pmid)) if name]


def _names(rows: Iterable[Any]) -> dict[str, str]:
    """Keys by each identifier that a work goes by."""
    found: dict[str, str] = {}
    for row in rows:
        names = [row.sought] if row.work is None else _names_of(convert(row.work, Reference))
        found |= dict.fromkeys([*names, *([row.sought] if row.sought else [])], row.key)
    return found


async def _rows(session: AsyncSession, case_id: UUID) -> list[Any]:
    columns = (Work.key, Work.work, Work.sought, Work.state)
    return list(await session.execute(select(*columns).where(Work.case_id == case_id).order_by(Work.id)))


def _numbers(texts: Mapping[str, str]) -> dict[str, int]:
    keys = cited(texts.get(slot.key, "") for slot in WRITTEN if slot.is_markdown)
    return {key: number for number, key in enumerate(keys, 1)}


def _view(row: Any, numbers: Mapping[str, int]) -> WorkView:
    line = printed(convert(row.work, Reference)) if row.work is not None else row.sought
    return WorkView(
        key=row.key, state=row.state, sought=row.sought, line=line, number=numbers.get(row.key, 0)
    )
