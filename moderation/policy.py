"""Who may see and decide what. Every outlet of moderation asks here."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from core.errors import DomainError
from core.policy import Role, Viewer
from moderation.errors import (
    DisclosureNeeded,
    EscalatedAway,
    EscalatedByYou,
    MayNotModerate,
    OwnReport,
    RelationToCompany,
    SameModerator,
)
from moderation.models import Decision, Flag


class Standing:
    """How a moderator stands to the matter: own disclosure and own reports."""

    def __init__(self, *, declared: bool, companies: frozenset[str], reported: bool) -> None:
        self.declared, self.companies, self.reported = declared, companies, reported


def moderates_somewhere(viewer: Viewer) -> bool:
    return any(grant.role == Role.MODERATOR for grant in viewer.grants)


def may_moderate(viewer: Viewer, scope_id: UUID | None) -> bool:
    """Cases have no board: they are for moderators of the whole house."""
    return viewer.has(Role.MODERATOR, scope_id)


def in_scope(viewer: Viewer, table: type[Flag] | type[Decision]) -> ColumnElement[bool]:
    if viewer.has(Role.MODERATOR):
        return true()
    scopes = viewer.scopes_of(Role.MODERATOR)
    return table.scope_id.in_(scopes) if scopes else false()


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """On Flag: what the viewer moderates, without own content: that one learns of by the decision."""
    return and_(in_scope(viewer, Flag), not_(Flag.author_ids.contains([viewer.person_id])))


def decisions_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """On Decision: one's own, and those on what one moderates."""
    if not viewer.signed_in:
        return false()
    return or_(Decision.author_ids.contains([viewer.person_id]), in_scope(viewer, Decision))


def obstacle(viewer: Viewer, flag: Flag, standing: Standing) -> DomainError | None:
    """Why the viewer may not decide on a flag that is visible to them, or None when they may."""
    if not may_moderate(viewer, flag.scope_id) or viewer.person_id in flag.author_ids:
        return MayNotModerate()
    if flag.escalated_by == viewer.person_id:
        return EscalatedByYou()
    if flag.escalated_by is not None and not viewer.has(Role.MODERATOR):
        return EscalatedAway()
    if standing.reported:
        return OwnReport()
    return _of_companies(standing, flag.companies)


def appeal_obstacle(viewer: Viewer, decision: Decision, standing: Standing) -> DomainError | None:
    """Why the viewer may not answer an appeal against a decision that is visible to them."""
    if not may_moderate(viewer, decision.scope_id) or viewer.person_id in decision.author_ids:
        return MayNotModerate()
    if viewer.person_id in {decision.decided_by, decision.seconded_by}:
        return SameModerator()
    if standing.reported:
        return OwnReport()
    return _of_companies(standing, decision.companies)


def _of_companies(standing: Standing, companies: list[str]) -> DomainError | None:
    """Moderators disclose as authors do; a relation to a company concerned disqualifies (IN-07, IN-10)."""
    if companies and not standing.declared:
        return DisclosureNeeded()
    return RelationToCompany() if standing.companies & set(companies) else None
