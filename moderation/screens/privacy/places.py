"""Where somebody lives, works or is treated, when it is smaller than a state (PV-B)."""

import re
from collections.abc import Iterator

from moderation.screens.privacy.cues import ARTICLES, STATE_NAMES
from moderation.screens.privacy.lists import listed, people, plain
from moderation.screens.privacy.spans import Span, Type, matched
from moderation.screens.privacy.tokens import Token, Words

_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
).split()
_CAP = r"(?:[A-ZÀ-Ý][\w'’.-]{0,30}|\d{1,3}(?:st|nd|rd|th))"
_SUFFIX = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Ter|Circle|Cir|Way|Parkway|Pkwy|Highway|Hwy|Square|Sq|Trail|Trl|"
    r"Crescent|Close|Grove|Gardens|Mews|Row|Alley|Loop|Turnpike|Pike|Plaza|Walk|Hill|Crossing|Ridge|Heights|Route|Green|Park|View|Run|Path|Bend|Point|Cove|Glen|Meadow|Rise|Parade|Quay|Wharf)"
)
_UNIT = r"(?:,? (?:Apt|Apartment|Unit|Suite|Ste|Flat|Room|Rm|Floor|Lot|#|No)\.? ?#?[A-Z]?\d{0,5}[A-Z]?\b)?"
_STREET = re.compile(
    rf"(?<![\w./])(?:(?:Flat|Apt|Unit) \w{{1,4}},? )?\d{{1,6}}[A-Za-z]?(?:[-/]\d{{1,4}})? (?:[NSEW]\.?|North|South|East|West|NE|NW|SE|SW)?\.? ?(?:{_CAP} ){{1,4}}{_SUFFIX}\b\.?(?: (?:[NSEW]|NE|NW|SE|SW)\b)?{_UNIT}"
)
_STREET_LOWER = re.compile(
    rf"(?<![\w./])\d{{1,6}} (?!months?\b|days?\b|weeks?\b|years?\b|hours?\b|miles?\b|blocks?\b)(?:[a-z]{{3,20}} |\d{{1,3}}(?:st|nd|rd|th) ){{1,3}}(?:street|avenue|road|boulevard|blvd|lane|ave|rd|terrace|crescent|parkway|highway|hwy)\b{_UNIT}",
    re.I,
)
_STREET_CUED = re.compile(
    rf"\b(?:address(?: is|:)?|lives? (?:at|on)|living (?:at|on)|resid(?:es|ing) (?:at|on)|home (?:at|on)|found (?:down )?(?:at|on)|picked (?:\w{{2,4}} )?up (?:at|from)|home is|house on|off(?: of)?|corner of) (?P<value>\d{{0,6}} ?(?:[A-Za-z.]{{1,20}} ){{1,3}}{_SUFFIX})\b",
    re.I,
)
_STREET_BARE = re.compile(
    rf"\b(?:on|at|near|along|off|of|from) (?P<value>(?:{_CAP} ){{1,3}}(?:Street|Avenue|Boulevard|Road|Lane|Drive|Blvd|Ave|Rd|Highway|Parkway)\b)"
)
_PO_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Post Office Box|Apartado(?: de Correos)?|Apdo\.?|B\.?P\.?|Bo[îi]te postale) ?#?\d{1,7}\b",
    re.I,
)
_STREET_ES = re.compile(
    r"(?:\b(?:calle|avenida|avda\.?|av\.|plaza|pza\.?|paseo|p[ºo]\.|carretera|ctra\.?|camino|ronda|traves[íi]a|urbanizaci[óo]n|urb\.|barrio|colonia|col\.|pasaje|callej[óo]n|gran v[íi]a|glorieta|rambla)(?<=[.º\w])(?:(?<=\.) ?| )|\bC/ ?)"
    r"(?:(?:de|del|de la|de las|de los|la|el|los|las|d')[ ]?)?[A-ZÀ-Ý0-9][\wÀ-ÿ'’.-]{0,30}(?:,? (?:(?:de|del|la|las|los|y|i|el)|[A-ZÀ-Ý][\wÀ-ÿ'’.-]{1,30})){0,5}"
    r"(?:,? ?(?:n[ºo°]\.?|n[úu]m\.?|#)? ?\d{1,5}(?:[ -]?[A-Z]\b)?)?(?:,? ?\d{1,2}[ºª°](?: ?[A-Z]\b| ?(?:izq|dcha|derecha|izquierda)\w{0,3}\.?)?)?",
    re.I,
)
_STREET_FR = re.compile(
    r"(?:(?<![\w./])\d{1,5}(?: ?(?:bis|ter|quater|[A-D]))?,? )?\b(?:rue|avenue|av\.|boulevard|bd|place|impasse|all[ée]e|chemin|quai|cours|square|route|passage|faubourg|r[ée]sidence|villa|cit[ée]|sentier|esplanade) "
    r"(?:de la |de l['’]|du |des |de |d['’]|la |le |les |l['’])?(?:[A-ZÀ-Ý][\wÀ-ÿ'’.-]{1,30}|(?<=du )\d{1,2} [\wÀ-ÿ]{3,9}(?: \d{4})?)(?:[ -](?:(?:de|du|des|la|le|les|et|en|sur|sous)\b|[A-ZÀ-Ý0-9][\wÀ-ÿ'’.-]{1,30})){0,5}"
)
_ZIP = re.compile(
    rf"(?:(?<=\b)(?:{'|'.join(_STATES)})\.?,?|\b(?:zip(?: ?code)?|postal code|c\.?p\.?|c[óo]digo postal|code postal)(?: is|:)?) {{1,2}}(?P<value>\d{{5}}(?:-\d{{4}})?)(?!\w)",
    re.I,
)
_ZIP4 = re.compile(r"(?<![\w.-])\d{5}-\d{4}(?![\w-])")
_ZIP_CITY = re.compile(
    r"(?<![\w.,/-])(?P<zip>\d{5}),? (?P<city>[A-ZÀ-Ý][\wÀ-ÿ'’-]{2,30}(?:[ -](?:[A-ZÀ-Ý][\wÀ-ÿ'’-]{1,30}|de|del|la|sur|en|sous|les)){0,4})"
)
_CITY_ZIP = re.compile(r"(?P<city>[A-Z][\w'’-]{2,30}),? (?P<zip>\d{5})(?!\w|[.,]\d)")
_POSTCODE_UK = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? ?\d(?!MG|ML|MM|CM|CC|GM|KG|PM|AM|ND|RD|TH|ST)[A-Z]{2})(?!\w)"
)
_POSTCODE_CA = re.compile(r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d(?!\w)")
_CITY_STATE = re.compile(
    rf"(?<![\w-])(?P<city>(?:[A-ZÀ-Ý][^\W\d_'’.-]{{1,30}}\.? ){{0,3}}[A-ZÀ-Ý][^\W\d_]{{1,30}}(?:-[A-Z][a-z]{{1,30}})?),? (?:{'|'.join(_STATES)}|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|"
    r"Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    r"South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming)\b(?: \d{5}(?:-\d{4})?\b)?"
)
_THEN_CITY = re.compile(
    r"(?:,|\n| -)? ?(?P<zip>\d{5},? )?(?P<city>[A-ZÀ-Ý][\w'’-]{2,30}(?:[ -](?:[A-ZÀ-Ý][\w'’-]{1,30}|de|del|la|sur|en)){0,4})(?P<state>,? [A-Z]{2}\b(?:,? \d{5}(?:-\d{4})?)?)?"
)
_COUNTY = re.compile(
    r"\b(?:[A-Z][a-z'’.-]{2,20} ){1,3}(?:County|Parish|Borough|Township|Province)\b|\b(?:County|Provincia|Departamento) (?:of |de )?[A-Z][a-z]{2,20}\b"
)

_HOUSES = (
    r"(?:Hospital|Hospitals|Medical Cent(?:er|re)|Med Ctr|Health Cent(?:er|re)|Health System|Healthcare|Clinic|Infirmary|Hospice|Nursing Home|Care Home|Care Center|Rehab(?:ilitation)?(?: (?:Center|Hospital|Facility))?|"
    r"Memorial|Sanatorium|Surgery Center|Surgical Center|Cancer Cent(?:er|re)|Cancer Institute|Institute|University|College|High School|Elementary(?: School)?|Middle School|School|Academy|Assisted Living|Manor|Pharmacy|"
    r"NHS (?:Foundation )?Trust|Trust|Medical Group|Medical Associates|Family Practice|Pediatrics|Urgent Care|Laboratories|Labs|Church|Prison|Correctional(?: Facility)?|Shelter|Air Force Base|Dialysis(?: Center)?|Eye (?:Center|Institute)|Heart (?:Center|Institute)|Imaging(?: Center)?)"
)
_FACILITY = re.compile(
    rf"(?<![\w-])(?:St\.? |Saint |Mt\.? |Mount |Our Lady of |University of |College of )?(?:[A-ZÀ-Ý][\w'’.-]{{1,25}}(?: |-)(?:(?:of|and|de|the|&|for) (?:the )?)?){{1,5}}{_HOUSES}(?: (?:{_HOUSES}|at [A-Z][a-z]+|of [A-Z][a-z]+(?: [A-Z][a-z]+)?)){{0,2}}(?![\w-])"
)
_SAINT = re.compile(
    r"\b(?:St\.?|Saint|Mt\.?|Mount|San|Santa) (?:[A-Z][a-z]{2,15})(?:'s|’s|s'|-[A-Z][a-z]+| [A-Z][a-z]+(?:'s|’s))\b"
)
_FACILITY_ROMANCE = re.compile(
    r"\b(?:Hospital|Cl[íi]nica|Centro (?:de Salud|M[ée]dico|Hospitalario)|Complejo Hospitalario|Policl[íi]nica|Ambulatorio|Residencia|Sanatorio|Instituto|Universidad|Colegio|IES|CEIP|Fundaci[óo]n|Consultorio|"
    r"[Hh][ôo]pital|[Cc]linique|[Cc]l[íi]nica|[Cc]entro de [Ss]alud|CHU|CHR|CHRU|CH|Centre [Hh]ospitalier|EHPAD|Polyclinique|Maison de [Rr]etraite|Lyc[ée]e|Coll[èe]ge|[ÉE]cole|Universit[ée]|Institut|Cabinet|Laboratoire|GHU|AP-HP)(?![\w])"
    r"(?: (?:Universitari[oa]|General|Cl[íi]nico|Regional|Provincial|Comarcal|Infantil|Privad[oa]|[Uu]niversitaire|[Rr][ée]gional|[Pp]riv[ée]e?|Universitaire|Materno|Virgen|Primari[oa]|Naval|Militar)){0,3}"
    r"(?: (?:de la|de los|de las|de l['’]|de|del|du|des|la|le|el|d['’]|San|Santa|Saint[e]?)){0,2}[ '’-]?(?:[A-ZÀ-Ý][\wÀ-ÿ'’.-]{1,25})(?:[ -](?:de la |de |del |du |des |la |i |y )?[A-ZÀ-Ý][\wÀ-ÿ'’.-]{1,25}){0,4}"
)
_GENERIC = frozenset(
    "children childrens general university regional county community veterans state city local national the a an this that our outside hospital medical center centre memorial emergency department "
    "area private public district womens rehabilitation health mental home nursing home skilled long term acute care clinic school family pain cancer heart eye surgery surgical office day same "
    "high elementary middle grade law special preschool primary senior past social history review family diagnosis wound infusion mental sleep memory ent pt ot icu er va bariatric cardiac pulmonary "
    "dental urology orthopedic oncology neurology psychiatric behavioral occupational physical outpatient inpatient ambulatory oral plastic laser breast bone chest brain spine hand foot foundation "
    "her his patient at in to from with and or for of on he she they patient's present prior previous current bowel good poor overall under dermatology cardiology internal medicine teaching tertiary referral "
    "pre post preop postop open elective robotic vascular thoracic prenatal fetal maternal reproductive sexual universal trauma neuro".split()
)
_LINKS = frozenset(
    "de del la los las du des san santa santo saint universitario universitaria general clinico regional provincial comarcal infantil virgen universitaire".split()
)
_EMPLOYER = re.compile(
    r"\b(?:works? (?:at|for)|worked (?:at|for)|working (?:at|for)|employed (?:by|at|with)|employee (?:of|at)|job at|employer(?: is|:)|teaches at|studies at|student at|attends|attended|volunteers at|retired from|trabaja en|trabajaba en|emplead[oa] de|travaille (?:chez|à)|"
    r"employ[ée]e? (?:chez|de)|salari[ée]e? de|(?:works?|worked|working|job) as (?:an?|the) [a-z ]{3,40}? (?:at|for|with))(?: the| la| el| le| l['’])? (?P<value>[A-ZÀ-Ý][\w&'’.-]{1,25}(?: (?:(?:of|and|de|&|y|et) )?[A-ZÀ-Ý][\w&'’.-]{1,25}){0,5})"
)
_HOME = re.compile(
    r"\b(?:lives?|living|lived|resid(?:es|ed|ing)|born|raised|grew up|moved|relocated|reside|vive|vivía|reside|nacid[oa]|natural|habite|vit|résid(?:e|ant)|née?|traveled|travelled|flew|drove|transferred|visited|visiting|commutes?)"
    r" (?:back |here |over )?(?:in|to|from|near|outside|en|de|à|a) (?P<value>[^\W\d_]{4,25})\b(?! (?:hospital|clinic))",
    re.I,
)
_HOME_LABEL = re.compile(
    r"\b(?:home ?town|city|town|birthplace|place of birth|ciudad|localidad|poblaci[óo]n|ville|lieu de naissance) ?: ?(?P<value>[A-ZÀ-Ý][\w'’.-]{1,25}(?: [A-ZÀ-Ý][\w'’.-]{1,25}){0,3})",
    re.I,
)
_NATIVE = re.compile(r"\b(?P<value>[A-ZÀ-Ý][\w'’-]{3,25})(?:-based| native| resident)\b")
_TO_PLACE = frozenset(
    "in at near from to of outside around visiting visited via toward towards en desde cerca a de dans depuis vers moved relocated live lives living lived resides resident residing native born travelled traveled travel trip flew drove".split()
)
_AREAS = frozenset("area native region suburbs vicinity metro".split())
_AREA = frozenset("in near from outside around en desde dans depuis live lives".split())
_PARTS = frozenset(
    "north south east west new san santa saint st los las la le el fort port lake mount mt great upper lower villa ciudad de del sur les the salt cape rio palo grand baton des little long".split()
)
_NOT_A_CITY = frozenset(
    "reading mobile bath march normal male bend of the iron salt center centre most many man hull nice lens best tours orange independence enterprise commerce liberty union hope page price justice parole "
    "beaver temple marina victoria columbus home rome palm eden eagle young mission corona burns lead cut parts wall can dale same ham mine opportunity plains golf sale".split()
)


def addresses(text: str) -> Iterator[Span]:
    for pattern in (_STREET_ES, _STREET_FR):
        for match in pattern.finditer(text):
            if any(c.isupper() or c.isdigit() for c in match.group()[3:]):
                yield _with_city(text, match, "street")
    for pattern, reason in (
        (_STREET, "street"),
        (_STREET_LOWER, "street"),
        (_PO_BOX, "post_box"),
        (_ZIP4, "postcode"),
        (_POSTCODE_CA, "postcode"),
    ):
        for match in pattern.finditer(text):
            yield _with_city(text, match, reason)
    for match in _POSTCODE_UK.finditer(text):
        yield matched(match, Type.ADDRESS, "postcode")
    for pattern in (_STREET_CUED, _STREET_BARE):
        for match in pattern.finditer(text):
            yield matched(match, Type.ADDRESS, "street", "value")
    for match in _ZIP.finditer(text):
        yield matched(match, Type.ADDRESS, "postcode", "value", "zip")
    for pattern in (_ZIP_CITY, _CITY_ZIP):
        for match in pattern.finditer(text):
            if plain(match.group("city")) in listed("places") or plain(
                match.group("city").split()[0]
            ) in listed("places"):
                yield matched(match, Type.ADDRESS, "postcode")


def _with_city(text: str, match: re.Match[str], reason: str) -> Span:
    """A street and what follows it: postcode, city, state."""
    end = match.end()
    follows = _THEN_CITY.match(text, end)
    if follows and (follows["zip"] or follows["state"] or plain(follows["city"]) in listed("places")):
        end = follows.end()
    return Span(start=match.start(), end=end, type=Type.ADDRESS, reason=reason, suggestion="region")


def facilities(text: str) -> Iterator[Span]:
    for match in _FACILITY.finditer(text):
        if (start := _specific(match)) is not None:
            yield Span(
                start=start, end=match.end(), type=Type.FACILITY, reason="facility", suggestion="facility"
            )
    for pattern in (_FACILITY_ROMANCE, _SAINT):
        for match in pattern.finditer(text):
            if pattern is _FACILITY_ROMANCE and not _romance(match.group()):
                continue
            yield matched(match, Type.FACILITY, "facility", suggestion="facility")
    for match in _EMPLOYER.finditer(text):
        yield matched(match, Type.FACILITY, "employer", "value", "employer")


def _romance(name: str) -> bool:
    """Whether a house is named as Spanish and French do, and not "Hospital Emergency Department"."""
    head, *rest = plain(name).replace("-", " ").replace("'", " ").split()
    link = any(word in _LINKS for word in rest)
    return link or head not in {"hospital", "institute"} or any(w not in listed("ordinary") for w in rest)


def _specific(match: re.Match[str]) -> int | None:
    """Where the name of a house begins; None when its words would fit any house ("Children's Hospital")."""
    for word in re.finditer(r"[^\s,]+", match.group()):
        if re.fullmatch(r"A?BCD?E?|ABC\w?|X+Y?Z*|[A-Z]", word.group()):
            return None
        key = plain(word.group()).strip(".").replace("'", "").replace("’", "")
        if key in _GENERIC or key.removesuffix("s") in _GENERIC:
            continue
        house = re.fullmatch(_HOUSES, word.group()) is not None
        if house:
            return None
        start = match.start() + word.start()
        common = key in listed("ordinary") and key not in people() and key not in listed("places")
        apart = word.group().isupper() or not re.search(r"[\w,] $", match.string[max(0, start - 2) : start])
        return None if common and key not in {"st", "mt"} and apart else start
    return None


def counties(text: str) -> Iterator[Span]:
    for match in _COUNTY.finditer(text):
        yield matched(match, Type.PLACE, "place", suggestion="region")
    for match in _CITY_STATE.finditer(text):
        words = match.group("city").split()
        keep = next(
            (n for n in range(len(words)) if plain(" ".join(words[n:])).replace(".", "") in listed("places")),
            next(
                (n for n, w in enumerate(words) if plain(w).strip(".") not in listed("ordinary")),
                len(words) - 1,
            ),
        )
        start = match.start() + len(" ".join(words[:keep])) + (1 if keep else 0)
        state = match.group()[len(match.group("city")) :].strip(" ,")
        known = plain(" ".join(words[keep:])) in listed("places") or "," in match.group() or len(state) > 2
        if (
            known
            and state
            not in {"OR", "IN", "ME", "DE", "LA", "CO", "MS", "MD", "PA", "CT", "MI", "PR", "AL", "ID"}
        ) or ("," in match.group() and known and plain(words[-1]) in listed("places")):
            yield Span(start=start, end=match.end(), type=Type.PLACE, reason="place", suggestion="region")


def hometowns(text: str) -> Iterator[Span]:
    """Places that no list holds, where a word says that one stands: lives in smallville, Hometown: Millbrook."""
    for pattern in (_HOME, _HOME_LABEL):
        for match in pattern.finditer(text):
            key = plain(match.group("value"))
            if (
                key not in listed("ordinary") and key not in STATE_NAMES and key not in listed("allowed")
            ) or pattern is _HOME_LABEL:
                yield matched(match, Type.PLACE, "place", "value", "region")
    for match in _NATIVE.finditer(text):
        key = plain(match.group("value"))
        if key not in listed("ordinary") and key not in STATE_NAMES and key not in listed("allowed"):
            yield matched(match, Type.PLACE, "place", "value", "region")


def cities(words: Words) -> Iterator[Span]:
    """Cities of the list, up to four words long, where the words around do not make them something else."""
    at = 0
    while at < len(words.tokens):
        last = _longest(words, at)
        if last is None:
            at += 1
            continue
        yield Span(
            start=words.tokens[at].start,
            end=words.tokens[last].end,
            type=Type.PLACE,
            reason="place",
            suggestion="region",
        )
        at = last + 1


def _longest(words: Words, at: int) -> int | None:
    first = words.tokens[at]
    if first.lower and words.key(at - 1) not in _AREA:
        return None
    for last in range(min(at + 3, len(words.tokens) - 1), at - 1, -1):
        if any(words.gap(n) not in {" ", ". ", "-"} for n in range(at, last)):
            continue
        name = " ".join(words.key(n) for n in range(at, last + 1))
        if name in listed("places") and _is_city(words, at, last, first, name):
            return last
    return None


def _is_city(words: Words, at: int, last: int, first: Token, name: str) -> bool:
    before = words.key(at - 1)
    area = words.key(last + 1) in _AREAS and words.gap(last) == " "
    if area and first.capital:
        return True
    whole = last > at and not all(words.key(n) in listed("ordinary") for n in range(at, last + 1))
    if before in ARTICLES and words.gap(at - 1) == " " and words.tokens[at - 1].text != "à" and not whole:
        return False
    if all(part in listed("ordinary") for part in name.split("-")) and "-" in name:
        return False
    if name in STATE_NAMES or name in _NOT_A_CITY or name in listed("allowed"):
        return False
    ordinary = all(words.key(n) in listed("ordinary") for n in range(at, last + 1))
    if first.lower:
        return (last > at and words.key(at) != "the") or (not ordinary and name not in listed("eponyms"))
    if last > at:
        return not ordinary or (
            before in _TO_PLACE and all(words.tokens[n].capital for n in range(at, last + 1))
        )
    follows = words.tokens[last + 1] if last + 1 < len(words.tokens) and words.gap(last) == " " else None
    alone = follows is None or follows.lower or follows.key in listed("ordinary")
    if before in _TO_PLACE and first.capital and alone and name not in listed("eponyms"):
        return not ordinary or before in _AREA
    return not ordinary and not first.shouted and not (name in people() or name in listed("eponyms"))
