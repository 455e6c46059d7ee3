"""What other packages, pages and programs are told about people."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from core.policy import Role


class PersonCard(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who is speaking. Public wherever the contribution is."""

    id: UUID
    name: str
    specialty: str | None = None
    verified: bool = False
    profession: str | None = None
    career_stage: str | None = None


class Profile(Struct, frozen=True, kw_only=True, rename="camel"):
    """A person as other members see them."""

    card: PersonCard
    joined_at: datetime
    languages: list[str] = []
    orcid: str | None = None
    affiliation: str | None = None
    organisation_id: UUID | None = None
    organisation: str | None = None


class OrganisationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """`ineligible` is the answer to act on: unknown organisations count as ineligible (domain.md 2.1)."""

    id: UUID
    name: str
    country: str | None
    eligibility: str
    eligibility_reason: str
    decided_at: datetime | None

    @property
    def ineligible(self) -> bool:
        return self.eligibility != "eligible"


class LinkedOrganisation(Struct, frozen=True, kw_only=True, rename="camel"):
    """`relation` is parent, child or sister, as seen from the organisation asked about."""

    relation: str
    id: UUID
    name: str
    eligibility: str


class OrganisationDraft(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`country` is an ISO 3166 code of two letters or empty; a decision needs its reason."""

    name: Annotated[str, Meta(min_length=2, max_length=160)]
    eligibility: Literal["eligible", "ineligible", "unknown"]
    reason: Annotated[str, Meta(min_length=5, max_length=1000)]
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] = ""


class GrantView(Struct, frozen=True, kw_only=True, rename="camel"):
    role: Role
    scope_id: UUID | None
    granted_at: datetime


Name = Annotated[str, Meta(min_length=2, max_length=120)]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Reason = Annotated[str, Meta(min_length=5, max_length=1000)]
