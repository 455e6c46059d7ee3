"""The rules of authorship. Pure: who claims, signs and agrees in, what is unsettled out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from cases.schemas import AcknowledgementView, AuthorView, Gap, OrderView

TAKEN_AWAY = "none"
"""What an editor rules about a role that its author does not have."""


class Order(Struct, frozen=True, kw_only=True):
    """Who the authors are, first to last, by the ids of their entries, and who corresponds."""

    authors: tuple[UUID, ...]
    corresponding: UUID | None


class Entry(Protocol):
    """One of the list of authors: a row or what is shown of it."""

    @property
    def id(self) -> UUID: ...
    @property
    def corresponding(self) -> bool: ...


def order_of(accepted: Sequence[Entry]) -> Order:
    """The order that the entries stand in now."""
    first = next((one.id for one in accepted if one.corresponding), None)
    return Order(authors=tuple(one.id for one in accepted), corresponding=first)


def holds(now: Order, agreed: Order | None) -> bool:
    """Whether all agreed to exactly this. An author alone agrees."""
    return len(now.authors) <= 1 or now == agreed


def unsettled(
    authors: Sequence[AuthorView], order: OrderView, thanks: Sequence[AcknowledgementView] = ()
) -> list[Gap]:
    """What the authors still owe each other, and whose answer is missing."""
    found = [
        Gap(about="authors", problem=problem, who=author.name)
        for author in authors
        for problem in _owed(author, order)
    ]
    if not any(a.corresponding and a.state == "accepted" for a in authors):
        found.append(Gap(about="authors", problem="no_corresponding"))
    found += _about_order(order)
    return found + [
        Gap(about="acknowledgements", problem="thanks_unanswered", who=one.name)
        for one in thanks
        if one.state == "asked"
    ]


def refused_by_ruling(ruled: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Roles that somebody wants otherwise than an editor ruled. `ruled`: degree by role, or TAKEN_AWAY."""
    return [role for role, degree in wanted.items() if ruled.get(role, degree) != degree]


def _owed(author: AuthorView, order: OrderView) -> Iterator[str]:
    if author.state == "invited":
        if order.proposal is None:  # otherwise the answer to the proposal is what is missing
            yield "invitation_open"
        return
    states = {role.state for role in author.roles}
    signed = author.disclosure
    missing = {
        "roles_missing": not states - {"proposed"},
        "role_proposed": "proposed" in states,
        "role_disputed": "disputed" in states,
        "role_with_editor": "with_editor" in states,
        "disclosure_missing": signed is None,
        "disclosure_old": signed is not None and not signed.current,
        "disclosure_changed": signed is not None and signed.current and signed.changed,
    }
    yield from (problem for problem, is_so in missing.items() if is_so)


def _about_order(order: OrderView) -> list[Gap]:
    if order.proposal is None:
        return [] if order.settled else [Gap(about="authors", problem="order_not_proposed")]
    if order.proposal.state == "waiting":
        return [Gap(about="authors", problem="order_with_editor")]
    return [Gap(about="authors", problem="order_unanswered", who=name) for name in order.proposal.missing]
