"""CRediT roles: everybody claims and accepts their own, others propose and dispute, an editor rules."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.byline import TAKEN_AWAY, refused_by_ruling
from cases.errors import (
    DisputeNotFound,
    DisputeOpen,
    NoEditorYet,
    OwnRole,
    RoleClaimed,
    RoleNotFound,
    RoleRuled,
)
from cases.events import ArbitrationAsked, CaseChanged, RoleDisputed, RoleProposed
from cases.events import RoleRuled as Ruled
from cases.models import Author, Contribution, RoleDispute
from cases.schemas import ContributionDraft, DisputeDraft, DisputeRuling, RoleAnswer, RoleProposal
from cases.service import access, entries
from cases.service.transitions import note
from core import clock
from core.events import publish
from core.policy import Viewer
from identity import names

UNDECIDED = ("open", "asked")


async def claim_roles(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ContributionDraft
) -> None:
    """The viewer's roles, name and affiliations. What others proposed and is not among them waits on.

    Raises CaseNotFound, InvitationOpen, NotWritable, RoleRuled (its context has the `roles`), Invalid (a name
    that is none).
    """
    _, me = await entries.to_author(session, viewer, case_id)
    wanted = {role.value: degree.value for role, degree in draft.roles.items()}
    if against := refused_by_ruling(await _ruled(session, me.id), wanted):
        raise RoleRuled(roles=against)
    me.byline = names.clean(draft.byline, field="byline") if draft.byline.strip() else ""
    me.affiliations = _lines(draft.affiliations)
    have = {row.role: row for row in await _roles(session, me.id)}
    mine = {role: row.degree for role, row in have.items() if row.accepted_at is not None}
    for role, degree in wanted.items():
        _claim(session, have.get(role) or Contribution(author_id=me.id, role=role), degree)
    await _drop(session, me.id, set(mine) - set(wanted))
    await session.flush()
    await _settle(session, me.id, wanted)
    await note(
        session,
        case_id,
        "roles_claimed",
        actor_id=viewer.person_id,
        detail={"before": dict(sorted(mine.items())), "roles": dict(sorted(wanted.items()))},
    )
    await publish(session, CaseChanged(case_id=case_id))


async def propose_role(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: RoleProposal) -> None:
    """Say that another author has a role. It counts once that author accepts it.

    Raises CaseNotFound, InvitationOpen, NotWritable, AuthorNotFound, OwnRole, RoleClaimed, RoleRuled.
    """
    await entries.to_author(session, viewer, case_id)
    author = await _other(session, viewer, case_id, draft.author_id)
    role, degree = draft.role.value, draft.degree.value
    if refused_by_ruling(await _ruled(session, author.id), {role: degree}):
        raise RoleRuled(roles=[role])
    row = await _role(session, author.id, role) or Contribution(author_id=author.id, role=role)
    if row.accepted_at is not None:
        raise RoleClaimed
    row.degree, row.proposed_by = degree, viewer.person_id
    session.add(row)
    await session.flush()
    await _note(session, viewer, case_id, "role_proposed", author, role, degree=degree)
    await publish(session, RoleProposed(case_id=case_id, person_id=author.person_id))
    await publish(session, CaseChanged(case_id=case_id))


async def answer_role(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: RoleAnswer) -> None:
    """Accept a role that was proposed, or refuse it. Raises as `claim_roles`, RoleNotFound."""
    _, me = await entries.to_author(session, viewer, case_id)
    row = await _role(session, me.id, draft.role.value)
    if row is None or row.accepted_at is not None:
        raise RoleNotFound
    if draft.accept:
        row.accepted_at = clock.now()
    else:
        await session.delete(row)
    await session.flush()
    act = "role_accepted" if draft.accept else "role_refused"
    await _note(session, viewer, case_id, act, me, row.role)
    await publish(session, CaseChanged(case_id=case_id))


async def dispute_role(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: DisputeDraft) -> None:
    """Doubt a role that another author claims, or its degree. All authors see who says so, and why.

    Raises CaseNotFound, InvitationOpen, NotWritable, AuthorNotFound, OwnRole, RoleNotFound, DisputeOpen,
    RoleRuled.
    """
    await entries.to_author(session, viewer, case_id)
    author = await _other(session, viewer, case_id, draft.author_id)
    role = draft.role.value
    row = await _role(session, author.id, role)
    if row is None or row.accepted_at is None:
        raise RoleNotFound
    if await _undecided(session, author.id, role):
        raise DisputeOpen
    if (await _ruled(session, author.id)).get(role) == row.degree:
        raise RoleRuled(roles=[role])
    made = RoleDispute(
        case_id=case_id, author_id=author.id, role=role, degree=row.degree, raised_by=viewer.person_id
    )
    made.reason, made.state = draft.reason.strip(), "open"
    session.add(made)
    await session.flush()
    await _note(session, viewer, case_id, "role_disputed", author, role)
    await publish(session, RoleDisputed(case_id=case_id, person_id=author.person_id))
    await publish(session, CaseChanged(case_id=case_id))


async def take_dispute_back(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, dispute_id: UUID
) -> None:
    """Raises CaseNotFound, InvitationOpen, NotWritable, DisputeNotFound (also where it is another's)."""
    await entries.to_author(session, viewer, case_id)
    dispute = await _dispute(session, case_id, dispute_id)
    if dispute.raised_by != viewer.person_id:
        raise DisputeNotFound
    dispute.state, dispute.closed_at = "taken_back", clock.now()
    await session.flush()
    await _note_dispute(session, viewer, dispute, "dispute_taken_back")


async def ask_for_ruling(session: AsyncSession, *, viewer: Viewer, case_id: UUID, dispute_id: UUID) -> None:
    """Ask the editors of the collection, as any author may. They see names, roles and reasons.

    Raises CaseNotFound, InvitationOpen, NotWritable, DisputeNotFound, NoEditorYet.
    """
    case, _ = await entries.to_author(session, viewer, case_id)
    dispute = await _dispute(session, case_id, dispute_id)
    if case.collection_id is None:
        raise NoEditorYet
    if dispute.state == "asked":
        return
    dispute.state = "asked"
    await session.flush()
    await _note_dispute(session, viewer, dispute, "ruling_asked")
    await publish(session, ArbitrationAsked(case_id=case_id))


async def rule_on_role(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, dispute_id: UUID, draft: DisputeRuling
) -> None:
    """The word of an editor, which stands: nobody claims or disputes otherwise afterwards.

    Raises SignInRequired, CaseNotFound, DisputeNotFound.
    """
    await access.as_arbiter(session, viewer, case_id)
    dispute = await _dispute(session, case_id, dispute_id)
    if dispute.state != "asked":
        raise DisputeNotFound
    dispute.state, dispute.closed_at, dispute.ruled_by = "ruled", clock.now(), viewer.person_id
    dispute.outcome, dispute.ruling = draft.outcome, draft.reason.strip()
    row = await _role(session, dispute.author_id, dispute.role)
    if row is not None and draft.outcome == TAKEN_AWAY:
        await session.delete(row)
    elif row is not None:
        row.degree = draft.outcome
    await session.flush()
    await _note_dispute(session, viewer, dispute, "role_ruled", outcome=draft.outcome)
    told = tuple(author.person_id for author in await entries.accepted(session, case_id))
    await publish(session, Ruled(case_id=case_id, person_ids=told))


async def settle_of_gone(session: AsyncSession, case_id: UUID) -> None:
    """Who is no author any more has no role to doubt."""
    gone = select(Author.id).where(Author.case_id == case_id, Author.state == "left")
    await session.execute(
        update(RoleDispute)
        .where(RoleDispute.author_id.in_(gone), RoleDispute.state.in_(UNDECIDED))
        .values(state="settled", closed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _claim(session: AsyncSession, row: Contribution, degree: str) -> None:
    if row.degree != degree:
        row.proposed_by = None
    row.degree = degree
    row.accepted_at = row.accepted_at or clock.now()
    session.add(row)


def _lines(texts: Sequence[str]) -> list[str]:
    """Each once, in their order, without those that are empty."""
    return list(dict.fromkeys(text for text in (" ".join(names.tidy(one).split()) for one in texts) if text))


async def _drop(session: AsyncSession, author_id: UUID, roles: set[str]) -> None:
    await session.execute(
        delete(Contribution).where(Contribution.author_id == author_id, Contribution.role.in_(roles))
    )


async def _settle(session: AsyncSession, author_id: UUID, wanted: dict[str, str]) -> None:
    """A dispute ends where its role is given up or has another degree."""
    found = await session.scalars(
        select(RoleDispute).where(RoleDispute.author_id == author_id, RoleDispute.state.in_(UNDECIDED))
    )
    for dispute in found:
        if wanted.get(dispute.role) != dispute.degree:
            dispute.state, dispute.closed_at = "settled", clock.now()
    await session.flush()


async def _roles(session: AsyncSession, author_id: UUID) -> list[Contribution]:
    mine = select(Contribution).where(Contribution.author_id == author_id)
    return list((await session.execute(mine, execution_options=access.FRESH)).scalars())


async def _role(session: AsyncSession, author_id: UUID, role: str) -> Contribution | None:
    return next((row for row in await _roles(session, author_id) if row.role == role), None)


async def _other(session: AsyncSession, viewer: Viewer, case_id: UUID, author_id: UUID) -> Author:
    author = await entries.coauthor(session, case_id, author_id)
    if author.person_id == viewer.person_id:
        raise OwnRole
    return author


async def _ruled(session: AsyncSession, author_id: UUID) -> dict[str, str]:
    """What editors found, by role; the last word counts."""
    rows = await session.execute(
        select(RoleDispute.role, RoleDispute.outcome)
        .where(RoleDispute.author_id == author_id, RoleDispute.state == "ruled")
        .order_by(RoleDispute.closed_at)
    )
    return {row.role: row.outcome for row in rows}


async def _undecided(session: AsyncSession, author_id: UUID, role: str) -> bool:
    found = select(RoleDispute.id).where(
        RoleDispute.author_id == author_id, RoleDispute.role == role, RoleDispute.state.in_(UNDECIDED)
    )
    return await session.scalar(found) is not None


async def _dispute(session: AsyncSession, case_id: UUID, dispute_id: UUID) -> RoleDispute:
    found: RoleDispute | None = await session.scalar(
        select(RoleDispute).where(
            RoleDispute.id == dispute_id, RoleDispute.case_id == case_id, RoleDispute.state.in_(UNDECIDED)
        ),
        execution_options=access.FRESH,
    )
    if found is None:
        raise DisputeNotFound
    return found


async def _note(  # noqa: PLR0917
    session: AsyncSession, viewer: Viewer, case_id: UUID, act: str, author: Author, role: str, **more: str
) -> None:
    detail: dict[str, object] = {"author": str(author.person_id), "role": role, **more}
    await note(session, case_id, act, actor_id=viewer.person_id, detail=detail)


async def _note_dispute(
    session: AsyncSession, viewer: Viewer, dispute: RoleDispute, act: str, **more: str
) -> None:
    detail: dict[str, object] = {"dispute": str(dispute.id), "role": dispute.role, **more}
    await note(session, dispute.case_id, act, actor_id=viewer.person_id, detail=detail)
    await publish(session, CaseChanged(case_id=dispute.case_id))
