"""What may stand in place of a finding, in the language of the text. Empty means: take it out."""

import msgspec

from moderation.screens.privacy.spans import Span, Type

_WORDS = {
    "en": {
        "day": "day 0",
        "90+": "90 years or older",
        "region": "a town in the region",
        "facility": "a regional hospital",
        "employer": "an employer",
        "name": "the patient",
        "general": "",
    },
    "es": {
        "day": "día 0",
        "90+": "90 años o más",
        "region": "una localidad de la región",
        "facility": "un hospital de la región",
        "employer": "una empresa",
        "name": "el paciente",
        "general": "",
    },
    "fr": {
        "day": "jour 0",
        "90+": "90 ans ou plus",
        "region": "une ville de la région",
        "facility": "un hôpital de la région",
        "employer": "un employeur",
        "name": "le patient",
        "general": "",
    },
}
_CLINICIANS = frozenset({"title", "credentials"})


RESTRICTED = frozenset("036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893".split())
"""ZIP3 areas of at most 20,000 people (census of 2000, domain 3.1 PV-B): nothing of their number stays."""


def worded(text: str, span: Span, language: str) -> Span:
    """The suggestion's key becomes words; a year stays as it is."""
    words = _WORDS.get(language, _WORDS["en"])
    suggestion = words.get(span.suggestion, span.suggestion)
    if span.suggestion == "zip":
        suggestion = _area(text[span.start : span.end]) if language == "en" else ""
    if span.type is Type.NAME and span.reason in _CLINICIANS:
        suggestion = ""
    return msgspec.structs.replace(span, suggestion=suggestion)


def _area(code: str) -> str:
    """The first three digits of a ZIP code, or 000 where few people live."""
    digits = code.strip()[:3]
    if not digits.isdigit() or len(digits) < len("000"):
        return ""
    return "000" if digits in RESTRICTED else digits
