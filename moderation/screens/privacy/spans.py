"""What a privacy screen says: where something stands that may tell who the patient is, and what to do."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct


class Type(StrEnum):
    """The classes of 45 CFR 164.514(b)(2), finer where we know more, and what GDPR adds (domain 3.1)."""

    NAME = "name"  # PV-A: people, their initials
    ADDRESS = "address"  # PV-B: street, post box, postcode
    PLACE = "place"  # PV-B: what is smaller than a state
    FACILITY = "facility"  # PV-B: hospital, school, employer
    DATE = "date"  # PV-C: finer than a year
    AGE = "age"  # PV-C: 90 and over
    PHONE = "phone"  # PV-D, PV-E: also fax, pager, extension
    EMAIL = "email"  # PV-F
    NATIONAL_ID = "national_id"  # PV-G: SSN, DNI, NIE, NIR, NINO, passport
    RECORD = "record"  # PV-H: medical record, chart, accession, encounter
    HEALTH_PLAN = "health_plan"  # PV-I: member, policy, NHS, MBI
    ACCOUNT = "account"  # PV-J: bank, card, bill
    LICENCE = "licence"  # PV-K: NPI, DEA, driving licence, registration
    VEHICLE = "vehicle"  # PV-L: plate, VIN
    DEVICE = "device"  # PV-M: serial, UDI, lot, IMEI, MAC
    URL = "url"  # PV-N
    IP = "ip"  # PV-O
    BIOMETRIC = "biometric"  # PV-P: finger, voice or iris print
    IMAGE = "image"  # PV-Q: a recognisable picture is spoken of
    HANDLE = "handle"  # PV-R: an account in social media
    NUMBER = "number"  # PV-R: another number that looks unique
    RARE = "rare"  # PV-R: occupation, event, mark that few share


RULES = {
    Type.NAME: "PV-A",
    Type.ADDRESS: "PV-B",
    Type.PLACE: "PV-B",
    Type.FACILITY: "PV-B",
    Type.DATE: "PV-C",
    Type.AGE: "PV-C",
    Type.PHONE: "PV-D",
    Type.EMAIL: "PV-F",
    Type.NATIONAL_ID: "PV-G",
    Type.RECORD: "PV-H",
    Type.HEALTH_PLAN: "PV-I",
    Type.ACCOUNT: "PV-J",
    Type.LICENCE: "PV-K",
    Type.VEHICLE: "PV-L",
    Type.DEVICE: "PV-M",
    Type.URL: "PV-N",
    Type.IP: "PV-O",
    Type.BIOMETRIC: "PV-P",
    Type.IMAGE: "PV-Q",
    Type.HANDLE: "PV-R",
    Type.NUMBER: "PV-R",
    Type.RARE: "PV-R",
}


class Span(Struct, frozen=True, kw_only=True):
    """`start` and `end` are code-point offsets into the text as it was given.

    `reason` names the rule that spoke (a key of `moderation.words.PRIVACY_REASONS`); `suggestion` is what
    may stand there instead, empty when it should simply go.
    """

    start: int
    end: int
    type: Type
    reason: str
    suggestion: str = ""


def matched(
    match: re.Match[str], kind: Type, reason: str, group: str | int = 0, suggestion: str = ""
) -> Span:
    """The span of a match, or of a group of it. An address has its region instead, unless something is said."""
    return Span(
        start=match.start(group),
        end=match.end(group),
        type=kind,
        reason=reason,
        suggestion=suggestion or ("region" if kind is Type.ADDRESS else ""),
    )


def settled(spans: Iterable[Span]) -> list[Span]:
    """No two overlap: what was found first wins, longer before shorter among equals; in the order of the text.

    `spans` come in the order of trust. A later span that overlaps an earlier one loses what both have, and
    is dropped when nothing but space would stay.
    """
    taken: list[Span] = []
    covered = bytearray()
    for span in spans:
        if span.end > len(covered):
            covered.extend(bytes(span.end - len(covered)))
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
            taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Parts of one address or one name that stand side by side become one span."""
    last: Span | None = None
    for span in spans:
        if last and span.type == last.type and _one(text[last.end : span.start], span.type):
            last = Span(
                start=last.start, end=span.end, type=last.type, reason=last.reason, suggestion=last.suggestion
            )
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _one(between: str, kind: Type) -> bool:
    apart = {Type.ADDRESS: {" ", ", ", ",", "\n", " - "}, Type.NAME: {" "}}
    return between in apart.get(kind, ())
