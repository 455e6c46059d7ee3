"""Names that no title or label announces: by the lists, by what people do, by a capital letter."""

from moderation.screens.privacy.cues import (
    ABOUT_PEOPLE,
    AFTER_NAME,
    ARTICLES,
    CREDENTIALS,
    FAMILY,
    HEAD_NOUNS,
    NOT_PEOPLE,
    ONLY_PEOPLE,
    PARTICLES,
    SAYING,
    SMALL_WORDS,
)
from moderation.screens.privacy.known import (
    NAMED,
    ORDINARY,
    UNKNOWN,
    WEAK,
    Found,
    an_article,
    cited,
    eponym,
    in_a_title,
    looks_clinical,
    oddly_cased,
    of_a_family,
    standing,
)
from moderation.screens.privacy.lists import first_names, listed, people, weakly_named
from moderation.screens.privacy.reach import reach
from moderation.screens.privacy.tokens import Token, Words

SHORTEST_UNKNOWN = 4


def listed_name(words: Words, at: int) -> Found:
    """Names of the lists, with what belongs to them before and behind."""
    token = words.tokens[at]
    if len(token.text) < 2 or oddly_cased(token.text):
        return None
    if token.key in SMALL_WORDS:
        return (
            (at, reach(words, at + 1, trusting=False) or at + 1, "names") if _small_first(words, at) else None
        )
    if token.shouted and words.text[token.start - 1 : token.start] == "(" and words.gap(at)[:1] == ")":
        return None
    rank = standing(token.key)
    if cited(words, at) or (an_article(words, at) and not of_a_family(words, at)):
        return None
    if _acts(words, at, rank) or _is_spoken_of(words, at):
        return at, reach(words, at, trusting=False) or at, "acts"
    if rank == NAMED and not eponym(words, at):
        return _plain_name(words, at, token)
    if token.shouted and _shouted_name(words, at):
        return at, reach(words, at, trusting=False) or at, "names"
    if rank == WEAK and token.lower and _lower_pair(words, at):
        return at, reach(words, at + 1, trusting=False) or at + 1, "names"
    if rank in {WEAK, UNKNOWN} and token.capital and _full_name(words, at):
        return at, reach(words, at, trusting=False) or at, "names"
    if token.capital and not token.opens and _stands_out(words, at, rank):
        return at, reach(words, at, trusting=False) or at, "capital"
    if (
        rank in {WEAK, UNKNOWN, NAMED}
        and token.capital
        and (last := _with_credentials(words, at)) is not None
    ):
        return at, last, "credentials"
    return None


def _acts(words: Words, at: int, rank: str) -> bool:
    """Rahul reports, niamh denies, Price has had: who does what only people do."""
    token = words.tokens[at]
    after = words.key(at + 1) if words.gap(at) == " " else ""
    if after not in AFTER_NAME or token.key in listed("eponyms") or token.key in NOT_PEOPLE or token.shouted:
        return False
    if rank == NAMED:
        return token.lower and after in AFTER_NAME
    if rank == WEAK:
        return (token.key in first_names() and after in SAYING) or (
            token.capital and token.key in listed("common_surnames")
        )
    return rank == UNKNOWN and (token.capital or after in SAYING) and not looks_clinical(token.key)


def _lower_pair(words: Words, at: int) -> bool:
    """Grace hargreaves: a given name that is a word, before a surname that is none, both in lower case."""
    after = words.tokens[at + 1] if at + 1 < len(words.tokens) and words.gap(at) == " " else None
    if after is None or not after.lower or words.key(at) not in first_names() or words.key(at) in NOT_PEOPLE:
        return False
    return standing(after.key) == NAMED and after.key not in listed("eponyms") and after.key in people()


def _small_first(words: Words, at: int) -> bool:
    """Will Evans, May Nowak: a small word with a capital, before a surname that is no word."""
    if not words.tokens[at].capital or words.key(at) not in first_names() or at + 1 >= len(words.tokens):
        return False
    after = words.tokens[at + 1]
    if words.key(at) in ARTICLES or after.key in listed("eponyms"):
        return False
    return (
        words.gap(at) == " " and after.capital and standing(after.key) == NAMED and not eponym(words, at + 1)
    )


def _has_people_around(words: Words, at: int) -> bool:
    """Faith's mother, Richards was notified: what is said of people only."""
    if words.gap(at) in {"'s ", "’s "}:
        return words.key(at + 1) in FAMILY
    passive = words.key(at + 1) in {"was", "is", "has"} and words.key(at + 2) in ONLY_PEOPLE
    return passive and words.gap(at) == " "


def _is_spoken_of(words: Words, at: int) -> bool:
    """Grace has a history, Hill is scheduled: a name that is a word too begins a sentence about a person."""
    token = words.tokens[at]
    if token.capital and standing(token.key) != ORDINARY and _has_people_around(words, at):
        return token.key not in NOT_PEOPLE and not looks_clinical(token.key)
    if (
        not (token.opens and token.capital and token.key in weakly_named())
        or token.key in NOT_PEOPLE | HEAD_NOUNS
    ):
        return False
    if token.key in SMALL_WORDS or token.key in listed("eponyms") or words.gap(at) != " ":
        return False
    return (words.key(at + 1), words.key(at + 2)) in ABOUT_PEOPLE


def _stands_out(words: Words, at: int, rank: str) -> bool:
    """A capital within a sentence that only a name explains: a common name that is also a word, or no word."""
    token = words.tokens[at]
    if (
        token.key in NOT_PEOPLE | PARTICLES
        or token.key in listed("eponyms")
        or eponym(words, at)
        or in_a_title(words, at)
    ):
        return False
    if rank == WEAK:
        return token.key in listed("common_weak") or token.key in listed("common_surnames")
    plain_word = token.text.isalpha() and token.text[1:].islower() and len(token.text) >= SHORTEST_UNKNOWN
    return (
        rank == UNKNOWN
        and plain_word
        and not looks_clinical(token.key)
        and words.text[token.end : token.end + 1] != "®"
    )


def _shouted_name(words: Words, at: int) -> bool:
    """A line that holds nothing but two or three words, one a name and none a word: MEI BEGUM."""
    last = at
    while (
        last < at + 3
        and last + 1 < len(words.tokens)
        and words.gap(last) in {" ", ". "}
        and words.tokens[last + 1].text.isupper()
    ):
        last += 1
    if (
        last == at
        or not words.tokens[at].opens
        or "\n" not in words.gap(last) + ("" if last + 1 < len(words.tokens) else "\n")
    ):
        return False
    ranks = [standing(words.key(n)) for n in range(at, last + 1) if not words.tokens[n].single]
    return NAMED in ranks and ORDINARY not in ranks


def _plain_name(words: Words, at: int, token: Token) -> Found:
    if token.key in listed("eponyms") and not _person_like(words, at):
        return None
    last = reach(words, at, trusting=False) or at
    if token.lower:
        common = token.key in listed("common")
        follows = last > at and all(standing(words.key(n)) in {NAMED, WEAK} for n in range(at, last + 1))
        return (at, last, "names") if (follows and token.key in first_names()) or common else None
    if token.shouted:
        sure = (
            last > at
            or token.key in listed("common")
            or (words.gap(at).startswith(", ") and words.key(at + 1) in first_names())
        )
        return (at, last, "names") if sure and len(token.text) > 3 else None
    return at, last, "names"


def _person_like(words: Words, at: int) -> bool:
    """Whether a name that is also an eponym stands here as somebody's: after a given name, or doing something."""
    if words.key(at - 1) in first_names() and words.tokens[at - 1].capital and words.gap(at - 1) == " ":
        return True
    token = words.tokens[at]
    nxt = words.tokens[at + 1] if at + 1 < len(words.tokens) else None
    if nxt is None:
        return False
    if words.gap(at) == " " and nxt.capital and standing(nxt.key) == NAMED and token.key in first_names():
        return True
    if words.gap(at) == " " and nxt.key in AFTER_NAME:
        return True
    return words.gap(at) == ", " and nxt.key in CREDENTIALS


def _full_name(words: Words, at: int) -> bool:
    """A word that may be a name, directly before one that is: Mark Johnson, Kwabena Asante."""
    if at + 1 >= len(words.tokens) or words.gap(at) not in {" ", ", "}:
        return False
    token, after = words.tokens[at], words.tokens[at + 1]
    given = token.key in first_names()
    if words.gap(at) == ", ":
        return (
            standing(token.key) != ORDINARY
            and after.capital
            and after.key in first_names()
            and standing(after.key) == NAMED
        )
    if after.single and words.gap(at + 1) in {". ", " "} and at + 2 < len(words.tokens):
        return (
            given and words.tokens[at + 2].capital and standing(words.key(at + 2)) in {NAMED, WEAK, UNKNOWN}
        )
    if not after.capital or eponym(words, at + 1) or (after.key in listed("eponyms") and not given):
        return False
    if standing(token.key) == WEAK and not given:
        return False
    return standing(after.key) == NAMED or (
        given and standing(after.key) in {UNKNOWN, WEAK} and not token.opens and after.key in people()
    )


def _with_credentials(words: Words, at: int) -> int | None:
    """The last word of a name that a degree or rank follows: Okafor, MD."""
    last = at
    while (
        last < at + 3
        and last + 1 < len(words.tokens)
        and words.gap(last) in {" ", ". "}
        and words.tokens[last + 1].text[0].isupper()
        and words.key(last + 1) not in CREDENTIALS
    ):
        last += 1
    if (
        last + 1 < len(words.tokens)
        and words.gap(last) in {", ", " "}
        and words.key(last + 1) in CREDENTIALS
        and words.tokens[last + 1].text.isupper()
    ):
        return last
    return None
