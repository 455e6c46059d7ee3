"""Authors, what they claim, sign, agree on and doubt, and whom they thank."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cases.schemas.base import View
from cases.schemas.frozen import FrozenTie
from identity.schemas import PersonCard


class DisclosureView(View, frozen=True, kw_only=True):
    """`current`: young enough. `changed`: the author's record says otherwise by now."""

    none: bool
    statement: str
    ties: list[FrozenTie]
    signed_at: datetime
    current: bool
    changed: bool


class RoleView(View, frozen=True, kw_only=True):
    """`proposed_by`: the author whose word it is, empty for one's own. `with_editor`: is to be ruled on."""

    role: str
    degree: str
    state: Literal["proposed", "accepted", "disputed", "with_editor"]
    proposed_by: str = ""


class AuthorView(View, frozen=True, kw_only=True):
    """`name` is the one to be printed; `orcid` is the account's, bare or empty."""

    id: UUID
    person: PersonCard
    name: str
    orcid: str
    position: int
    corresponding: bool
    state: str
    affiliations: list[str]
    roles: list[RoleView]
    disclosure: DisclosureView | None


class DisputeView(View, frozen=True, kw_only=True):
    """`outcome`: the degree an editor found, "none" for no such role; empty while nobody ruled."""

    id: UUID
    author_id: UUID
    author: str
    role: str
    degree: str
    raised_by: UUID
    by: str
    reason: str
    state: Literal["open", "asked", "settled", "taken_back", "ruled"]
    outcome: str
    ruling: str
    raised_at: datetime


class ArbitrationRow(View, frozen=True, kw_only=True):
    name: str
    roles: list[RoleView]


class Arbitration(View, frozen=True, kw_only=True):
    """What an editor is shown who rules on a disputed role; nothing of the write-up itself."""

    case_id: UUID
    authors: list[ArbitrationRow]
    disputes: list[DisputeView]


class ProposedAuthor(View, frozen=True, kw_only=True):
    author_id: UUID
    name: str
    added: bool
    corresponding: bool


class ProposalView(View, frozen=True, kw_only=True):
    """Authors as somebody proposes them. `waiting`: all agreed, and an editor confirms it.

    `agreed` and `missing` are names, `removed` too; `asks` are the persons whose answer is missing.
    """

    id: UUID
    state: Literal["open", "waiting"]
    authors: list[ProposedAuthor]
    removed: list[str]
    why: str
    by: str
    proposed_at: datetime
    agreed: list[str]
    missing: list[str]
    asks: list[UUID]


class OrderView(View, frozen=True, kw_only=True):
    """`settled`: all authors agreed to who they are, in which order, and who corresponds.

    `refusal`: why the last proposal does not hold.
    """

    settled: bool
    proposal: ProposalView | None = None
    refusal: str = ""


class AcknowledgementView(View, frozen=True, kw_only=True):
    """`state`: asked, agreed, refused, or attested by an author."""

    id: UUID
    name: str
    text: str
    state: Literal["asked", "agreed", "refused", "attested"]
    agreed_on: date | None


class ThanksView(View, frozen=True, kw_only=True):
    """What somebody is asked who is to be thanked by name."""

    id: UUID
    title: str
    authors: list[str]
    name: str
    text: str
    state: Literal["asked", "agreed", "refused"]
