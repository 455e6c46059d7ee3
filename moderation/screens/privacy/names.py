"""Names of people: by the words around them, by lists of names, by how they are written (PV-A)."""

from collections.abc import Iterator

from moderation.screens.privacy.cues import (
    AFTER_NAME,
    CREDENTIALS,
    CUES,
    HEAD_NOUNS,
    LABEL_HEADS,
    LABELS,
    NO_INITIALS,
    PARTICLES,
    RELATIVES,
    SHORT_TITLES,
    SMALL_WORDS,
    SPOKEN,
    TITLES,
    WEAK_CUES,
)
from moderation.screens.privacy.known import (
    NAMED,
    ORDINARY,
    UNKNOWN,
    WEAK,
    Found,
    cited,
    eponym,
    placeholder,
    standing,
)
from moderation.screens.privacy.listed_names import listed_name
from moderation.screens.privacy.lists import first_names, listed, people, weakly_named
from moderation.screens.privacy.reach import end, near, reach
from moderation.screens.privacy.spans import Span, Type
from moderation.screens.privacy.tokens import Token, Words


def names(words: Words) -> Iterator[Span]:
    at = 0
    while at < len(words.tokens):
        found = (
            _title(words, at)
            or _label(words, at)
            or _cue(words, at)
            or _initials(words, at)
            or listed_name(words, at)
        )
        if found is None:
            at += 1
            continue
        first, last, reason = found
        yield Span(
            start=words.tokens[first].start,
            end=end(words, last),
            type=Type.NAME,
            reason=reason,
            suggestion="name",
        )
        at = last + 1


def _title(words: Words, at: int) -> Found:
    """Dr Jones, Mrs. de la Cruz, sra. lópez."""
    token = words.tokens[at]
    dotted = (". ", ".", ".  ") if token.key in SHORT_TITLES else ()
    if token.key not in TITLES or not near(words, at, (" ", *dotted)):
        return None
    if (
        token.lower
        and token.key
        in {
            "don",
            "m",
            "miss",
            "sister",
            "brother",
            "father",
            "mother",
            "aunt",
            "uncle",
            "sr",
            "fr",
            "nurse",
            "dame",
            "sir",
            "professor",
            "officer",
            "coach",
        }
        and not words.tokens[at + 1].capital
    ):
        return None
    if token.key == "pr" and token.text != "Pr":
        return None
    if token.key == "m" and (not token.single or words.gap(at)[:1] != "." or words.tokens[at + 1].single):
        return None
    last = reach(words, at + 1, trusting=True)
    if last is None or placeholder(words, at + 1, last):
        return None
    return at + 1, last, "title"


def _label(words: Words, at: int) -> Found:
    """Name: ..., Dictated by: ..., Attending - ..."""
    if words.key(at) not in LABEL_HEADS:
        return None
    for length in (3, 2, 1):
        if " ".join(words.key(n) for n in range(at, at + length)) in LABELS and at + length < len(
            words.tokens
        ):
            gap = words.gap(at + length - 1).strip()
            if gap in {":", "-", "–", "=", "::", ".:", "#:"} or (
                length > 1 and words.key(at + length - 1) in {"by", "par", "por"} and gap == ""
            ):
                start = at + length
                while words.key(start) in TITLES and start + 1 < len(words.tokens):
                    start += 1
                last = reach(words, start, trusting=gap != "" or start > at + length)
                if last is not None and not placeholder(words, start, last):
                    return start, last, "label"
    return None


def _cue(words: Words, at: int) -> Found:
    """Pt. John, her daughter Sarah, su hija Lucía, seen by okafor."""
    if not (words.key(at) in CUES or (words.key(at) == "to" and words.key(at - 1) in SPOKEN)) or not near(
        words, at, (" ", ", ", ". ", ": ", " (", ' "', " - ")
    ):
        return None
    start = at + 1
    while (
        words.key(start)
        in {
            "named",
            "called",
            "is",
            "llamado",
            "llamada",
            "nomme",
            "nommee",
            "es",
            "est",
            "was",
            "mr",
            "mrs",
            "name",
        }
        and words.gap(start) == " "
    ):
        start += 1
    if start >= len(words.tokens):
        return None
    token, rank = words.tokens[start], standing(words.key(start))
    weak = words.key(at) in WEAK_CUES and start == at + 1
    if (
        (token.key in TITLES and (not token.single or words.language == "fr"))
        or (token.key in SMALL_WORDS and not token.capital)
        or cited(words, start)
    ):
        return None
    if (token.single and words.gap(start)[:1] == ".") or _pair_of_initials(words, start):
        return None if words.key(start) in {"x", "y", "z"} else _initials_after(words, start)
    if weak:
        likely = rank == NAMED or (token.capital and not token.opens and token.key in weakly_named())
        fits = (
            likely and (token.capital or token.key in listed("common")) and token.key not in listed("eponyms")
        )
    else:
        opens = token.opens and words.key(at) != "pt"
        fits = (
            rank == NAMED
            or (token.capital and rank == WEAK)
            or (token.capital and rank == UNKNOWN and not opens)
        )
        relative = words.key(at) in RELATIVES and token.key in listed("common_weak")
        fits = fits or (relative and token.lower and token.key not in SMALL_WORDS and words.gap(at) == " ")
        if relative and fits and token.lower:
            return start, start, "cue"
    if not weak and words.gap(start) == " " and start + 1 < len(words.tokens) and not token.shouted:
        fits = fits or _two(words, start, token, rank)
    if not fits or eponym(words, start) or (token.shouted and rank != NAMED):
        return None
    if token.opens and words.gap(at).strip() == "." and rank != NAMED and words.key(at) != "pt":
        return None
    last = reach(words, start, trusting=False)
    if last is None and _two(words, start, token, rank):
        last = start + 1
    return (start, last, "cue") if last is not None else None


def _two(words: Words, at: int, token: Token, rank: str) -> bool:
    """Two words written alike, the second a surname: Will Hill, grace kowalski, ngozi price."""
    after = words.tokens[at + 1] if at + 1 < len(words.tokens) and words.gap(at) == " " else None
    if after is None or after.lower != token.lower or after.shouted or after.key not in people():
        return False
    sure = standing(after.key) == NAMED or after.key in listed("common_surnames")
    return sure and (rank in {NAMED, UNKNOWN} or token.key in first_names()) and after.key not in HEAD_NOUNS


def _initials_after(words: Words, start: int) -> Found:
    last = start
    while (
        last + 1 < len(words.tokens) and words.tokens[last + 1].single and words.gap(last) in {".", ". ", " "}
    ):
        last += 1
    if (
        words.gap(last)[:2] in {". ", "."}
        and last + 1 < len(words.tokens)
        and words.gap(last) == ". "
        and words.tokens[last + 1].capital
        and standing(words.key(last + 1)) != ORDINARY
    ):
        return start, reach(words, last + 1, trusting=True) or last + 1, "initials"
    return (start, last, "initials") if last > start or len(words.tokens[start].text) == 2 else None


def _pair_of_initials(words: Words, at: int) -> bool:
    token = words.tokens[at]
    return (
        token.shouted
        and len(token.text) == 2
        and words.key(at - 1) in {"patient", "pt", "initials", "paciente", "iniciales", "initiales"}
        and standing(token.key) != ORDINARY
    )


def _initials(words: Words, at: int) -> Found:
    """J. Smith, J.R. Okafor, O. de Vries: an initial and a name that is no word."""
    token = words.tokens[at]
    if not token.single or not words.gap(at).startswith(".") or words.key(at - 1) in {"yo", "y", "year"}:
        return None
    if words.text[max(0, token.start - 4) : token.start].rstrip()[-1:].isdigit():
        return None
    last = at
    while (
        last + 1 < len(words.tokens)
        and words.tokens[last + 1].single
        and words.gap(last) in {".", ". "}
        and last < at + 3
    ):
        last += 1
    if words.gap(last)[:1] != "." or last + 1 >= len(words.tokens):
        return None
    told = words.tokens[last + 1].key in AFTER_NAME | {"is", "was", "a"} and words.gap(last) in {". ", "., "}
    if (
        last > at
        and told
        and "".join(words.key(n) for n in range(at, last + 1)) not in NO_INITIALS | CREDENTIALS
    ):
        return at, last, "initials"
    if words.gap(last) not in {". ", "."}:
        return None
    if "".join(words.key(n) for n in range(at, last + 1)) in CREDENTIALS:
        return None
    after = words.tokens[last + 1]
    while after.key in PARTICLES and last + 2 < len(words.tokens):
        last += 1
        after = words.tokens[last + 1]
    rank = standing(after.key)
    if (
        not (after.capital or after.shouted)
        or rank == ORDINARY
        or after.key in SMALL_WORDS
        or (
            rank == WEAK
            and (token.opens or last > at + 1)
            and not (last > at and after.key in weakly_named())
        )
        or len(after.text) < 3
    ):
        return None
    return at, reach(words, last + 1, trusting=False) or last + 1, "initials"
