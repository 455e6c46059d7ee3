"""Check digits of the numbers that identify people."""

import re
from itertools import cycle


def luhn(digits: str) -> bool:
    """ISO/IEC 7812: from the right, every second digit doubled, the sum of digits divisible by ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - two digits, cast out nines
    return total % 10 == 0


def npi(number: str) -> bool:
    """The US National Provider Identifier: ten digits, Luhn behind the prefix 80840 of US health cards."""
    return bool(re.fullmatch(r"[12]\d{9}", number, re.ASCII)) and luhn("80840" + number)


def rpps(number: str) -> bool:
    """The French register: eleven digits, Luhn."""
    return bool(re.fullmatch(r"\d{11}", number, re.ASCII)) and luhn(number)


def lanr(number: str) -> bool:
    """The German physician number: six digits weighted 4, 9, 4 ..., a check digit, two of specialty."""
    if not re.fullmatch(r"\d{9}", number, re.ASCII):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:6], cycle((4, 9)), strict=False))
    return (10 - total % 10) % 10 == int(number[6])


def pwz(number: str) -> bool:
    """The Polish licence to practise: a check digit, then six digits weighted 1 to 6, modulo 11."""
    if not re.fullmatch(r"[1-9]\d{6}", number, re.ASCII):
        return False
    return sum(int(digit) * weight for weight, digit in enumerate(number[1:], 1)) % 11 == int(number[0])


def orcid(identifier: str) -> bool:
    """Four groups of four; ISO 7064 MOD 11-2, where the last may be X for ten."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", identifier, re.ASCII):
        return False
    total = 0
    for digit in identifier[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return identifier[-1] == ("X" if check == 10 else str(check))  # noqa: PLR2004 - the standard's X
