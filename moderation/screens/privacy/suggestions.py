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


def worded(span: Span, language: str) -> Span:
    """The suggestion's key becomes words; a year stays as it is. 300 restricted ZIP3 areas are not told apart."""
    words = _WORDS.get(language, _WORDS["en"])
    suggestion = words.get(span.suggestion, span.suggestion)
    if span.type is Type.NAME and span.reason in _CLINICIANS:
        suggestion = ""
    return msgspec.structs.replace(span, suggestion=suggestion)
