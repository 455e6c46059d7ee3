"""What other packages, pages and programs are told about people."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from core.policy import Role

NO_NUL = r"^[^\u0000]*$"  # PostgreSQL keeps no NUL


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

    name: Annotated[str, Meta(min_length=2, max_length=160, pattern=NO_NUL)]
    eligibility: Literal["eligible", "ineligible", "unknown"]
    reason: Annotated[str, Meta(min_length=5, max_length=1000, pattern=NO_NUL)]
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] = ""


class GrantView(Struct, frozen=True, kw_only=True, rename="camel"):
    role: Role
    scope_id: UUID | None
    granted_at: datetime


class OfficePerson(Struct, frozen=True, kw_only=True, rename="camel"):
    """For administrators and registrars only: it has the person's address."""

    id: UUID
    name: str
    email: str
    joined_at: datetime
    roles: list[str]


class TokenDraft(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`days` until it ends. The write scope is needed for everything that is not a GET."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=NO_NUL)]
    scopes: Annotated[list[Literal["read", "write"]], Meta(min_length=1, max_length=2)]
    days: Annotated[int, Meta(ge=1, le=365)] = 90


class TokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """`hint` is the token's last four characters."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class NewToken(Struct, frozen=True, kw_only=True, rename="camel"):
    """`token` is shown this once."""

    id: UUID
    token: str
    expires_at: datetime


class ProfileDraft(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Codes are those of identity.words and identity.specialties; empty means not said."""

    name: Annotated[str, Meta(min_length=2, max_length=120, pattern=NO_NUL)]
    specialty: Annotated[str, Meta(max_length=60, pattern=NO_NUL)] = ""
    profession: Annotated[str, Meta(max_length=40, pattern=NO_NUL)] = ""
    career_stage: Annotated[str, Meta(max_length=40, pattern=NO_NUL)] = ""
    languages: Annotated[list[Annotated[str, Meta(max_length=8, pattern=NO_NUL)]], Meta(max_length=20)] = []
    orcid: Annotated[str, Meta(max_length=60, pattern=NO_NUL)] = ""
    affiliation: Annotated[str, Meta(max_length=160, pattern=NO_NUL)] = ""
    organisation_id: UUID | None = None
    locale: Annotated[str, Meta(max_length=8, pattern=NO_NUL)] = ""


class OwnProfile(Struct, frozen=True, kw_only=True, rename="camel"):
    name: str
    email: str
    specialty: str | None
    profession: str | None
    career_stage: str | None
    languages: list[str]
    orcid: str | None
    affiliation: str | None
    organisation_id: UUID | None
    locale: str | None


class VerificationDraft(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`register` is a key of identity.registers; `evidence` says where a registrar can look it up."""

    profession: Annotated[str, Meta(max_length=40, pattern=NO_NUL)]
    jurisdiction: Annotated[str, Meta(min_length=2, max_length=80, pattern=NO_NUL)]
    register: Annotated[str, Meta(max_length=20, pattern=NO_NUL)]
    number: Annotated[str, Meta(min_length=1, max_length=60, pattern=NO_NUL)]
    evidence: Annotated[str, Meta(min_length=10, max_length=4000, pattern=NO_NUL)]


class OwnVerificationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """`state` is pending, granted, refused or withdrawn."""

    id: UUID
    profession: str
    jurisdiction: str
    register: str
    number: str
    state: str
    created_at: datetime
    decided_at: datetime | None
    reason: str | None


class QueuedVerification(Struct, frozen=True, kw_only=True, rename="camel"):
    """`same_number`: how many other people gave this number of this register."""

    id: UUID
    person: PersonCard
    profession: str
    jurisdiction: str
    register: str
    number: str
    evidence: str
    state: str
    created_at: datetime
    decided_at: datetime | None
    reason: str | None
    same_number: int


class Decision(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The person reads the reason."""

    granted: bool
    reason: Annotated[str, Meta(min_length=5, max_length=1000, pattern=NO_NUL)]


class Me(Struct, frozen=True, kw_only=True, rename="camel"):
    """The caller: profile, roles, whether the profession is verified."""

    id: UUID
    profile: OwnProfile
    grants: list[GrantView]
    verified: bool
