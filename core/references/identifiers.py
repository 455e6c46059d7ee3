"""DOIs, PubMed ids, ORCID iDs, years and addresses in their one written form."""

import re
from urllib.parse import unquote

# Old DOIs of some publishers hold < > # + [ ] besides what Crossref recommends today.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9<>#+\[\]]+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?(?:www\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:(?:pmid|pubmed)[:\s]*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?0*([1-9]\d{0,8})/?", re.IGNORECASE
)
_PMID_WITHIN = re.compile(r"\bPMID:?\s*0*([1-9]\d{0,8})\b", re.IGNORECASE)
_ORCID = re.compile(r"(?:.*/|orcid:?\s*)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_URL = re.compile(r"https?://[^\s<>\"'{}|\\^`]{3,1990}", re.IGNORECASE)
_LONGEST_DOI = 250
_LONGEST_TEXT = 5_000


def doi(text: object) -> str | None:
    """Lower case, without resolver or prefix; DOIs know no case. None when there is none."""
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
        return None
    bare = _DOI_PREFIX.sub("", text.strip(), count=1)
    found = _DOI.match(unquote(bare) if "%" in bare else bare)
    if found is None:
        return None
    name = found[0].rstrip(".,;:")
    while name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1].rstrip(".,;:")
    return name.lower() if len(name) <= _LONGEST_DOI else None


def doi_of_address(text: object) -> str | None:
    """The DOI when the address is one of its resolver."""
    return doi(text) if isinstance(text, str) and _DOI_PREFIX.match(text.strip()) else None


def pmid(text: object) -> str | None:
    """One to nine digits without leading zeros; prefixes and PubMed addresses are understood."""
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    found = _PMID.fullmatch(str(text).strip()[:200])
    return found[1] if found else None


def pmid_within(text: str) -> str | None:
    """The id after the letters PMID in a note."""
    found = _PMID_WITHIN.search(text[:_LONGEST_TEXT])
    return found[1] if found else None


def orcid(text: object) -> str | None:
    """Four groups of four; None when the check digit (ISO 7064 MOD 11-2) is wrong."""
    found = _ORCID.fullmatch(text.strip()[:100]) if isinstance(text, str) else None
    if found is None:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(group.upper() for group in found.groups()) if "0123456789X"[check] == digits[-1] else None


def year(text: object) -> int | None:
    """The first year from 1500 to 2199 in a date however it is written."""
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    found = _YEAR.search(str(text)[:_LONGEST_TEXT]) if not isinstance(text, int) or 0 < text < 10**9 else None
    return int(found[1]) if found else None


def url(text: object) -> str | None:
    """A web address without anything that could break out of markup."""
    found = _URL.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[0] if found else None
