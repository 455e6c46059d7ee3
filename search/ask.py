"""A query in tantivy's terms."""

import msgspec
import tantivy
from tantivy import Occur
from tantivy import Query as Asked

from search.port import KINDS, Document, Filters, Hit
from search.query import Query, Term
from search.rank import ranked

FIELDS = (("title", 4.0), ("names", 2.0), ("text", 1.0))
TYPO_FROM = 4
TWO_TYPOS_FROM = 8
_decode = msgspec.msgpack.Decoder(Document).decode


def best_of_each_kind(
    index: tantivy.Index, query: Query, filters: Filters, limit: int, *, loose: bool
) -> list[Hit]:
    """One small search a kind, so that no kind is pushed out by a more talkative one."""
    searcher, schema = index.searcher(), index.schema
    wanted = [(Occur.Must, _term(schema, term, loose=loose)) for term in query.terms]
    if not wanted:
        return []
    wanted += [(Occur.Must, Asked.const_score_query(each, 0.0)) for each in _filters(schema, filters)]
    hits: list[Hit] = []
    for kind in KINDS:
        of_kind = (Occur.Must, Asked.const_score_query(Asked.term_query(schema, "kind", kind), 0.0))
        found = searcher.search(Asked.boolean_query([*wanted, of_kind]), limit, count=False).hits
        hits += [Hit(score=score, document=_decode(_source(searcher, at))) for score, at in found]
    return ranked(hits, query)


def _source(searcher: tantivy.Searcher, at: tantivy.DocAddress) -> bytes:
    return bytes(searcher.doc(at).get_first("source") or b"")


def _filters(schema: tantivy.Schema, filters: Filters) -> list[Asked]:
    """Things that stand on no board have an empty one."""
    made = [Asked.term_set_query(schema, "board", ["", *filters.boards])]
    if filters.specialty:
        made.append(Asked.term_query(schema, "specialty", filters.specialty))
    return made


def _term(schema: tantivy.Schema, term: Term, *, loose: bool) -> Asked:
    ways = [Asked.boost_query(_stems(schema, field, term), weight) for field, weight in FIELDS]
    if len(term.plain) == 1:
        word = term.plain[0]
        if term.prefix:
            ways.append(Asked.boost_query(Asked.regex_query(schema, "plain", f"{word}.*"), 0.5))
        if loose and len(word) >= TYPO_FROM:
            ways.append(Asked.boost_query(Asked.fuzzy_term_query(schema, "plain", word, typos(word)), 0.3))
    return Asked.boolean_query([(Occur.Should, way) for way in ways])


def _stems(schema: tantivy.Schema, field: str, term: Term) -> Asked:
    if len(term.stems) == 1:
        return Asked.term_query(schema, field, term.stems[0])
    return Asked.phrase_query(schema, field, list(term.stems))


def typos(word: str) -> int:
    """How many slips are forgiven in a word of this length."""
    return 0 if len(word) < TYPO_FROM else 1 if len(word) < TWO_TYPOS_FROM else 2
