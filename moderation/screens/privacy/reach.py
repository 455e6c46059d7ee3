"""How far a name reaches once one is known to begin."""

from moderation.screens.privacy.cues import CREDENTIALS, HEAD_NOUNS, PARTICLES, SMALL_WORDS, SUFFIXES
from moderation.screens.privacy.known import NAMED, ORDINARY, UNKNOWN, WEAK, standing
from moderation.screens.privacy.lists import first_names, listed, people, weakly_named
from moderation.screens.privacy.tokens import Words

MOST_WORDS = 5


def reach(words: Words, start: int, *, trusting: bool) -> int | None:
    """The last word of the name that begins at `start`, or None when no name does.

    `trusting`: a title or a label says that a name stands here, so that unknown and ambiguous words count.
    """
    if start >= len(words.tokens):
        return None
    last = None
    at = start
    while at < min(start + MOST_WORDS + 2, len(words.tokens)):
        token = words.tokens[at]
        if at > start and not joined(words, at - 1, trusting=trusting):
            break
        if token.key in PARTICLES and last is None and not trusting:
            break
        if token.key in PARTICLES and at + 1 < len(words.tokens) and words.gap(at) in {" ", "'", "’"}:
            at += 1
            continue
        if not belongs(words, at, first=last is None, trusting=trusting):
            break
        last = at
        at += 1
    return last


def joined(words: Words, at: int, *, trusting: bool) -> bool:
    gap = words.gap(at)
    if gap in {" ", "-", " (", ' "', '" ', ") "}:
        return True
    if gap in {". ", "."}:
        return words.tokens[at].single or words.key(at) in {"ma", "st", "jr"}
    if gap == ", ":
        before, after = words.tokens[at], words.tokens[at + 1]
        if (
            trusting
            and after.shouted == before.shouted
            and after.key not in CREDENTIALS
            and before.key in people()
        ):
            return (after.key in people() or standing(after.key) == UNKNOWN) and words.gap(at + 1)[:2] != ", "
        return (words.key(at + 1) in SUFFIXES) or (
            standing(words.key(at)) == NAMED
            and words.key(at + 1) in first_names()
            and standing(words.key(at + 1)) == NAMED
            and (words.tokens[at + 1].shouted or words.gap(at + 1) != ", ")
            and words.key(at) in people()
        )
    return False


def belongs(words: Words, at: int, *, first: bool, trusting: bool) -> bool:
    token, rank = words.tokens[at], standing(words.key(at))
    if token.key in SUFFIXES and not first:
        return True
    if token.single:
        return not first or trusting
    if first and token.capital and not token.opens and token.key in weakly_named():
        return True
    if token.key in SMALL_WORDS or (token.key in CREDENTIALS and token.shouted):
        return False
    if token.lower:
        if not first and rank == WEAK and token.key in listed("common_surnames"):
            return words.key(at - 1) in first_names() and token.key not in HEAD_NOUNS
        return rank == NAMED or (trusting and first and rank in {UNKNOWN, WEAK})
    if token.opens and not first and not words.tokens[at - 1].single:
        return False
    if rank == NAMED:
        return True
    if first:
        return rank in {UNKNOWN, WEAK} and (trusting or token.capital)
    if rank == ORDINARY:
        return False
    return (token.capital and token.key not in HEAD_NOUNS) or (token.shouted and words.tokens[at - 1].shouted)


def near(words: Words, at: int, gaps: tuple[str, ...]) -> bool:
    return at + 1 < len(words.tokens) and words.gap(at) in gaps


def end(words: Words, last: int) -> int:
    end = words.tokens[last].end
    return end + 1 if words.tokens[last].single and words.text[end : end + 1] == "." else end
