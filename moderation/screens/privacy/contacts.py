"""Ways to reach somebody: e-mail, addresses of pages and machines, phone numbers, names in social media."""

import re
from collections.abc import Iterator

from moderation.screens.privacy.spans import Span, Type, matched

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: ?@ ?| ?[\[({]at[\])}] ?)(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b", re.I
)
_SPELT = re.compile(
    r"\b[\w.+-]{2,40} at [\w-]{2,40} (?:dot|punto|point) (?:com|org|net|edu|es|fr|uk|co)\b", re.I
)
_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>\"]{3,500}|\bwww\.[^\s<>\"]{3,500}", re.I)
_TLDS = "com|org|net|edu|gov|mil|info|io|me|co|uk|us|es|fr|mx|ar|ca|de|eu|health|care|clinic|hospital|blog|app|dev|tv|cat"
_DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,4}}(?:{_TLDS})(?:/[^\s<>\"]{{0,500}}|\b(?![.\w]))", re.I
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP4 = re.compile(rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?::\d{{1,5}})?(?![\d.]*\d)")
_IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,7}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4})?(?![\w:])",
    re.I,
)
_MAC = re.compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])", re.I)
_AT = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,30}(?<!\.)")
_NETWORK = (
    r"(?:instagram|twitter|facebook|tiktok|snapchat|linkedin|whatsapp|telegram|skype|youtube|reddit|discord|mychart|"
    r"insta|ig|fb|patient portal|portal)"
)
_HANDLE = re.compile(
    rf"\b(?:{_NETWORK}(?: (?:handle|account|user(?:name)?|id|page|profile|name|login|channel))?|(?:screen|user) ?name|handle|usuario|"
    rf"(?:usuario|cuenta|perfil) (?:de|en) {_NETWORK}|(?:compte|profil|pseudo) (?:{_NETWORK}|sur {_NETWORK})|"
    rf"(?:on|via|en|sur) {_NETWORK}(?: (?:as|como|sous|under))?)(?: is| was| es| est|:| =|,| as| como)? {{0,2}}"
    r"[\"'“(]?(?P<value>@?[A-Za-z][\w.-]{2,30}[\w])",
    re.I,
)
_CUE = (
    r"(?:tel(?:ephone|efono|éfono|éphone)?|phone|ph|cell(?:ular)?|mobile|m[óo]vil|fax|t[ée]l|portable|call|called|reach(?:ed|able)?|"
    r"contact(?:ed)?|pager|paged|beeper|bleep|ext(?:ension)?|voicemail|text(?:ed)?|landline|fijo|hotline|whatsapp|home|work|"
    r"number|n[úu]mero|num[ée]ro|llamar|appeler|joindre|at|al|au|on)"
)
# Digits in groups as North America, Britain, Spain, France and +NN write them.
_US = r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
_UK = r"\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}(?:[ -]\d{3})?|0[127]\d{9}"
_ES = r"[6789]\d{2}[ .-]\d{3}[ .-]\d{3}|[6789]\d{2}(?:[ .-]\d{2}){3}|9\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|[67]\d{8}"
_FR = r"0[1-9](?:[ .-]?\d{2}){4}"
_WORLD = r"(?:\+|00)\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){1,6}"
_PHONE = re.compile(
    rf"(?<![\w.,/+(-])(?:{_WORLD}|{_US}|{_UK}|{_ES}|{_FR})(?:,? ?(?:x|ext\.?|extension|poste|extensi[óo]n) ?\d{{2,6}})?(?![\w/]|[.,-]\d)",
    re.I,
)
_SHORT = re.compile(r"(?<![\w.,/#-])\d{3}[-.]\d{4}(?:,? ?(?:x|ext\.?) ?\d{2,6})?(?![\w/%-]|\.\d)", re.I)
_CUED = re.compile(
    rf"\b{_CUE}\b(?: ?(?:number|no|no\.|n[°º]|#|is|was|es|est|en el|al|au|at|on|of))?[ :.#]{{1,3}}(?P<value>[+(]?\d[\d ().-]{{5,18}}\d)(?![\w/%]|[.,]\d)",
    re.I,
)
_EXTENSION = re.compile(
    r"\b(?:ext(?:ension)?|pager|paged|beeper|bleep|poste|extensi[óo]n|busca|bip)(?: ?(?:number|no|#|to|is|at))?[ .:#]{1,3}(?P<value>x?\d{3,7})\b",
    re.I,
)
_UNITS = re.compile(
    r" ?(?:mg|mcg|ml|cc|cm|mm|kg|g|units?|cells?|beats|bpm|calories|cal|hours?|mmhg|u|iu|%|days|weeks|ohms)\b",
    re.I,
)


def emails(text: str) -> Iterator[Span]:
    for pattern in (_EMAIL, _SPELT):
        for match in pattern.finditer(text):
            yield matched(match, Type.EMAIL, "email")


def pages(text: str) -> Iterator[Span]:
    for match in _URL.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:!?)]}'"))
        yield Span(start=match.start(), end=end, type=Type.URL, reason="url")
    for match in _DOMAIN.finditer(text):
        yield matched(match, Type.URL, "url")


def machines(text: str) -> Iterator[Span]:
    for match in _MAC.finditer(text):
        yield matched(match, Type.DEVICE, "mac")
    for match in _IP4.finditer(text):
        yield matched(match, Type.IP, "ip")
    for match in _IP6.finditer(text):
        if match.group().count(":") >= 4 or "::" in match.group():
            yield matched(match, Type.IP, "ip")


def handles(text: str) -> Iterator[Span]:
    for match in _AT.finditer(text):
        yield matched(match, Type.HANDLE, "handle")
    for match in _HANDLE.finditer(text):
        value = match.group("value")
        if value.startswith("@") or any(c in "_.0123456789" for c in value):
            yield matched(match, Type.HANDLE, "handle", "value")


def phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        digits = sum(c.isdigit() for c in match.group())
        if 9 <= digits <= 18:
            yield matched(match, Type.PHONE, "phone")
    for match in _CUED.finditer(text):
        digits = sum(c.isdigit() for c in match.group("value"))
        if 7 <= digits <= 15 and not _UNITS.match(text, match.end()):
            yield matched(match, Type.PHONE, "phone", "value")
    for match in _SHORT.finditer(text):
        if not _UNITS.match(text, match.end()):
            yield matched(match, Type.PHONE, "phone")
    for match in _EXTENSION.finditer(text):
        yield matched(match, Type.PHONE, "extension", "value")
