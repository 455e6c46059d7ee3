"""Made-up identifiers of every class for the bench of the privacy screens: nobody's, seeded, varied.

Numbers with a check digit have a right one. Names and places come from bench.privacy_pools.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bench.privacy_pools import (
    CITIES,
    CITIES_ES,
    CITIES_FR,
    EMPLOYERS,
    GIVEN,
    GIVEN_ES,
    GIVEN_FR,
    HOSPITALS,
    MONTHS,
    MONTHS_ES,
    MONTHS_FR,
    STATES,
    STREETS,
    SURNAMES,
    SURNAMES_ES,
    SURNAMES_FR,
)

Maker = Callable[[Random, str], str]


def digits(random: Random, count: int) -> str:
    return str(random.randint(1, 9)) + "".join(str(random.randint(0, 9)) for _ in range(count - 1))


def letters(random: Random, count: int) -> str:
    return "".join(random.choice("ABCDEFGHJKLMNPRSTVWXY") for _ in range(count))


def pick(lists: dict[str, str], mark: str | None = None) -> Maker:
    return lambda random, part: random.choice(lists[part].split(mark))


def day(random: Random) -> date:
    return date(1931, 1, 1) + timedelta(days=random.randint(0, 34_000))


def dated(*formats: str) -> Maker:
    def make(random: Random, part: str) -> str:
        d = day(random)
        shape = random.choice(formats)
        return shape.format(
            d=d.day, m=d.month, y=d.year, yy=d.year % 100, M=MONTHS[d.month - 1], Mon=MONTHS[d.month - 1][:3],
            es=MONTHS_ES[d.month - 1], fr=MONTHS_FR[d.month - 1], nth=nth(d.day),
        )  # fmt: skip

    return make


def nth(number: int) -> str:
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def check(total: int, base: int) -> int:
    return (base - total % base) % base


def luhn_digit(body: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(reversed(body)))
    return str(check(total, 10))


def nhs(random: Random, part: str) -> str:
    while True:
        body = digits(random, 9)
        last = check(sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)), 11)
        if last < 10:
            number = body + str(last)
            return random.choice(
                (
                    number,
                    f"{number[:3]} {number[3:6]} {number[6:]}",
                    f"{number[:3]}-{number[3:6]}-{number[6:]}",
                )
            )


def npi(random: Random, part: str) -> str:
    body = "1" + digits(random, 8)
    return body + luhn_digit("80840" + body)


def card(random: Random, part: str) -> str:
    body = random.choice("45") + digits(random, 14)
    number = body + luhn_digit(body)
    return random.choice(
        (
            number,
            " ".join(number[n : n + 4] for n in range(0, 16, 4)),
            "-".join(number[n : n + 4] for n in range(0, 16, 4)),
        )
    )


def dea(random: Random, part: str) -> str:
    body = digits(random, 6)
    return letters(random, 2) + body + str((sum(map(int, body[::2])) + 2 * sum(map(int, body[1::2]))) % 10)


def dni(random: Random, part: str) -> str:
    body = digits(random, 8)
    letter = "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]
    return random.choice((body + letter, f"{body}-{letter}", f"{body[:2]}.{body[2:5]}.{body[5:]}-{letter}"))


def nie(random: Random, part: str) -> str:
    first, body = random.randint(0, 2), digits(random, 7)
    return f"{'XYZ'[first]}{body}{'TRWAGMYFPDXBNJZSQVHLCKE'[int(str(first) + body) % 23]}"


def nir(random: Random, part: str) -> str:
    body = f"{random.choice('12')}{random.randint(30, 99)}{random.randint(1, 12):02}{random.randint(10, 95)}{random.randint(1, 990):03}{random.randint(1, 999):03}"
    key = f"{97 - int(body) % 97:02}"
    return random.choice(
        (body + key, f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:]} {key}")
    )


def iban(random: Random, part: str) -> str:
    country, length = random.choice((("ES", 20), ("FR", 23), ("DE", 18)))
    body = digits(random, length)
    key = 98 - int(body + "".join(str(int(c, 36)) for c in country) + "00") % 97
    number = f"{country}{key:02}{body}"
    return random.choice((number, " ".join(number[n : n + 4] for n in range(0, len(number), 4))))


def shaped(*shapes: str) -> Maker:
    """9 is a digit, A a capital, everything else itself."""

    def make(random: Random, part: str) -> str:
        shape = random.choice(shapes)
        return "".join(
            digits(random, 1) if c == "9" else letters(random, 1) if c == "A" else c for c in shape
        )

    return make


def email(random: Random, part: str) -> str:
    who = (
        pick(GIVEN)(random, part).lower().replace("'", "")
        + random.choice((".", "_", ""))
        + pick(SURNAMES)(random, part).lower().replace("'", "")
    )
    return f"{who}{random.randint(1, 99)}@{random.choice(('gmail.com', 'mail.example.org', 'nhs.net', 'hospital.co.uk', 'orange.fr', 'yahoo.es'))}"


def handle(random: Random, part: str) -> str:
    return f"{pick(GIVEN)(random, part).lower()}_{random.randint(10, 999)}"


def ip(random: Random, part: str) -> str:
    return ".".join(str(random.randint(1, 254)) for _ in range(4))


def vin(random: Random, part: str) -> str:
    return f"1HGCM{digits(random, 5)}A{digits(random, 6)}"


def initials(random: Random, part: str) -> str:
    a, b = random.choice("BCDFGHJKLMNPRST"), random.choice("BCDFGHJKLMNPRST")
    return random.choice((f"{a}.{b}.", f"{a}. {b}."))


VALUES: dict[str, tuple[str, Maker]] = {
    "given": ("name", pick(GIVEN)),
    "surname": ("name", pick(SURNAMES)),
    "name": ("name", lambda r, p: f"{pick(GIVEN)(r, p)} {pick(SURNAMES)(r, p)}"),
    "name_mi": ("name", lambda r, p: f"{pick(GIVEN)(r, p)} {letters(r, 1)}. {pick(SURNAMES)(r, p)}"),
    "name_lower": (
        "name",
        lambda r, p: f"{r.choice(pick(GIVEN)(r, p).split())} {pick(SURNAMES)(r, p)}".lower(),
    ),
    "given_lower": ("name", lambda r, p: pick(GIVEN)(r, p).lower()),
    "surname_lower": ("name", lambda r, p: pick(SURNAMES)(r, p).lower()),
    "name_upper": ("name", lambda r, p: f"{pick(GIVEN)(r, p)} {pick(SURNAMES)(r, p)}".upper()),
    "last_first": ("name", lambda r, p: f"{pick(SURNAMES)(r, p)}, {pick(GIVEN)(r, p)}"),
    "last_first_upper": ("name", lambda r, p: f"{pick(SURNAMES)(r, p)}, {pick(GIVEN)(r, p)}".upper()),
    "initial_name": ("name", lambda r, p: f"{letters(r, 1)}. {pick(SURNAMES)(r, p)}"),
    "initials": ("name", initials),
    "name_es": (
        "name",
        lambda r, p: f"{pick(GIVEN_ES)(r, p)} {pick(SURNAMES_ES)(r, p)} {pick(SURNAMES_ES)(r, p)}",
    ),
    "given_es": ("name", pick(GIVEN_ES)),
    "surname_es": ("name", pick(SURNAMES_ES)),
    "name_fr": ("name", lambda r, p: f"{pick(GIVEN_FR)(r, p)} {pick(SURNAMES_FR)(r, p)}"),
    "given_fr": ("name", pick(GIVEN_FR)),
    "surname_fr": ("name", pick(SURNAMES_FR)),
    "city": ("place", pick(CITIES, "/")),
    "city_lower": ("place", lambda r, p: pick(CITIES, "/")(r, p).lower()),
    "city_es": ("place", pick(CITIES_ES, "/")),
    "city_fr": ("place", pick(CITIES_FR, "/")),
    "street": ("address", lambda r, p: f"{r.randint(1, 9999)} {pick(STREETS, '/')(r, p)}"),
    "street_lower": ("address", lambda r, p: f"{r.randint(1, 999)} {pick(STREETS, '/')(r, p)}".lower()),
    "us_address": (
        "address",
        lambda r, p: (
            f"{r.randint(1, 9999)} {pick(STREETS, '/')(r, p)}, {pick(CITIES, '/')(r, p)}, {r.choice(STATES)} {digits(r, 5)}"
        ),
    ),
    "zip": ("address", lambda r, p: digits(r, 5)),
    "zip4": ("address", lambda r, p: f"{digits(r, 5)}-{digits(r, 4)}"),
    "postcode": ("address", shaped("AA9 9AA", "A99 9AA", "AA99 9AA")),
    "street_es": (
        "address",
        lambda r, p: r.choice(
            ("calle Mayor {}", "C/ Alcalá, {}", "Avda. de la Constitución {}, 3º B", "Plaza de España, {}")
        ).format(r.randint(1, 200)),
    ),
    "street_fr": (
        "address",
        lambda r, p: r.choice(
            (
                "{} rue de la République",
                "{}, avenue Victor Hugo",
                "{} bis boulevard Voltaire",
                "{} place Bellecour",
            )
        ).format(r.randint(1, 200)),
    ),
    "hospital": ("facility", pick(HOSPITALS, "/")),
    "hospital_es": (
        "facility",
        lambda r, p: r.choice(
            (
                "Hospital Clínico San Carlos",
                "Hospital Universitario La Paz",
                "Clínica Quirón",
                "Hospital Virgen del Rocío",
            )
        ),
    ),
    "hospital_fr": (
        "facility",
        lambda r, p: r.choice(
            ("CHU de Lille", "hôpital Lariboisière", "Clinique Saint-Jean", "Hôpital Édouard-Herriot")
        ),
    ),
    "employer": ("facility", pick(EMPLOYERS, "/")),
    "date_num": (
        "date",
        dated(
            "{m}/{d}/{y}",
            "{m:02}/{d:02}/{yy:02}",
            "{y}-{m:02}-{d:02}",
            "{d:02}.{m:02}.{y}",
            "{m}-{d}-{y}",
            "{d:02}/{m:02}/{y}",
        ),
    ),
    "date_words": (
        "date",
        dated(
            "{M} {d}, {y}",
            "{d} {M} {y}",
            "{Mon} {d} {y}",
            "{d}-{Mon}-{y}",
            "{M} {nth}, {y}",
            "{nth} of {M} {y}",
            "{d} {Mon} {yy:02}",
        ),
    ),
    "date_day": ("date", dated("{M} {d}", "{M} {nth}", "{d} {M}", "{Mon} {d}", "the {nth} of {M}")),
    "date_month": ("date", dated("{M} {y}", "{Mon} {y}", "{M} of {y}", "{m:02}/{y}")),
    "date_short": (
        "date",
        dated(
            "{m}/{d}",
        ),
    ),
    "month": (
        "date",
        lambda r, p: r.choice(
            ("January", "February", "April", "June", "July", "September", "October", "November", "December")
        ),
    ),
    "holiday": (
        "date",
        lambda r, p: r.choice(
            ("Christmas Eve", "Thanksgiving", "New Year's Day", "Labor Day", "Easter Sunday")
        ),
    ),
    "date_es": ("date", dated("{d} de {es} de {y}", "{d}/{m:02}/{y}", "{d} de {es}", "{es} de {y}")),
    "date_fr": ("date", dated("{d} {fr} {y}", "{d:02}/{m:02}/{y}", "{d} {fr}", "{fr} {y}")),
    "age": ("age", lambda r, p: str(r.randint(90, 104))),
    "phone_us": (
        "phone",
        shaped(
            "(999) 999-9999",
            "999-999-9999",
            "999.999.9999",
            "+1 999 999 9999",
            "1-999-999-9999",
            "(999)999-9999 ext. 999",
        ),
    ),
    "phone_bare": ("phone", lambda r, p: digits(r, 10)),
    "phone_short": ("phone", shaped("999-9999")),
    "phone_uk": (
        "phone",
        shaped("07999 999999", "020 7999 9999", "0161 999 9999", "+44 7999 999999", "01999 999999"),
    ),
    "phone_es": ("phone", shaped("699 999 999", "+34 699 999 999", "91 999 99 99", "699999999")),
    "phone_fr": ("phone", shaped("06 99 99 99 99", "01.99.99.99.99", "+33 6 99 99 99 99", "0699999999")),
    "extension": ("phone", shaped("9999", "99999")),
    "email": ("email", email),
    "ssn": (
        "national_id",
        lambda r, p: r.choice(("{}-{}-{}", "{} {} {}")).format(
            r.randint(100, 665), r.randint(10, 99), r.randint(1000, 9999)
        ),
    ),
    "nino": ("national_id", shaped("AB 99 99 99 C", "JG999999A")),
    "passport": ("national_id", shaped("999999999", "A99999999", "AA9999999")),
    "dni": ("national_id", dni),
    "nie": ("national_id", nie),
    "nir": ("national_id", nir),
    "mrn": (
        "record",
        shaped(
            "9999999",
            "99999999",
            "99-99-99",
            "A9999999",
            "999-999-9",
            "AA99-9999",
            "9999 9999",
            "M99999",
            "00999999",
        ),
    ),
    "accession": ("record", shaped("A99-99999", "99-AA-99999", "SP99-9999", "AC999999999")),
    "nhs": ("health_plan", nhs),
    "mbi": (
        "health_plan",
        lambda r, p: f"{r.randint(1, 9)}EG{r.randint(0, 9)}-TE{r.randint(0, 9)}-MK{r.randint(10, 99)}",
    ),
    "member": ("health_plan", shaped("AAA999999999", "W999999999", "999999999A", "99999-99")),
    "account": ("account", shaped("9999999999", "99-9999-999", "A9999999", "999999")),
    "iban": ("account", iban),
    "card": ("account", card),
    "npi": ("licence", npi),
    "dea": ("licence", dea),
    "licence": ("licence", shaped("A9999999", "999999", "AA-99999", "D999-9999-9999")),
    "plate": ("vehicle", shaped("9AAA999", "AAA-9999", "AAA 9999")),
    "plate_uk": ("vehicle", shaped("AA99 AAA")),
    "plate_fr": ("vehicle", shaped("AA-999-AA")),
    "plate_es": ("vehicle", shaped("9999 BCD", "9999KLM")),
    "vin": ("vehicle", vin),
    "serial": ("device", shaped("AAA999999A", "99-999999", "SN9999A99", "999999999", "PJN9999999")),
    "udi": ("device", shaped("(01)99999999999999(21)A99999", "(01)99999999999999")),
    "ip": ("ip", ip),
    "url": (
        "url",
        lambda r, p: (
            f"{r.choice(('https://', 'www.', 'http://www.'))}{pick(SURNAMES)(r, p).lower().replace(chr(39), '')}family.{r.choice(('com', 'org', 'net'))}{r.choice(('', '/photos', '/about-me'))}"
        ),
    ),
    "handle": ("handle", handle),
    "at_handle": ("handle", lambda r, p: "@" + handle(r, p)),
    "zip_state": ("", lambda r, p: r.choice(STATES)),
    "office": (
        "rare",
        lambda r, p: r.choice(
            ("the mayor of", "a former senator from", "the only pharmacist in town; lives in")
        ),
    ),
}
