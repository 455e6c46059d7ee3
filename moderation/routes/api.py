"""The JSON API of moderation."""

from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from identity.documented import problems
from moderation import pace, service
from moderation.routes.documented import CHANGING, READING, WRITING
from moderation.schemas import (
    AnswerDraft,
    AppealDraft,
    AppealRow,
    DecisionDraft,
    DecisionSheet,
    DecisionView,
    DisclosureDraft,
    DisclosureView,
    FlagRow,
    FlagView,
    ReportDraft,
    SecondDraft,
)
from moderation.service import Tab

Limit = Annotated[int, QueryParameter(ge=1, le=100)]


class Written(Struct, frozen=True):
    id: UUID


class Outcome(Struct, frozen=True, rename="camel"):
    """`decision_id` is null while a second moderator has to confirm, or somebody else decides."""

    decision_id: UUID | None


def signed_in(viewer: Viewer) -> None:
    if viewer.person_id is None:
        raise SignInRequired


@get("/flags", responses=problems(401, 403))
async def queue(
    *,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    tab: FromQuery[Tab] = Tab.OPEN,
    signal: Annotated[str, QueryParameter(max_length=4, pattern="^(B[0-9]{1,2})?$")] = "",
    kind: Annotated[str, QueryParameter(max_length=10, pattern="^(post|case)?$")] = "",
    after: FromQuery[UUID | None] = None,
    limit: Limit = 30,
) -> list[FlagRow]:
    """What waits in the queue you moderate; `after` is the last id you have."""
    signed_in(viewer)
    return await service.queue(session, viewer, tab=tab, signal=signal, kind=kind, after=after, limit=limit)


@get("/flags/{flag_id:uuid}", responses=READING)
async def flag(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], flag_id: FromPath[UUID]
) -> FlagView:
    """A flag with text, findings, reports and history."""
    signed_in(viewer)
    return await service.flag(session, viewer, flag_id=flag_id)


@put("/flags/{flag_id:uuid}/claim", status_code=204, responses=CHANGING)
async def claim(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], flag_id: FromPath[UUID]
) -> None:
    """Work on it for the next half hour."""
    signed_in(viewer)
    await service.claim(session, viewer, flag_id=flag_id)


@delete("/flags/{flag_id:uuid}/claim", responses=CHANGING)
async def release(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], flag_id: FromPath[UUID]
) -> None:
    """Give it back."""
    signed_in(viewer)
    await service.release(session, viewer, flag_id=flag_id)


@post("/flags/{flag_id:uuid}/decision", status_code=200, responses=WRITING)
async def decide(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
    data: JSONBody[DecisionDraft],
) -> Outcome:
    """Decide, propose a removal to a second moderator, or pass it on."""
    signed_in(viewer)
    return Outcome(await service.decide(session, viewer, flag_id=flag_id, draft=data))


@post("/flags/{flag_id:uuid}/second", status_code=200, responses=WRITING)
async def second(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
    data: JSONBody[SecondDraft],
) -> Outcome:
    """Confirm a proposed removal, or send it back to the queue."""
    signed_in(viewer)
    return Outcome(await service.answer_proposal(session, viewer, flag_id=flag_id, draft=data))


@post("/reports", responses=WRITING)
async def report(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    data: JSONBody[ReportDraft],
) -> Written:
    """Report a post or a case that you can see."""
    await pace.reporting(state.sessions, viewer)
    return Written(await service.report(session, viewer, draft=data))


@get("/decisions", responses=problems(401))
async def decisions(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
    limit: Limit = 30,
) -> list[DecisionView]:
    """Decisions on what you wrote, the latest first."""
    signed_in(viewer)
    return await service.own_decisions(session, viewer, after=after, limit=limit)


@get("/decisions/{decision_id:uuid}", responses=READING)
async def decision(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], decision_id: FromPath[UUID]
) -> DecisionSheet:
    """A decision with its reason and the kept text."""
    signed_in(viewer)
    return await service.decision_sheet(session, viewer, decision_id=decision_id)


@post("/decisions/{decision_id:uuid}/appeal", responses=WRITING)
async def appeal(
    *,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    decision_id: FromPath[UUID],
    data: JSONBody[AppealDraft],
) -> Written:
    """Object to a decision on what you wrote, within 14 days."""
    await pace.reporting(state.sessions, viewer)
    return Written(await service.appeal(session, viewer, decision_id=decision_id, draft=data))


@post("/decisions/{decision_id:uuid}/answer", status_code=204, responses=WRITING)
async def answer(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    decision_id: FromPath[UUID],
    data: JSONBody[AnswerDraft],
) -> None:
    """Answer an appeal; `agreed` overturns the decision."""
    signed_in(viewer)
    await service.answer_appeal(session, viewer, decision_id=decision_id, draft=data)


@get("/appeals", responses=problems(401, 403))
async def appeals(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
    limit: Limit = 30,
) -> list[AppealRow]:
    """Appeals that nobody has answered."""
    signed_in(viewer)
    return await service.open_appeals(session, viewer, after=after, limit=limit)


@get("/disclosures", responses=problems(401))
async def disclosures(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> list[DisclosureView]:
    """What you signed, the latest first."""
    return await service.own_disclosures(session, viewer)


@post("/disclosures", responses=WRITING)
async def declare(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[DisclosureDraft]
) -> DisclosureView:
    """Sign a disclosure over the past 24 months."""
    return await service.declare(session, viewer, draft=data)


router = Router(
    "/moderation",
    route_handlers=[
        queue,
        flag,
        claim,
        release,
        decide,
        second,
        report,
        decisions,
        decision,
        appeal,
        answer,
        appeals,
        disclosures,
        declare,
    ],
    tags=["moderation"],
)
