"""Dates finer than a year, holidays, and ages of 90 and over (PV-C), in English, Spanish and French."""

import re
from collections.abc import Iterator

from moderation.screens.privacy.checksums import a_day
from moderation.screens.privacy.spans import Span, Type

_FULL = (
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre "
    "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre"
).split()
_SHORT = (
    "jan feb mar apr jun jul aug sept sep oct nov dec ene abr ago dic janv févr fevr avr juil déc".split()
)
MONTH = rf"(?:{'|'.join(_FULL)}|(?:{'|'.join(_SHORT)})\.?)"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_YEAR = r"(?:1[89]|20)\d{2}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th|er|º|°)?"
_CLOCK = (
    r"(?:,? (?:at |a las |à )?\d{1,2}(?::\d{2}(?::\d{2})?|h\d{2})(?: ?[ap]\.?m\.?)?(?: ?(?:hrs|hours|h))?)"
)
_BEFORE = rf"(?:\b{_WEEKDAY}\.?,? (?:the |el |le )?)?"

_WORDED = re.compile(
    rf"{_BEFORE}(?<![\w.])(?:"
    rf"(?:the )?{_NTH}[ -]?(?:of |de |d')?[ -]?{MONTH}(?:(?:,? (?:of |de |del |del año )?|[ /-]){_YEAR}|[ -]'?\d{{2}}(?![\w:/]|\.\d))?"
    rf"|{MONTH}[ -]{_NTH}(?:(?:, ?| |-|/)(?:of )?{_YEAR}|(?:, |-| )'\d{{2}}|-\d{{2}})?(?![\w/%]|[.:]\d)"
    rf"|{_YEAR}[ /-]{MONTH}[ /-]{_DAY}"
    rf"|{MONTH},?(?: of | de | del |[ /-]){_YEAR}"
    rf"|{MONTH} '\d{{2}}"
    rf")(?!\w){_CLOCK}?",
    re.I,
)
_ISO = re.compile(
    rf"(?<![\w.-])({_YEAR})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,6}})?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?(?![\w-])"
)
_NUMERIC = re.compile(
    rf"{_BEFORE}(?<![\w/.-])(\d{{1,2}})([/.-]|\. | / )(\d{{1,2}})\2({_YEAR}|'?\d{{2}})(?![\w/-]|\.\d){_CLOCK}?",
    re.I,
)
_COMPACT = re.compile(rf"(?<![\w.-])({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\w.-])")
_MONTH_YEAR = re.compile(rf"(?<![\w/.-])(?:0?[1-9]|1[0-2])[/-]{_YEAR}(?![\w/-])")
_DATED = (
    r"(?:on|dated?|from|since|until|till|through|of|by|as of|before|after|dos|dob|born|b\.|seen|admitted|adm|admit|discharged|d/c|dc|visit|surgery|seen on|"
    r"last seen|between|and|to|el|del|le|du|au|nacid[oa]|n[ée]e?|desde|hasta|depuis|day|lmp|edd|edc|started|stopped|performed|repeat(?:ed)?|labs|ct|mri|cxr|echo|x-ray)"
)
_PART = re.compile(
    rf"\b(?:{_DATED}|{_WEEKDAY},?)[ :]{{1,2}}((?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2]))(?![\w/%-]|\.\d| (?:systolic|diastolic|strength|murmur|normal|motor|muscle|on the|scale|power|of the|mm|cm|in\b|inch|ppd|pack|tablet|ventricular|point|and \d|blasts|lymph|nodes?))",
    re.I,
)
_LIKELY = re.compile(
    r"(?<![\w/.,:%#-])(?<!vision )(?<!score )(?<!ratio )((?:0?[1-9]|1[0-2])/(?:1[3-9]|2[1-9]|3[01]))(?![\w/%-]|\.\d| ?(?:mm|cm|in\b|inch|mg|ml|weeks?|days?|cells|strength|power|points?|vision|scale|gauge|%|of\b|lymph|nodes?|patients?|cases?))"
)
_BARE_MONTH = re.compile(
    r"\b(?i:in|since|until|till|through|during|last|next|this|early|late|mid|by|from|of|to|for|before|after|between|and|back in|around|en|desde|hasta|de|"
    r"en el mes de|a principios de|a finales de|el pasado|depuis|fin|d[ée]but|mi|en|au mois de|courant|the month of|mid-|mi-)[ -]?"
    rf"((?i:{'|'.join(m for m in _FULL if m not in {'may', 'march', 'mai', 'mars', 'marzo', 'mayo', 'august'})})|May|March|Mayo|Marzo|August|mars|mai|marzo|mayo)\b(?![ -]\d)",
)
_NTH_ALONE = re.compile(
    r"\b(?:on|until|since|from|by|before|after) the (\d{1,2}(?:st|nd|rd|th))(?= of (?:this|last|next|the) month|[.,;)]|\s*$| and| to| at| when| she| he| for)",
    re.I | re.M,
)
_ALONE_ES = re.compile(
    r"\b(?:el d[íi]a|el pr[óo]ximo|el pasado|le) (\d{1,2})(?= (?:del mes|del? (?:presente|pasado)|du mois)|[.,;])",
    re.I,
)
_WEEKDAY_TIME = re.compile(
    rf"\b{_WEEKDAY}(?:,| at| a las| à| around| by)+ \d{{1,2}}(?::\d{{2}}|h\d{{0,2}})?(?: ?[ap]\.?m\.?)?(?![\w/])|\b(?:last|next|this past) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.I,
)
_HOLIDAYS = re.compile(
    r"\b(?:(?:the )?(?:day after |day before |eve of |morning of |night of |week of |week after |week before )?"
    r"(?:Christmas(?: Day| Eve)?|New Year(?:'s|’s)?(?: Eve| Day)?|Thanksgiving(?: Day)?|Halloween|Easter(?: Sunday| Monday)?|Good Friday|Labor Day|Memorial Day|"
    r"Independence Day|(?:the )?(?:Fourth|4th) of July|Valentine(?:'s|’s) Day|Mother(?:'s|’s) Day|Father(?:'s|’s) Day|Veterans Day|Columbus Day|Presidents(?:'|’)? Day|"
    r"St\.? Patrick(?:'s|’s) Day|Martin Luther King(?: Jr\.?)? Day|MLK Day|Boxing Day|Bank Holiday Monday|Bonfire Night|Hanukkah|Ramadan|Eid(?: al-\w{3,5})?|Diwali|Yom Kippur|"
    r"Passover|Rosh Hashanah|Cinco de Mayo|Lunar New Year|Nochebuena|Nochevieja|Navidad|Semana Santa|D[íi]a de Reyes|Reyes Magos|No[ëe]l|Pâques|Toussaint|"
    r"(?:le )?14 [Jj]uillet|Saint-Sylvestre|Pentec[ôo]te|Jour de l(?:'|’)An|Todos los Santos|Viernes Santo)(?: (?:of |de )?(?:1[89]|20)\d{2})?)(?![\w-])(?! (?:tree|disease|factor|island))"
)
_NINETY = r"(?:9\d|1[0-2]\d)"
_AGE_UNIT = r"(?:-| )?(?:years?(?:-| )?old|years? of age|yrs?(?:-| )?old|yrs?\.?(?:-| )?o\.?|year|y\.?/?o\.?|yo|y\.o\.|yrs?|a[ñn]os(?: de edad)?|ans|M|F|male|female)"
_AGE = re.compile(
    rf"(?<![\w./$-])(?:{_NINETY})(?:(?:-| )?(?:years?(?:-| )old|years? of age|yrs?(?:-| )old|y\.?/o\.?|yo\b|y\.o\.|yrs?\.? ?old|a[ñn]os de edad)|-year|-yr|(?-i:(?: ?[MF]| ?yo[MF]| ?y/?o ?[MF])\b(?!\w)))",
    re.I,
)
_AGED = re.compile(
    rf"\b(?:aged?(?: of| is|:)?|edad(?: de|:)?|[âa]g[ée]e?s? de|[âa]ge(?: de|:)?|turned|turning|lived to|lived until|died at|dead at|reached|at the age of|tiene|cumpli[óo]|de|mujer de|paciente de|a)[ :]{{1,2}}({_NINETY})\b(?: (?:years?|a[ñn]os|ans)\b)?(?! ?(?:days|weeks|months|minutes|hours|mg|%|kg|cm|mm|d[íi]as|meses|jours|mois|beats|degrees|[./]\d))",
    re.I,
)
_AGE_ROMANCE = re.compile(rf"(?<![\w./-]){_NINETY} (?:a[ñn]os|ans)\b", re.I)
_AGE_WORDS = re.compile(
    r"\b(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a) hundred(?:(?: and)?[- ](?:one|two|three|four|five|six|seven|eight|nine|ten))?)[- ](?:year|yr)s?(?:[- ]old| of age)?\b"
    r"|\bnoventa(?: y (?:un|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))? a[ñn]os\b|\bcien a[ñn]os\b|\bquatre-vingt-(?:dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf)(?:-(?:sept|huit|neuf))? ans\b"
    r"|\b(?:nonagenarian|centenarian|supercentenarian|nonagenari[ao]|centenari[ao]|nonag[ée]naire|centenaire)s?\b|\b(?:in (?:her|his|their) (?:mid-|late |early )?(?:nineties|90'?s))\b",
    re.I,
)
_WEAK_MONTHS = frozenset({"may", "mar", "sat", "sun", "mon", "sep", "mai", "mars", "dec"})


def dates(text: str) -> Iterator[Span]:
    for match in _ISO.finditer(text):
        if a_day(int(match[1]), int(match[2]), int(match[3])) or a_day(
            int(match[1]), int(match[3]), int(match[2])
        ):
            yield _date(match.span(), match[1])
    for match in _NUMERIC.finditer(text):
        if _day_and_month(int(match[1]), int(match[3])) and not (
            match[2] == "." and len(match[4]) == 2 and int(match[3]) > 12
        ):
            yield _date(match.span(), match[4] if len(match[4]) == 4 else "")
    for match in _WORDED.finditer(text):
        yield _date(match.span(), _year_in(match.group()))
    for pattern in (_COMPACT, _MONTH_YEAR, _WEEKDAY_TIME, _HOLIDAYS):
        for match in pattern.finditer(text):
            yield _date(match.span(), _year_in(match.group()))
    for pattern in (_PART, _LIKELY, _BARE_MONTH, _NTH_ALONE, _ALONE_ES):
        for match in pattern.finditer(text):
            yield _date(match.span(1), "")


def ages(text: str) -> Iterator[Span]:
    for match in _AGE.finditer(text):
        yield _age(*match.span())
    for pattern in (_AGE_ROMANCE, _AGE_WORDS):
        for match in pattern.finditer(text):
            yield _age(*match.span())
    for match in _AGED.finditer(text):
        yield _age(*match.span(1))


def _day_and_month(one: int, other: int) -> bool:
    return (1 <= one <= 12 and 1 <= other <= 31) or (1 <= other <= 12 and 1 <= one <= 31)


def _year_in(words: str) -> str:
    found = re.search(rf"(?<!\d){_YEAR}(?!\d)", words)
    return found.group() if found else ""


def _date(span: tuple[int, int], year: str) -> Span:
    return Span(start=span[0], end=span[1], type=Type.DATE, reason="date", suggestion=year or "day")


def _age(start: int, end: int) -> Span:
    return Span(start=start, end=end, type=Type.AGE, reason="age", suggestion="90+")
