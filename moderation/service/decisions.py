"""Deciding: one moderator alone, or two for a removal. The owner of the content does what is decided."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.errors import Invalid
from core.events import publish
from core.ids import new_id
from core.policy import Viewer
from moderation import policy
from moderation.errors import (
    FlagClaimed,
    FlagClosed,
    NothingProposed,
    ProposalOpen,
    SecondPersonNeeded,
    TextChanged,
)
from moderation.events import ModerationDecided
from moderation.models import Decision, Flag, Proposal, Report, State
from moderation.schemas import DecisionDraft, SecondDraft
from moderation.service.queue import flag_to_change, open_proposal, standing_of
from moderation.subjects import OWNERS
from moderation.words import N_, RULES, Outcome

CHOOSE_A_RULE = N_("Choose the rule that this rests on.")
UPHELD = frozenset({Outcome.REQUEST_EDIT, Outcome.ADD_DISCLOSURE, Outcome.REMOVE})


async def decide(
    session: AsyncSession, viewer: Viewer, *, flag_id: UUID, draft: DecisionDraft
) -> UUID | None:
    """Decide on a flag. Returns the decision, or None when it is not final: a removal was proposed to a
    second moderator, or the flag was passed on.

    Raises MayNotModerate, FlagNotFound, FlagClosed, FlagClaimed, TextChanged, ProposalOpen, and what
    `policy.obstacle` says.
    """
    flag = await _to_decide(session, viewer, flag_id)
    if draft.rule_id not in RULES:
        raise Invalid({"rule_id": CHOOSE_A_RULE})
    if flag.snapshot_id != draft.snapshot_id:
        raise TextChanged
    if flag.state == State.PROPOSED:
        raise ProposalOpen
    if draft.outcome == Outcome.REMOVE:
        await _propose(session, viewer, flag, draft)
        return None
    if draft.outcome == Outcome.ESCALATE:
        await _escalate(session, viewer, flag, draft)
        return None
    return await _conclude(session, viewer, flag, draft.outcome, rule_id=draft.rule_id, reason=draft.reason)


async def answer_proposal(
    session: AsyncSession, viewer: Viewer, *, flag_id: UUID, draft: SecondDraft
) -> UUID | None:
    """The second moderator's word on a removal: confirm it, or send the flag back to the queue.

    Raises as `decide`, and NothingProposed, SecondPersonNeeded.
    """
    flag = await _to_decide(session, viewer, flag_id)
    if flag.snapshot_id != draft.snapshot_id:
        raise TextChanged
    proposal = await open_proposal(session, flag_id)
    if proposal is None:
        raise NothingProposed
    if proposal.proposed_by == viewer.person_id:
        raise SecondPersonNeeded
    proposal.confirmed, proposal.answered_by = draft.agreed, viewer.person_id
    if draft.agreed:
        return await _conclude(
            session,
            viewer,
            flag,
            Outcome.REMOVE,
            rule_id=proposal.rule_id,
            reason=proposal.reason,
            first=proposal.proposed_by,
        )
    flag.state, flag.claimed_by, flag.claimed_until = State.OPEN, None, None
    await _note(session, viewer, flag, "moderation.removal_declined", reason=draft.reason)
    return None


async def _to_decide(session: AsyncSession, viewer: Viewer, flag_id: UUID) -> Flag:
    flag = await flag_to_change(session, viewer, flag_id)
    if flag.state == State.CLOSED:
        raise FlagClosed
    if hindrance := policy.obstacle(viewer, flag, await standing_of(session, viewer, flag_id)):
        raise hindrance
    claimed = flag.claimed_until is not None and flag.claimed_until > clock.now()
    if claimed and flag.claimed_by != viewer.person_id:
        raise FlagClaimed
    return flag


async def _propose(session: AsyncSession, viewer: Viewer, flag: Flag, draft: DecisionDraft) -> None:
    assert viewer.person_id is not None
    session.add(
        Proposal(
            flag_id=flag.id,
            snapshot_id=draft.snapshot_id,
            proposed_by=viewer.person_id,
            rule_id=draft.rule_id,
            reason=draft.reason.strip(),
        )
    )
    flag.state, flag.claimed_by, flag.claimed_until = State.PROPOSED, None, None
    await _note(session, viewer, flag, "moderation.removal_proposed", rule=draft.rule_id)


async def _escalate(session: AsyncSession, viewer: Viewer, flag: Flag, draft: DecisionDraft) -> None:
    flag.escalated_by = viewer.person_id
    flag.state, flag.claimed_by, flag.claimed_until = State.OPEN, None, None
    await _note(session, viewer, flag, "moderation.escalated", rule=draft.rule_id, reason=draft.reason)


async def _conclude(
    session: AsyncSession,
    viewer: Viewer,
    flag: Flag,
    outcome: Outcome,
    *,
    rule_id: str,
    reason: str,
    first: UUID | None = None,
) -> UUID:
    """Write the decision, carry it out, close reports, tell authors. `first` proposed, the viewer seconds."""
    assert viewer.person_id is not None
    decision = Decision(
        id=new_id(),
        flag_id=flag.id,
        snapshot_id=flag.snapshot_id,
        subject_kind=flag.subject_kind,
        subject_id=flag.subject_id,
        scope_id=flag.scope_id,
        title=flag.title,
        author_ids=flag.author_ids,
        companies=flag.companies,
        outcome=outcome,
        rule_id=rule_id,
        reason=reason.strip(),
        was_held=flag.held,
        decided_by=first or viewer.person_id,
        seconded_by=viewer.person_id if first else None,
    )
    session.add(decision)
    await _carry_out(session, flag, outcome, decision.reason)
    await session.execute(
        update(Report)
        .where(Report.flag_id == flag.id, Report.upheld.is_(None))
        .values(upheld=outcome in UPHELD)
    )
    await _note(session, viewer, flag, f"moderation.{outcome}", rule=rule_id, decision=str(decision.id))
    await tell_authors(
        session, decision, outcome, silent=outcome == Outcome.DISMISS and not decision.was_held
    )
    return decision.id


async def _carry_out(session: AsyncSession, flag: Flag, outcome: Outcome, reason: str) -> None:
    owner = OWNERS[flag.subject_kind]
    flag.claimed_by = flag.claimed_until = None
    if outcome in {Outcome.REQUEST_EDIT, Outcome.ADD_DISCLOSURE}:
        flag.state = State.WAITING
        return
    flag.state, flag.closed_at = State.CLOSED, clock.now()
    if outcome == Outcome.REMOVE:
        await owner.remove(session, flag.subject_id, reason)
    elif flag.held:
        flag.held = False
        await owner.release(session, flag.subject_id)


async def tell_authors(
    session: AsyncSession, decision: Decision, outcome: str, *, silent: bool = False
) -> None:
    """`silent`: nothing was kept back and nothing is asked, so there is nothing for an author to hear."""
    for author_id in [] if silent else decision.author_ids:
        await publish(
            session,
            ModerationDecided(
                decision_id=decision.id,
                subject_kind=decision.subject_kind,
                subject_id=decision.subject_id,
                author_id=author_id,
                outcome=outcome,
            ),
        )


async def _note(session: AsyncSession, viewer: Viewer, flag: Flag, act: str, **detail: object) -> None:
    await session.flush()
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act=act,
        subject_kind=flag.subject_kind,
        subject_id=flag.subject_id,
        detail={"flag": str(flag.id)} | detail,
    )
