"""Is a write-up ready to be submitted? Pure: facts in, what is missing out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from cases import byline, tables
from cases.care import BY_KEY, KEYWORDS_AT_LEAST, KEYWORDS_AT_MOST, Kind, Slot, keywords_of, slots_of
from cases.schemas import AcknowledgementView, AuthorView, FigureView, Gap, OrderView, SlotState

DISCLOSURE_AGE = timedelta(days=365)  # IN-07: how old a signature may be; it covers the 24 months before it
DEFINITION_VERSION = "2020-12"  # IN-08: the text about ineligible companies that was shown


class Facts(Struct, frozen=True, kw_only=True):
    """`texts` by slot; `consent`: there is a record of the patient's consent.

    `unexplained`: sections in which a privacy screen found what is neither gone nor explained.
    `unresolved`: sections and keys of citations whose work is not known.
    `authors_change`: they can still settle what they owe each other, as after publication they cannot.
    `images_covered`: the record of consent lets images be shown today.
    """

    article_type: str
    texts: Mapping[str, str]
    consent: bool
    authors: Sequence[AuthorView]
    order: OrderView
    thanks: Sequence[AcknowledgementView] = ()
    collection_id: UUID | None
    hides_authors: bool
    unexplained: Sequence[str] = ()
    unresolved: Sequence[tuple[str, str]] = ()
    figures: Sequence[FigureView] = ()
    images_covered: bool = False
    authors_change: bool = True


def slots(article_type: str, texts: Mapping[str, str], *, consent: bool) -> list[SlotState]:
    """The state of each slot that an article of this type has, and of others that have text, in order."""
    here = slots_of(article_type, (key for key, text in texts.items() if text))
    return [_state(slot, texts.get(slot.key, ""), consent=consent) for slot in here]


def gaps(facts: Facts) -> list[Gap]:
    """Everything that keeps the write-up from being submitted; empty when nothing does."""
    return [
        *_unwritten(facts),
        *(byline.unsettled(facts.authors, facts.order, facts.thanks) if facts.authors_change else []),
        *_naming_authors(facts),
        *_telling(facts),
        *_about_figures(facts),
    ]


def is_current(signed_at: datetime, now: datetime) -> bool:
    return now - signed_at <= DISCLOSURE_AGE


def _state(slot: Slot, text: str, *, consent: bool) -> SlotState:
    amount = _amount(slot, text, consent=consent)
    least = KEYWORDS_AT_LEAST if slot.kind is Kind.KEYWORDS else slot.least_words
    state = "empty" if not amount else "short" if amount < least else "complete"
    return SlotState(
        key=slot.key,
        item=slot.item,
        state=state,  # type: ignore[arg-type]
        required=slot.required,
        words=amount,
        least_words=least,
    )


def _amount(slot: Slot, text: str, *, consent: bool) -> int:
    if slot.kind is Kind.CONSENT:
        return int(consent)
    return len(keywords_of(text)) if slot.kind is Kind.KEYWORDS else tables.words(text)


def _unwritten(facts: Facts) -> list[Gap]:
    states = slots(facts.article_type, facts.texts, consent=facts.consent)
    found = [Gap(about=s.key, problem=s.state) for s in states if s.required and s.state != "complete"]
    if len(keywords_of(facts.texts.get("keywords", ""))) > KEYWORDS_AT_MOST:
        found.append(Gap(about="keywords", problem="too_many"))
    found += [
        Gap(about=key, problem="too_long")
        for key, text in facts.texts.items()
        if key in BY_KEY and len(text) > BY_KEY[key].most_characters
    ]
    if facts.collection_id is None:
        found.append(Gap(about="collection", problem="empty"))
    return [*found, *_unclear(facts)]


def _unclear(facts: Facts) -> list[Gap]:
    """Rows of tables that do not say what they should. `who`: row, and the column's key or nothing."""
    kept = ((BY_KEY[key], text) for key, text in facts.texts.items() if key in BY_KEY)
    return [
        Gap(about=slot.key, problem=f"row_{fault.problem}", who=f"{fault.row} {fault.column}".strip())
        for slot, text in kept
        if slot.kind is Kind.TABLE
        for fault in tables.read(slot, text).faults
    ]


def _telling(facts: Facts) -> list[Gap]:
    missing = [Gap(about=key, problem="no_work", who=work) for key, work in facts.unresolved]
    return [*(Gap(about=key, problem="may_identify") for key in facts.unexplained), *missing]


def _about_figures(facts: Facts) -> list[Gap]:
    """Described, seen by a second clinician, covered by the consent (domain 3.3, 3.4)."""
    found = (
        [Gap(about="figures", problem="not_covered")] if facts.figures and not facts.images_covered else []
    )
    named_in = _namer(facts)
    for number, figure in enumerate(facts.figures, start=1):
        missing = {
            "not_described": not (figure.caption and figure.alt),
            "not_looked_at": figure.file.state != "approved",
            "may_identify": bool(figure.told),
            "names_author": bool(named_in(f"{figure.caption} {figure.alt} {figure.licence}")),
        }
        found += [
            Gap(about="figures", problem=problem, who=str(number))
            for problem, holds in missing.items()
            if holds
        ]
    return found


def _naming_authors(facts: Facts) -> list[Gap]:
    """Where authors are hidden from reviewers, the text must not name them either."""
    named_in = _namer(facts)
    return [
        Gap(about=key, problem="names_author", who=name)
        for key, text in facts.texts.items()
        if key in BY_KEY
        for name in named_in(text)
    ]


def _namer(facts: Facts) -> Callable[[str], list[str]]:
    """Which authors a text names, by the names they are called by; nobody where they need not be hidden."""
    called = {name for author in facts.authors for name in (author.name, author.person.name)}
    names = {name: _folded(name) for name in sorted(called)} if facts.hides_authors else {}

    def named_in(text: str) -> list[str]:
        said = _folded(text) if names else ""
        return [name for name, folded in names.items() if folded and folded in said]

    return named_in


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
