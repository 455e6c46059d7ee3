"""The JSON API of credit: one's own ledger, and any learner's for a credit officer."""

import csv
import io
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from credit import service
from credit.schemas import (
    ClaimDraft,
    EntryView,
    EvidenceDetail,
    LogDraft,
    Progress,
    SystemChoice,
    Transcript,
)
from identity.documented import problems

READING = problems(404)
WRITING = problems(403, 404, 409, 413, 422)


def learner(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


@get("/progress", responses=READING)
async def progress(session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[Progress]:
    return await service.progress(session, learner_id=learner(viewer))


@get("/ledger", responses=READING)
async def ledger(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    learner_id: FromQuery[UUID | None] = None,
    before: Annotated[int | None, QueryParameter(ge=1, le=2**62)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[EntryView]:
    whose = learner_id or learner(viewer)
    return await service.ledger(session, viewer, learner_id=whose, before=before, limit=limit)


@get("/evidence/{evidence_id:uuid}", responses=READING)
async def evidence(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], evidence_id: FromPath[UUID]
) -> EvidenceDetail:
    learner(viewer)
    piece, entries = await service.evidence_piece(session, viewer, evidence_id=evidence_id)
    return EvidenceDetail(evidence=piece, entries=entries)


@get("/transcript", responses=READING)
async def transcript(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    learner_id: FromQuery[UUID | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> Transcript:
    whose = learner_id or learner(viewer)
    return await service.transcript(session, viewer, learner_id=whose, since=since, until=until)


@get("/transcript.csv", responses=READING, media_type="text/csv")
async def transcript_csv(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> Response[str]:
    whole = await service.transcript(session, viewer, learner_id=learner(viewer), since=since, until=until)
    return Response(
        as_csv(whole),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="transcript.csv"'},
    )


def as_csv(whole: Transcript) -> str:
    """A row an entry. Cells that a spreadsheet would run as formulas are defused with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["seq", "day", "system", "kind", "minutes", "quarters", "title", "rule", "evidence"])
    for e in whole.entries:
        writer.writerow(
            [
                e.seq,
                e.day,
                e.system,
                e.kind,
                e.minutes,
                e.quarters,
                defused(e.title),
                defused(e.rule),
                e.evidence_id,
            ]
        )
    return out.getvalue()


def defused(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


@post("/claims", responses=WRITING)
async def claim(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[ClaimDraft]
) -> list[EntryView]:
    """Claim own evidence in a self-claimable system; answers with the entries of that evidence."""
    await service.claim(
        session,
        viewer,
        evidence_id=data.evidence_id,
        system=data.system,
        quarters_claimed=data.quarters,
        reflection=data.reflection,
        attested=data.attested,
    )
    _, entries = await service.evidence_piece(session, viewer, evidence_id=data.evidence_id)
    return entries


@post("/log", responses=WRITING)
async def log(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[LogDraft]
) -> EvidenceDetail:
    piece = await service.write_log(
        session,
        viewer,
        title=data.title,
        on=data.day,
        minutes=data.minutes,
        reflection=data.reflection,
        link=data.link,
    )
    view, entries = await service.evidence_piece(session, viewer, evidence_id=piece.id)
    return EvidenceDetail(evidence=view, entries=entries)


@put("/systems", responses=WRITING)
async def systems(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[SystemChoice]
) -> list[str]:
    await service.choose_systems(session, learner_id=learner(viewer), systems=data.systems)
    return await service.chosen_systems(session, learner_id=learner(viewer))


router = Router(
    "/credit",
    route_handlers=[progress, ledger, evidence, transcript, transcript_csv, claim, log, systems],
    tags=["credit"],
)
