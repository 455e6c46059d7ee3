"""What the lists and the words around say of a word: a name, a thing named after somebody, a word."""

import re
from functools import lru_cache

from moderation.screens.privacy.cues import (
    AFTER_NAME,
    ARTICLES,
    CLINICAL_ENDINGS,
    HEAD_NOUNS,
    SMALL_WORDS,
    STATE_NAMES,
)
from moderation.screens.privacy.lists import listed, people
from moderation.screens.privacy.tokens import Words

CASED = ("Mc", "Mac", "De", "Di", "La", "Le", "Du", "Van", "Fitz", "Da", "Del", "O")
NAMED, WEAK, UNKNOWN, ORDINARY = "named", "weak", "unknown", "ordinary"


@lru_cache(maxsize=32768)
def standing(key: str) -> str:
    """What the lists know of a word: nearly always a name, a name or a word, in no list, a word."""
    parts = (
        [part for part in key.replace("'", "-").split("-") if len(part) > 1]
        if "-" in key or "'" in key
        else [key]
    )
    if len(parts) > 1:
        ranks = [standing(part) for part in parts]
        if NAMED in ranks and ORDINARY not in ranks:
            return NAMED
        return ORDINARY if ORDINARY in ranks else UNKNOWN
    word = parts[0] if parts else key
    if word in listed("names_first"):
        return NAMED
    a_name = word in people()
    if word in listed("ordinary") or word in listed("allowed") or word in STATE_NAMES:
        return WEAK if a_name and word not in listed("allowed") else ORDINARY
    return NAMED if a_name else UNKNOWN


Found = tuple[int, int, str] | None


def eponym(words: Words, at: int) -> bool:
    """Whether a thing named after somebody stands here: Foley catheter, Crohn's disease, Bard-Parker blade."""
    token = words.tokens[at]
    if (
        any(
            part in listed("eponyms") or part in listed("allowed")
            for part in token.key.replace("'", "-").split("-")
        )
        and "-" in token.text
    ):
        return True
    end = at
    for ahead in range(1, 4):
        if at + ahead >= len(words.tokens) or words.gap(at + ahead - 1) not in {
            " ",
            "'s ",
            "’s ",
            "-",
            "' ",
            "s' ",
        }:
            break
        end = at + ahead
        if words.key(end) in HEAD_NOUNS:
            return True
        if words.key(end) in AFTER_NAME or (words.tokens[end].lower and words.key(end).endswith("ed")):
            break
        if words.tokens[end].lower and standing(words.key(end)) == ORDINARY and words.key(end) in SMALL_WORDS:
            break
    return False


def cited(words: Words, at: int) -> bool:
    """Whether an author of the literature stands here: Rowland et al., Rowe [ 8 ]."""
    if words.key(at + 1) == "et" and words.key(at + 2) == "al":
        return True
    return words.gap(at).lstrip(" s'’")[:1] == "[" or (
        words.key(at + 1) == "and" and words.key(at + 3) == "et"
    )


def an_article(words: Words, at: int) -> bool:
    """The Foley, a Bovie, another Kitner, a #6 Shiley: a thing."""
    before = words.text[max(0, words.tokens[at].start - 12) : words.tokens[at].start].lower()
    return (words.key(at - 1) in ARTICLES and words.gap(at - 1) == " ") or bool(
        re.search(r"#\d{1,2} $|french $", before)
    )


def of_a_family(words: Words, at: int) -> bool:
    stem = words.key(at).removesuffix("s")
    if (
        stem != words.key(at)
        and words.tokens[at].capital
        and standing(stem) == NAMED
        and words.key(at - 1) == "the"
    ):
        return True
    return words.key(at + 1) in {"family", "household", "residence", "home", "twins", "brothers", "sisters"}


def oddly_cased(text: str) -> bool:
    """PaCO, EtOH, NexGen: capitals inside a word that no name has."""
    inner = text[1:].replace("-", "").replace("'", "").replace("’", "")
    return (
        not text.isupper()
        and inner != inner.lower()
        and not text.startswith(CASED)
        and "-" not in text
        and "'" not in text
        and "’" not in text
    )


def placeholder(words: Words, first: int, last: int) -> bool:
    """What de-identified notes put in place of a name: Dr. X, Ms. ABC, Mr. Z."""
    if first != last:
        return False
    text = words.tokens[first].text
    if len(text) == 1:
        after = words.tokens[last + 1] if last + 1 < len(words.tokens) else None
        return text in "ABCXYZ" or words.gap(last) != ". " or after is None or not after.lower
    return text.isupper() and len(text) <= 4 and standing(text.lower()) != NAMED


def looks_clinical(key: str) -> bool:
    return key.endswith(CLINICAL_ENDINGS)


def in_a_title(words: Words, at: int) -> bool:
    """Whether the words beside it are ordinary ones with a capital too: Home Care Service."""
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(words.tokens) and words.gap(min(at, beside)) == " ":
            token = words.tokens[beside]
            if token.capital and not token.opens and standing(token.key) == ORDINARY:
                return True
    return False
