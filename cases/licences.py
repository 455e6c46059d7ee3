"""Addresses of licences, for metadata."""

import re

_CC = re.compile(r"CC (BY(?:-[A-Z]{2})*) (\d\.\d)")


def address_of(licence: str) -> str:
    """Of a Creative Commons licence such as `CC BY 4.0`; empty for others."""
    found = _CC.fullmatch(licence)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""
