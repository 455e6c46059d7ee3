import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from identity import checksums
from identity.registers import REGISTERS, checked

RIGHT = [
    ("us_npi", "1234567893", "1234567893"),
    ("us_npi", " 123 456-7893 ", "1234567893"),
    ("gb_gmc", "7012345", "7012345"),
    ("gb_nmc", "98a1234e", "98A1234E"),
    ("gb_gphc", "2045678", "2045678"),
    ("gb_hcpc", "PH 123456", "PH123456"),
    ("au_ahpra", "MED0001234567", "MED0001234567"),
    ("de_lanr", "123456601", "123456601"),
    ("pl_pwz", "5425740", "5425740"),
    ("nl_big", "19012345601", "19012345601"),
    ("other", "CRM/SP 12345-6", "CRM/SP12345-6"),
]
WRONG = [
    ("us_npi", "1234567890"),
    ("us_npi", "3234567893"),
    ("us_npi", "123456789"),
    ("us_npi", "١٢٣٤٥٦٧٨٩٣"),
    ("gb_gmc", "0123456"),
    ("gb_gmc", "12345678"),
    ("gb_nmc", "9812345E"),
    ("de_lanr", "123456701"),
    ("pl_pwz", "5425741"),
    ("fr_rpps", "10003456789"),
    ("other", "<script>"),
    ("other", ""),
    ("nowhere", "1234567"),
]


@pytest.mark.parametrize(("register", "typed", "kept"), RIGHT)
def test_a_right_number_is_kept_without_blanks(register: str, typed: str, kept: str) -> None:
    assert checked(register, typed) == kept


@pytest.mark.parametrize(("register", "typed"), WRONG)
def test_a_wrong_number_is_refused_with_a_sentence(register: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(register, typed)
    assert next(iter(refused.value.fields.values())).endswith(".")


@given(st.integers(100_000_000, 299_999_999).map(str))
def test_every_npi_has_exactly_one_check_digit(stem: str) -> None:
    assert sum(checksums.npi(stem + digit) for digit in "0123456789") == 1


@given(st.integers(0, 9_999_999_999).map(lambda n: f"{n:010}1"), st.integers(0, 8))
def test_two_digits_swapped_in_an_rpps_number_are_noticed(number: str, place: int) -> None:
    stem = number[:10]
    right = next(stem + digit for digit in "0123456789" if checksums.rpps(stem + digit))
    a, b = right[place], right[place + 1]
    swapped = right[:place] + b + a + right[place + 2 :]
    if {a, b} not in ({"0", "9"}, {a}):  # Luhn's two blind spots
        assert not checksums.rpps(swapped)


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_orcids_of_the_register_are_right(orcid: str) -> None:
    assert checksums.orcid(orcid)


@given(st.integers(0, 10**15 - 1).map(lambda n: f"{n:015}"), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_is_noticed(stem: str, place: int, off: int) -> None:
    right = next(made for end in "0123456789X" if checksums.orcid(made := grouped(stem + end)))
    digit = str((int(stem[place]) + off) % 10)
    assert not checksums.orcid(grouped(stem[:place] + digit + stem[place + 1 :] + right[-1]))


def grouped(digits: str) -> str:
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))


@given(st.sampled_from(sorted(REGISTERS)), st.text(max_size=60))
def test_no_text_breaks_the_check(register: str, text: str) -> None:
    try:
        kept = checked(register, text)
    except Invalid:
        return
    assert kept.isascii()
    assert len(kept) <= 40
