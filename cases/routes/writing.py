"""Write-ups, for their authors."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import pace, service
from cases import schemas as s
from core.policy import Viewer
from identity.documented import problems

Key = Annotated[str, PathParameter(max_length=40, pattern="^[a-z_]+$")]
WorkKey = Annotated[str, PathParameter(max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9_:.-]*$")]


@get("/write-ups", responses=problems(401))
async def my_write_ups(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> list[s.WriteUpRow]:
    return await service.my_write_ups(session, viewer=viewer)


@post("/write-ups", responses=problems(401, 403, 404, 422))
async def start(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[s.CaseDraft]
) -> s.Made:
    return await service.start(session, viewer=viewer, draft=data)


@get("/{case_id:uuid}/write-up", responses=problems(401, 404, 410))
async def write_up(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> s.WriteUp:
    """Sections, completeness, authors, letters."""
    return await service.write_up(session, viewer=viewer, case_id=case_id)


@put("/{case_id:uuid}/settings", status_code=204, responses=problems(401, 403, 404, 409))
async def settings(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.CaseSettings],
) -> None:
    await service.change_settings(session, viewer=viewer, case_id=case_id, draft=data)


@put("/{case_id:uuid}/sections/{key:str}", responses=problems(401, 403, 404, 409, 413, 422))
async def save_section(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    data: JSONBody[s.SectionDraft],
) -> s.Versioned:
    """The answer is the receipt: what it says is saved. 409 `SectionChanged` carries both texts."""
    return await service.save_section(
        session, viewer=viewer, case_id=case_id, key=key, body=data.body, version=data.version
    )


@get("/{case_id:uuid}/sections/{key:str}/history", responses=problems(401, 404, 410))
async def history(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[s.RevisionView]:
    return await service.section_history(session, viewer=viewer, case_id=case_id, key=key, limit=limit)


@put("/{case_id:uuid}/consent", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def consent(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ConsentDraft],
) -> None:
    """A new record in the ledger, which counts from now on. 422 `BadConsent` names the fields."""
    await service.record_consent(session, viewer=viewer, case_id=case_id, draft=data)


@get("/{case_id:uuid}/consent", responses=problems(401, 404))
async def consent_ledger(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> s.ConsentLedger:
    """Every line of the ledger and, after a withdrawal, the report of the take-down. Authors and editors."""
    return await service.consent_ledger(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/consent/withdrawal", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def withdraw_consent(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ConsentWithdrawal],
) -> None:
    """For authors and editors. A case that was handed in is sealed and taken down for good."""
    await service.withdraw_consent(session, viewer=viewer, case_id=case_id, draft=data)


@put(
    "/{case_id:uuid}/sections/{key:str}/explanation", status_code=204, responses=problems(401, 403, 404, 409)
)
async def explain_finding(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    data: JSONBody[s.ExplanationDraft],
) -> None:
    """Say why words that may identify the patient stay."""
    await service.explain_finding(session, viewer=viewer, case_id=case_id, key=key, draft=data)


@post(
    "/{case_id:uuid}/sections/{key:str}/findings",
    status_code=200,
    responses=problems(401, 403, 404, 413, 429),
)
async def findings(  # noqa: PLR0917
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    data: JSONBody[s.TextDraft],
) -> list[s.PrivacyFinding]:
    """What in a text that is being typed may tell who the patient is. Nothing is kept."""
    await pace.reading_along(state.sessions, viewer)
    return await service.findings_in(session, viewer=viewer, case_id=case_id, key=key, text=data.body)


@post(
    "/{case_id:uuid}/sections/{key:str}/replacement",
    status_code=200,
    responses=problems(401, 403, 404, 409, 422),
)
async def replace_finding(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    data: JSONBody[s.ReplacementDraft],
) -> s.Versioned:
    """Put other words, or none, in place of those that may identify the patient."""
    return await service.replace_finding(session, viewer=viewer, case_id=case_id, key=key, draft=data)


@get("/{case_id:uuid}/opposed", responses=problems(401, 404, 410))
async def opposed(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> list[s.OpposedView]:
    """People whom the authors would not have review."""
    return await service.opposed(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/opposed", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def oppose(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.OpposedDraft],
) -> None:
    """Editors read why; a second editor may ask the person all the same."""
    await service.oppose(session, viewer=viewer, case_id=case_id, draft=data)


@delete("/{case_id:uuid}/opposed/{person_id:uuid}", responses=problems(401, 403, 404, 409))
async def unoppose(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    person_id: FromPath[UUID],
) -> None:
    await service.unoppose(session, viewer=viewer, case_id=case_id, person_id=person_id)


@get("/{case_id:uuid}/works", responses=problems(401, 404, 410))
async def works(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> list[s.WorkView]:
    """The works that the write-up may cite by `[@key]`, those cited first."""
    return await service.works(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/works", status_code=200, responses=problems(401, 403, 404, 409, 413, 422))
async def add_works(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.WorksDraft],
) -> s.WorksAdded:
    """Identifiers or records as they were pasted; identifiers are looked up afterwards."""
    return await service.add_works(session, viewer=viewer, case_id=case_id, text=data.text)


@delete("/{case_id:uuid}/works/{key:str}", responses=problems(401, 403, 404, 409))
async def remove_work(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: WorkKey,
) -> None:
    await service.remove_work(session, viewer=viewer, case_id=case_id, key=key)


@post("/{case_id:uuid}/submission", status_code=204, responses=problems(401, 403, 404, 409))
async def submit(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.SubmissionDraft],
) -> None:
    """409 `NotComplete` lists the `gaps`."""
    await service.submit(session, viewer=viewer, case_id=case_id, draft=data)


@post("/{case_id:uuid}/withdrawal", status_code=204, responses=problems(401, 403, 404, 409))
async def withdraw(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.WithdrawalDraft],
) -> None:
    await service.withdraw(session, viewer=viewer, case_id=case_id, reason=data.reason)


@post("/{case_id:uuid}/correction/request", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def ask_correction(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.CorrectionNote],
) -> None:
    """As an author of a published case: tell the editors what is wrong with it."""
    await service.ask_correction(session, viewer=viewer, case_id=case_id, draft=data)


@post(
    "/{case_id:uuid}/correction/submission", status_code=204, responses=problems(401, 403, 404, 409, 413, 422)
)
async def hand_in_correction(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.CorrectionNote],
) -> None:
    """Hand the corrected text to the editors. 409 `NotComplete` lists the `gaps`."""
    await service.hand_in_correction(session, viewer=viewer, case_id=case_id, draft=data)


handlers = [
    my_write_ups,
    start,
    write_up,
    settings,
    save_section,
    history,
    consent,
    consent_ledger,
    withdraw_consent,
    explain_finding,
    findings,
    replace_finding,
    opposed,
    oppose,
    unoppose,
    works,
    add_works,
    remove_work,
    submit,
    withdraw,
    ask_correction,
    hand_in_correction,
]
