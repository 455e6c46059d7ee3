"""What comes first among hits of all kinds."""

from search.port import Document, Hit
from search.query import Query, Term
from search.words import plain_words, stem

WORKS = frozenset({"case", "article"})
# A thread about a work repeats its title in few words, and would stand before what it is about.
TITLED = 1.75


def ranked(hits: list[Hit], query: Query) -> list[Hit]:
    """The work whose title was asked for, then by score; all words in its title help a work."""
    asked = plain_words(query.text)

    def place(hit: Hit) -> tuple[bool, float, int]:
        if hit.document.kind not in WORKS:
            return True, -hit.score, -hit.document.created
        named = plain_words(hit.document.title) == asked
        boost = TITLED if named or _titled(hit.document, query) else 1.0
        return not named, -hit.score * boost, -hit.document.created

    return sorted(hits, key=place)


def _titled(document: Document, query: Query) -> bool:
    words = plain_words(document.title)
    stems = {stem(word) or word for word in words}
    return all(stems.issuperset(term.stems) or _begun(term, words) for term in query.terms)


def _begun(term: Term, words: list[str]) -> bool:
    return term.prefix and any(word.startswith(term.plain[0]) for word in words)
