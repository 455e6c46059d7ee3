"""Old frozen versions stay readable when more is frozen into new ones."""

from msgspec import convert

from cases.schemas import FrozenAuthor, Publication

BEFORE = {
    "schema": 1,
    "manuscript": {"title": "A case", "keywords": [], "specialty": "", "sections": []},
    "authors": [
        {
            "person_id": None,
            "name": "Ada Okafor",
            "affiliation": "Harbour Hospital",
            "roles": [{"role": "supervision", "degree": "lead"}],
            "disclosure": {
                "none": True,
                "statement": "",
                "definition_version": "1",
                "signed_at": "2026-10-01T00:00:00Z",
            },
        }
    ],
    "collection": "Heart Cases",
    "licence": "CC BY 4.0",
    "published_at": "2026-11-01T00:00:00Z",
}


def test_a_version_from_before_reads_with_what_is_new_left_out() -> None:
    read = convert(BEFORE, Publication)
    (author,) = read.authors
    assert (author.affiliations, author.orcid, read.acknowledgements) == (["Harbour Hospital"], "", [])
    assert author.disclosure is not None
    assert author.disclosure.ties == []


def test_several_affiliations_are_kept_as_they_are() -> None:
    author = FrozenAuthor(person_id=None, name="Ada Okafor", affiliations=["A House", "B House"])
    assert author.affiliations == ["A House", "B House"]
