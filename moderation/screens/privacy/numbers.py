"""Numbers that name a person, an account or a thing: by check digit, by shape, by the word before them."""

import re
from collections.abc import Callable, Iterator

from moderation.screens.privacy import checksums
from moderation.screens.privacy.spans import Span, Type, matched

_LINK = (
    r"(?: ?(?:numbers?|num|no|nos|nr|n[°ºo]|núm|número|numéro|id|code|código|#|№))?\.?"
    r"(?: (?:is|was|ending in|ending|ends in|es|est|de|del|du|with|con|avec|on file|listed as|noted as|reads))?"
    r"[ \t]{0,2}(?:[:#=(\[-]|n[°º]\.?|no\.)?[ \t]{0,2}#?[ \t]?"
)
_VALUE = (
    r"(?P<value>(?=[A-Z0-9./ -]{0,24}\d)[A-Z0-9]{1,20}(?:[./-][A-Z0-9]{1,12}){0,5}(?: \d{2,6}){0,6})(?![\w])"
)

# A word, what kind of number follows it, and the fewest digits that such a number has.
_CUES: tuple[tuple[Type, str, int], ...] = (
    (
        Type.NATIONAL_ID,
        (
            r"ssn|ss#|ni (?:number|no)|social security(?: (?:number|no))?|soc sec|nino|national insurance|passport|pasaporte|passeport|dni|nif|nie|"
            r"seguridad social|nuss|s[ée]curit[ée] sociale|nir|carte d'identit[ée]|curp|tax id|itin|alien(?: registration)?|a-number|"
            r"national id|identity card|cedula|c[ée]dula|last four(?: (?:of|digits of)(?: (?:her|his|the))? (?:ssn|social))?"
        ),
        4,
    ),
    (
        Type.RECORD,
        (
            r"mrn|mr#|med(?:ical)? rec(?:ord)?s?|medical records?(?: number)?|hospital(?: (?:number|no|id|#))|hosp(?:ital)? ?(?:no|#)|"
            r"unit (?:number|no)|chart(?: ?(?:number|no|#|id))?|patient (?:id|number|no|#|identifier)|pt (?:id|#)|record (?:number|no|#|id)|"
            r"accession(?: ?(?:number|no|#))?|acc ?#|case (?:number|no|#|id)|encounter(?: ?(?:number|no|#|id))?|visit (?:number|no|#|id)|fin|csn|"
            r"epi(?:sode)? (?:number|no|id)|specimen(?: ?(?:number|no|#|id))?|requisition|order (?:number|no|#)|study id|subject id|"
            r"nhc|h[ªa]\.? ?cl[íi]nica|historia cl[íi]nica|n[úu]mero de historia(?: cl[íi]nica)?|historia|expediente|episodio|"
            r"ipp|iep|dossier(?: m[ée]dical| patient)?|num[ée]ro de dossier|nip|hospital number|path(?:ology)? (?:no|number|#)|slide|bed id|wristband|"
            r"barcode|folder(?: number)?|file (?:number|no|#)|ref(?:erence)?(?: (?:number|no|#))?|identifier|id number|id|s[ée]jour"
        ),
        3,
    ),
    (
        Type.HEALTH_PLAN,
        (
            r"member(?:ship)?(?: ?(?:id|number|no|#))?|subscriber(?: ?(?:id|number|#))?|policy(?: ?(?:number|no|#|id))?|group (?:number|no|#|id)|"
            r"insurance(?: ?(?:id|number|no|#|policy))?|medicare(?: ?(?:id|number|no|#))?|medicaid(?: ?(?:id|number|no|#))?|mbi|hicn|"
            r"beneficiary(?: ?(?:id|number))?|health ?plan(?: ?(?:id|number|no|#))?|blue cross|aetna|cigna|humana|kaiser|tricare|claim(?: ?(?:number|no|#|id))?|"
            r"nhs(?: ?(?:number|no|#))?|chi (?:number|no)|tarjeta sanitaria|cip|sip|nass|p[óo]liza|mutuelle|carte vitale|adh[ée]rent|health card|"
            r"prior auth(?:orization)?|authorization|rx ?(?:bin|grp|group|number|#)|prescription (?:number|no|#)|rx"
        ),
        4,
    ),
    (
        Type.ACCOUNT,
        (
            r"account(?: ?(?:number|no|#))?|acct(?: ?(?:number|no|#))?|a/c|bank account|routing(?: number)?|iban|sort code|credit card|debit card|visa|"
            r"mastercard|amex|card(?: (?:number|no|ending in))|invoice(?: ?(?:number|no|#))?|billing(?: ?(?:number|id|#))?|receipt(?: ?(?:number|no|#))?|"
            r"cuenta(?: bancaria)?|tarjeta(?: de cr[ée]dito)?|compte(?: bancaire)?|facture|factura|guarantor(?: ?(?:id|number|#))?"
        ),
        4,
    ),
    (
        Type.LICENCE,
        (
            r"licen[cs]e(?: ?(?:number|no|#))?|driver'?s licen[cs]e|driving licen[cs]e|dl ?#?|lic ?#?|npi|dea(?: ?(?:number|no|#))?|certificate(?: ?(?:number|no|#))?|"
            r"gmc(?: ?(?:number|no|ref))?|nmc(?: pin)?|rpps|adeli|colegiado|n[úu]mero de colegiado|permis(?: de conduire)?|carn[ée] de conducir|"
            r"permiso de conducir|registration (?:number|no)|upin|pilot certificate|badge(?: ?(?:number|no|#))?|employee (?:id|number|no|#)|"
            r"staff (?:id|number|no)|matricule|service (?:number|no)|student (?:id|number|no)|military id|dod id|veteran id|va id|inmate(?: ?(?:number|no|#|id))?"
        ),
        4,
    ),
    (
        Type.DEVICE,
        (
            r"serial(?: ?(?:number|no|#))?|s/n|sn|ser\.? ?no|udi|di|lot(?: ?(?:number|no|#))?|batch(?: ?(?:number|no|#))?|device (?:id|identifier|number)|imei|imsi|"
            r"model(?: ?(?:number|no|#))?|ref ?#|catalog(?:ue)? (?:number|no|#)|n[úu]mero de serie|num[ée]ro de s[ée]rie|n[°º] de s[ée]rie|n[º°] de serie|lote|mac address|"
            r"implant(?: ?(?:id|number|serial))|generator (?:serial|number)"
        ),
        3,
    ),
    (
        Type.VEHICLE,
        (
            r"licen[cs]e plates?|(?:number )?plates?|plate (?:number|no|#)|tags?|vin|vehicle (?:id|identification(?: number)?|registration|number)|registration(?: plate)?|"
            r"car reg(?:istration)?|reg(?: ?(?:no|number|plate))?|registered|matr[íi]cula|placas?|immatriculation|immatricul[ée]e?|plaque(?: d'immatriculation)?"
        ),
        2,
    ),
)
_CUED = tuple(
    (kind, least, re.compile(rf"(?<![\w-])(?:{words})(?![a-z]){_LINK}{_VALUE}", re.I))
    for kind, words, least in _CUES
)
_NEEDS_LETTERS = re.compile(r"[A-Za-z]")
_MEASURED = re.compile(
    r" ?(?:mg|mcg|µg|ug|ml|cc|cm|mm|kg|g|lbs?|pounds|units?|u/|iu|cells?|/|%|x ?10|degrees|hours?|hrs?|days?|weeks?|months?|minutes|years?|times|french|mmol|meq|joules|"
    r"mm ?hg|bpm|rpm|calories|kcal|beats|k\b|años|ans|jours|d[íi]as|horas|semanas|meses|gauge|ohms|volts|hz|copies|ng|pg|ui)",
    re.I,
)

_SSN = re.compile(r"(?<![\w.-])(?!000|666)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
_MASKED = re.compile(r"(?<!\w)[xX*]{3}-[xX*]{2}-\d{4}\b")
_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
_MBI = re.compile(
    r"(?<!\w)[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?!\w)"
)
_UDI = re.compile(r"\(01\) ?\d{14}(?: ?\(\d{2}\) ?[A-Za-z0-9/-]{1,20}){0,4}")
_VIN = re.compile(
    r"(?<!\w)(?=[A-HJ-NPR-Z0-9]{0,16}\d)(?=[0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11}\d{6}(?!\w)"
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}|[A-Z]{2}\d{2} [A-Z]{3}|\d{4}[ -][BCDFGHJKLMNPRSTVWXYZ]{3})(?![\w-])"
)
_GROUPED = re.compile(r"(?<![\w.,+-])\d{2,6}(?:[ -]\d{2,6}){1,6}(?![\w]|[.,-]\d)")
_ALNUM = re.compile(r"(?<![\w.-])(?=[A-Z0-9-]{0,24}\d)[A-Z]{1,6}-?\d{4,14}(?:-?[A-Z0-9]{1,8}){0,3}(?![\w-])")
_MIXED = re.compile(
    r"(?<![\w.-])\d{1,9}[A-Z]{1,4}\d{2,12}[A-Z0-9]{0,6}(?![\w-])|(?<![\w.-])\d{5,12}[A-Z](?![\w-])"
)
_DASHED = re.compile(
    r"(?<![\w.-])(?=[A-Z0-9-]{6,30}(?![\w-]))[A-Z0-9]{1,10}(?:-[A-Z0-9]{1,12}){1,5}(?![\w-])"
)
_LONG = re.compile(r"(?<![\w.,#-])(?<!\d:)\d{6,20}(?![\w]|[.,-]\d)")
_YEARS = re.compile(r"(?:19|20)\d\d[ -](?:19|20)\d\d")
_HASH = re.compile(r"(?<![\w])#\d{5,12}(?![\w-])")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)")
_NIR = re.compile(r"(?<!\d)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)")
_ID_ES = re.compile(r"(?<!\w)(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ]-?\d{7})[- ]?[A-Z](?!\w)")
_CURP = re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)")
_DEA = re.compile(r"(?<!\w)[A-Z][A-Z9]\d{7}(?!\w)")

_CHECKED: tuple[tuple[re.Pattern[str], Callable[[str], bool], Type, str], ...] = (
    (_IBAN, checksums.iban, Type.ACCOUNT, "iban"),
    (_NIR, checksums.nir, Type.NATIONAL_ID, "nir"),
    (_ID_ES, lambda n: checksums.dni(n) or checksums.nie(n), Type.NATIONAL_ID, "dni"),
    (_CURP, checksums.curp_shape, Type.NATIONAL_ID, "curp"),
    (_DEA, checksums.dea, Type.LICENCE, "dea"),
)
_SHAPED: tuple[tuple[re.Pattern[str], Type, str], ...] = (
    (_SSN, Type.NATIONAL_ID, "ssn"),
    (_MASKED, Type.NATIONAL_ID, "ssn"),
    (_NINO, Type.NATIONAL_ID, "nino"),
    (_MBI, Type.HEALTH_PLAN, "mbi"),
    (_UDI, Type.DEVICE, "udi"),
    (_VIN, Type.VEHICLE, "vin"),
)
_BY_DIGITS: tuple[tuple[Callable[[str], bool], Type, str], ...] = (
    (checksums.card, Type.ACCOUNT, "card"),
    (checksums.imei, Type.DEVICE, "imei"),
    (checksums.nuss, Type.NATIONAL_ID, "nuss"),
    (checksums.nhs, Type.HEALTH_PLAN, "nhs"),
    (checksums.npi, Type.LICENCE, "npi"),
)


def checked(text: str) -> Iterator[Span]:
    """Numbers whose check digit or shape says what they are, wherever they stand."""
    for pattern, right, kind, reason in _CHECKED:
        for match in pattern.finditer(text):
            if right(re.sub(r"[ .-]", "", match.group())):
                yield matched(match, kind, reason)
    for pattern, kind, reason in _SHAPED:
        for match in pattern.finditer(text):
            yield matched(match, kind, reason)
    for match in _PLATE.finditer(text):
        if match.group()[-3:] not in {"MCG", "BPM", "RPM", "MLS", "HRS", "LBS", "MGS"}:
            yield matched(match, Type.VEHICLE, "plate")
    for pattern in (_GROUPED, _LONG):
        for match in pattern.finditer(text):
            digits = re.sub(r"[ -]", "", match.group())
            for right, kind, reason in _BY_DIGITS:
                if right(digits):
                    yield matched(match, kind, reason)
                    break


def cued(text: str) -> Iterator[Span]:
    """Numbers behind a word that says what they are ("MRN", "serial no.", "matrícula")."""
    for kind, least, pattern in _CUED:
        for match in pattern.finditer(text):
            value = match.group("value")
            if sum(c.isdigit() for c in value) < least or _measured(text, match.end("value"), value):
                continue
            yield matched(match, kind, "cued_number", "value")


def unusual(text: str) -> Iterator[Span]:
    """Numbers that no measurement looks like: long ones, and capitals mixed with digits."""
    for pattern, least in ((_ALNUM, 5), (_MIXED, 5), (_DASHED, 5), (_HASH, 5), (_LONG, 6), (_GROUPED, 9)):
        for match in pattern.finditer(text):
            value = match.group()
            if _YEARS.fullmatch(value):
                continue
            if sum(c.isdigit() for c in value) >= least and not _measured(text, match.end(), value):
                yield matched(match, Type.NUMBER, "unusual_number")


def _measured(text: str, end: int, value: str) -> bool:
    return not _NEEDS_LETTERS.search(value) and _MEASURED.match(text, end) is not None
