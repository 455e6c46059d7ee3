"""Check digits of the numbers that name a person or their money. Arguments hold no spaces or hyphens."""

import re
from datetime import date

from identity.checksums import luhn, npi

__all__ = ["card", "curp_shape", "dea", "dni", "iban", "imei", "luhn", "nhs", "nie", "nir", "npi", "nuss"]

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"


def nhs(digits: str) -> bool:
    """The NHS number: ten digits, weights 10 to 2, modulo 11; a check of 10 is never given out."""
    if not re.fullmatch(r"\d{10}", digits, re.ASCII) or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(d) * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return rest % 11 == int(digits[9]) and rest != 10


def dea(number: str) -> bool:
    """The US registration to prescribe: two letters, six digits, a check digit."""
    if not re.fullmatch(r"[A-Z][A-Z9]\d{7}", number, re.ASCII):
        return False
    digits = [int(d) for d in number[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def dni(number: str) -> bool:
    """Spanish identity card: eight digits and the letter of their remainder by 23."""
    return bool(re.fullmatch(r"\d{8}[A-Z]", number)) and _DNI[int(number[:8]) % 23] == number[8]


def nie(number: str) -> bool:
    """Spanish number of a foreigner: X, Y or Z stand for 0, 1 and 2, then as the DNI."""
    return bool(re.fullmatch(r"[XYZ]\d{7}[A-Z]", number)) and dni(
        "XYZ".index(number[0]).__str__() + number[1:]
    )


def nuss(digits: str) -> bool:
    """Spanish social security: twelve digits, the last two are the rest of the others by 97."""
    if not re.fullmatch(r"\d{12}", digits, re.ASCII):
        return False
    return int(digits[:10]) % 97 == int(digits[10:])


def nir(number: str) -> bool:
    """French social security: thirteen places (2A, 2B for Corsica) and 97 minus their rest by 97."""
    if not re.fullmatch(r"[1-478]\d{4}(?:\d\d|2[AB])\d{6}\d\d", number):
        return False
    body = number[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def iban(number: str) -> bool:
    """ISO 13616: country and check digits to the end, letters as 10 to 35, the rest by 97 is 1."""
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", number):
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def card(digits: str) -> bool:
    """A payment card: 13 to 19 digits, an issuer's first digit, Luhn."""
    return bool(re.fullmatch(r"[2-6]\d{12,18}", digits, re.ASCII)) and luhn(digits)


def imei(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{15}", digits, re.ASCII)) and luhn(digits)


def curp_shape(number: str) -> bool:
    """The Mexican population key: letters of the name, a date of birth, sex, state, consonants."""
    found = re.fullmatch(r"[A-Z]{4}(\d\d)(\d\d)(\d\d)[HMX][A-Z]{5}[A-Z0-9]\d", number)
    return found is not None and a_day(1900 + int(found[1]), int(found[2]), int(found[3]))


def a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
