"""Professional registers: how their numbers are written, and checked where they carry a check digit."""

import re
from collections.abc import Callable

from msgspec import Struct

from core.errors import Invalid
from identity import checksums
from identity.words import N_


class Register(Struct, frozen=True, kw_only=True):
    """`country` is ISO 3166; `saying` tells a person how a right number looks."""

    label: str
    country: str
    accepts: Callable[[str], bool]
    saying: str


def _written(pattern: str) -> Callable[[str], bool]:
    return lambda number: re.fullmatch(pattern, number, re.ASCII) is not None


REGISTERS: dict[str, Register] = {
    "us_npi": Register(
        label=N_("United States: NPI"),
        country="US",
        accepts=checksums.npi,
        saying=N_(
            "An NPI has ten digits and begins with 1 or 2. Check it: its last digit does not fit the others."
        ),
    ),
    "gb_gmc": Register(
        label=N_("United Kingdom: General Medical Council"),
        country="GB",
        accepts=_written(r"[1-9]\d{6}"),
        saying=N_("A GMC reference number has seven digits and does not begin with 0."),
    ),
    "gb_nmc": Register(
        label=N_("United Kingdom: Nursing and Midwifery Council"),
        country="GB",
        accepts=_written(r"\d{2}[A-Z]\d{4}[A-Z]"),
        saying=N_("An NMC PIN has two digits, a letter, four digits and a letter, such as 98A1234E."),
    ),
    "gb_gphc": Register(
        label=N_("United Kingdom: General Pharmaceutical Council"),
        country="GB",
        accepts=_written(r"[25]\d{6}"),
        saying=N_("A GPhC number has seven digits and begins with 2 or 5."),
    ),
    "gb_hcpc": Register(
        label=N_("United Kingdom: Health and Care Professions Council"),
        country="GB",
        accepts=_written(r"[A-Z]{2}\d{5,6}"),
        saying=N_("An HCPC number has two letters and five or six digits, such as PH123456."),
    ),
    "au_ahpra": Register(
        label=N_("Australia: AHPRA"),
        country="AU",
        accepts=_written(r"[A-Z]{3}\d{10}"),
        saying=N_("An AHPRA number has three letters and ten digits, such as MED0001234567."),
    ),
    "de_lanr": Register(
        label=N_("Germany: LANR"),
        country="DE",
        accepts=checksums.lanr,
        saying=N_("An LANR has nine digits. Check it: the seventh digit does not fit the six before it."),
    ),
    "fr_rpps": Register(
        label=N_("France: RPPS"),
        country="FR",
        accepts=checksums.rpps,
        saying=N_("An RPPS number has eleven digits. Check it: its last digit does not fit the others."),
    ),
    "nl_big": Register(
        label=N_("Netherlands: BIG register"),
        country="NL",
        accepts=_written(r"\d{11}"),
        saying=N_("A BIG number has eleven digits."),
    ),
    "pl_pwz": Register(
        label=N_("Poland: PWZ"),
        country="PL",
        accepts=checksums.pwz,
        saying=N_("A PWZ number has seven digits. Check it: its first digit does not fit the others."),
    ),
    "other": Register(
        label=N_("Another register"),
        country="",
        accepts=_written(r"[A-Z0-9][A-Z0-9./-]{2,39}"),
        saying=N_("Write the number as your register gives it: 3 to 40 letters and digits."),
    ),
}

NOT_LISTED = N_("Choose one from the list.")


def checked(register: str, number: str) -> str:
    """The number without spaces, in capitals. Raises Invalid saying how a right one looks."""
    known = REGISTERS.get(register)
    if known is None:
        raise Invalid({"register": NOT_LISTED})
    plain = re.sub(r"[\s\u2010-\u2015]+", "", number).upper()
    if known is not REGISTERS["other"]:
        plain = plain.replace("-", "").replace(".", "")
    if not known.accepts(plain):
        raise Invalid({"number": known.saying})
    return plain
