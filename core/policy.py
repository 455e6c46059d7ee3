"""Who is looking, and in which capacities. What they may see is for each package's policy to say."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Role(StrEnum):
    MEMBER = "member"
    VERIFIED_CLINICIAN = "verified_clinician"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    MODERATOR = "moderator"
    CREDIT_OFFICER = "credit_officer"
    REGISTRAR = "registrar"
    ADMINISTRATOR = "administrator"


class Grant(Struct, frozen=True):
    """A role everywhere (`scope` None) or on one board or collection."""

    role: Role
    scope: UUID | None = None


class Viewer(Struct, frozen=True, kw_only=True):
    """The person on whose behalf something is read or done; `GUEST` when nobody signed in."""

    person_id: UUID | None = None
    name: str = ""
    grants: frozenset[Grant] = frozenset()
    locale: str = "en"
    theme: str = "system"
    session_id: UUID | None = None
    token_scopes: frozenset[str] | None = None
    inbox_count: int = 0

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_verified(self) -> bool:
        return self.has(Role.VERIFIED_CLINICIAN)

    def has(self, role: Role, scope: UUID | None = None) -> bool:
        """Whether the role is held everywhere, or on `scope`. Administrators hold no other role by that."""
        return Grant(role) in self.grants or (scope is not None and Grant(role, scope) in self.grants)

    def scopes_of(self, role: Role) -> frozenset[UUID]:
        return frozenset(g.scope for g in self.grants if g.role == role and g.scope is not None)


GUEST = Viewer()
