"""The rules in force on a day. Data in credit/rules, checked as a whole when the service starts."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

FOLDER = Path(__file__).parent / "rules"
Count = Annotated[int, Meta(ge=0)]


class BadRules(Exception):
    """All faults of the rule files, a line each."""


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One state of one rule: in force from `effective_from` until before `effective_to`."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9_]{2,40}$")]
    effective_from: date
    effective_to: date | None = None
    source_url: Annotated[str, Meta(pattern=r"^https://")]

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)

    @property
    def version(self) -> str:
        return self.effective_from.isoformat()


class System(Version, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A credit system. Quarters are of an hour of its own unit; `claim` says who may claim in it."""

    name: str
    unit_minutes: Annotated[int, Meta(ge=15, le=480)]
    max_quarters_per_day: Count
    claim: Literal["automatic", "self", "provider"]
    trademark: bool = False
    requires_feedback: bool = False
    requires_reflection: bool = False
    requires_assessment: bool = False
    cycle_years: Count = 0
    target_quarters_cycle: Count = 0
    target_quarters_year: Count = 0


class Contribution(Version, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kind of contribution is worth: `minutes` of it, or 0 when the evidence itself tells."""

    format: str
    evidence: Literal["review", "publication", "presence", "reflection"]
    minutes: Annotated[int, Meta(ge=0, le=1200)]
    rule: str
    minimum_reflection: Count = 0


V = TypeVar("V", bound=Version)


def read(path: Path, kind: type[V]) -> list[V]:
    """Raises BadRules with every fault: wrong fields, versions of one id that overlap."""
    shape: Any = list[kind]  # type: ignore[valid-type]
    try:
        versions: list[V] = msgspec.yaml.decode(path.read_bytes(), type=shape)
    except msgspec.MsgspecError as error:
        raise BadRules(f"{path.name}: {error}") from None
    faults = [f"{path.name}: versions of {later.id} overlap" for _, later in overlaps(versions)]
    if faults:
        raise BadRules("\n".join(faults))
    return versions


def overlaps(versions: Sequence[V]) -> list[tuple[V, V]]:
    ordered = sorted(versions, key=lambda v: (v.id, v.effective_from))
    return [
        (a, b)
        for a, b in pairwise(ordered)
        if a.id == b.id and (a.effective_to is None or a.effective_to > b.effective_from)
    ]


@cache
def systems() -> tuple[System, ...]:
    return tuple(read(FOLDER / "systems.yaml", System))


@cache
def contributions() -> tuple[Contribution, ...]:
    return tuple(read(FOLDER / "contributions.yaml", Contribution))


def system(name: str, *, on: date) -> System:
    """The rules of one system on a day. Raises KeyError for a system that had none then."""
    for version in systems():
        if version.id == name and version.in_force(on):
            return version
    raise KeyError(name)


def contribution(name: str, *, on: date) -> Contribution:
    """The worth of one kind of contribution on a day. Raises KeyError when it had none then."""
    for version in contributions():
        if version.id == name and version.in_force(on):
            return version
    raise KeyError(name)


def systems_on(on: date) -> list[System]:
    return [s for s in systems() if s.in_force(on)]
