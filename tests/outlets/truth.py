"""Who may read what: written by hand, and knowing nothing of the policies it is held against.

`TRUTH` maps a canary to (kind, who may read it). Kinds are what the registry says an outlet shows.
"""

from collections.abc import Iterable

from tests.outlets.cast import CAST, EVERYBODY, EXTRAS

ALL = frozenset(EVERYBODY)
SIGNED_IN = ALL - {"guest"}
CLINICIANS = frozenset(
    [
        "clinician",
        "author",
        "coauthor",
        "decliner",
        "reviewer",
        "invitee",
        "editor",
        "outsider",
        "warden",
        "insider",
    ]
)
AUTHORS = frozenset({"author", "coauthor"})
DESK = AUTHORS | {"editor"}
NOBODY: frozenset[str] = frozenset()

# Boards: the moderator of the house reads every board, the warden moderates the private one.
READERS = {
    "pub": ALL,
    "clin": CLINICIANS | {"moderator"},
    "priv": frozenset({"author", "insider", "warden", "moderator"}),
}
KEEPERS = {
    "pub": frozenset({"moderator"}),
    "clin": frozenset({"moderator"}),
    "priv": frozenset({"moderator", "warden"}),
}

Truth = dict[str, tuple[str, frozenset[str]]]


def _forums() -> Iterable[tuple[str, str, frozenset[str]]]:
    for board, readers in READERS.items():
        kept_back = KEEPERS[board] | {"author"}
        # who gives roles on boards knows their names, and who makes boards says what they are for
        for part in ("board", "purpose"):
            yield f"{board}{part}", "board", readers | {"administrator"}
        yield f"{board}thread", "thread", readers
        for part in ("opening", "reply", "former"):
            yield f"{board}{part}", "post", readers
        for part in ("held", "removed"):
            yield f"{board}{part}thread", "thread", kept_back
            yield f"{board}{part}opening", "post", kept_back
            yield f"{board}{part}reply", "post", kept_back
        yield f"{board}secretformer", "post", kept_back  # superseded while it was held


# Whoever reads the text sees the figures; one that waits is seen by who took its second look on, too.
LOOKS_AT = {"draft": frozenset({"clinician"})}

# States of a case: who reads title and text. A reviewer reads what he or she judged; an officer reads titles
# in evidence.
CASES: dict[str, frozenset[str]] = {
    "draft": AUTHORS,
    "submitted": DESK,
    "inreview": DESK | {"reviewer"},
    "revision": DESK | {"reviewer"},
    "published": ALL,
    "held": DESK | {"moderator"},
    "removed": DESK | {"moderator"},
    "retracted": ALL,
    "takendown": NOBODY,  # consent was withdrawn
}
OPEN_TO_ALL = frozenset({"published", "retracted"})
WERE_PUBLIC = frozenset({"published", "held", "removed", "retracted", "takendown"})
REVIEWED = frozenset({"inreview", "revision"}) | WERE_PUBLIC
DECIDED = REVIEWED - {"inreview"}
BLIND = DESK | {"moderator"}


def _cases() -> Iterable[tuple[str, str, frozenset[str]]]:
    for state, readers in CASES.items():
        yield f"{state}text", "case", readers
        titles = readers | ({"officer"} if state in WERE_PUBLIC else NOBODY)
        titles |= {"reviewer"} if state == "held" else NOBODY  # stands in the reviewer's own list
        titles |= DESK if state == "takendown" else NOBODY  # in the report, and in the authors' own list
        titles |= {"invitee"} if state == "submitted" else NOBODY  # asked: reads title and abstract
        titles |= {"clinician"} if state == "revision" else NOBODY  # asked whether to be thanked in it
        yield f"{state}title", "case", titles
        yield f"{state}caption", "figure", readers
        yield f"{state}abstract", "case", readers | ({"invitee"} if state == "submitted" else NOBODY)
        yield f"{state}old", "case revision", AUTHORS if state != "takendown" else NOBODY
        yield f"{state}contact", "consent", DESK if state != "draft" else AUTHORS
        named = ALL if state in OPEN_TO_ALL else readers & BLIND
        named |= AUTHORS if state == "takendown" else NOBODY  # each in the export of their own data
        yield f"{state}place", "case author", named
        yield f"{state}tie", "case author", named
        yield f"{state}thanks", "case author", named if state != "takendown" else NOBODY
        if state != "draft":
            yield f"{state}note", "submission", DESK if state != "takendown" else NOBODY
    yield from _reviews()
    yield "askedthanks", "case author", DESK | {"clinician"}
    yield "draftwhy", "case author", AUTHORS
    yield "inreviewwhy", "case author", DESK
    yield "draftdispute", "dispute", DESK  # the editor is asked, and sees nothing else of the draft
    yield "retractionreason", "case", ALL
    yield "withdrawalreason", "consent", DESK


def _reviews() -> Iterable[tuple[str, str, frozenset[str]]]:
    for state in REVIEWED:
        reviewer = frozenset({"reviewer", "editor"}) if state != "takendown" else NOBODY
        yield f"{state}comments", "review", reviewer | (AUTHORS if reviewer and state in DECIDED else NOBODY)
        yield f"{state}confide", "review", reviewer
        yield f"{state}wish", "case", frozenset({"editor"}) if reviewer else NOBODY
        if state in DECIDED:
            yield f"{state}letter", "ruling", DESK if reviewer else NOBODY


def _moderation() -> Iterable[tuple[str, str, frozenset[str]]]:
    yield "reporttext", "flag", frozenset({"moderator"})
    yield "privreport", "flag", frozenset({"moderator", "warden", "insider"})  # whose report it is
    yield "casereport", "flag", frozenset({"moderator"})
    yield "decisionreason", "decision", frozenset({"author", "moderator"})
    yield "appealtext", "decision", frozenset({"author", "moderator"})
    # On the flag of a post its moderators judge it in the light of the author's ties; who enters a room is
    # told those of its host, who is the author in the room of the case.
    yield "tiecompany", "disclosure", DESK | {"moderator", "warden"}
    yield "tieproduct", "disclosure", frozenset({"author", "moderator", "warden"})


def _rooms() -> Iterable[tuple[str, str, frozenset[str]]]:
    guests = {
        "pub": ALL,
        "clin": READERS["clin"],
        "priv": READERS["priv"],
        "case": DESK,
        "alone": SIGNED_IN,
        "closed": CLINICIANS,  # stands alone, for verified clinicians
    }
    for room, who in guests.items():
        yield f"{room}room", "room", who
        yield f"{room}programme", "room", who
        yield f"{room}chat", "chat", frozenset({"insider" if room != "case" else "author"})


def _people() -> Iterable[tuple[str, str, frozenset[str]]]:
    for key in CAST | EXTRAS:
        yield f"{key}mail", "address", frozenset({key, "administrator", "registrar"})
        if key != "second":  # whose card nobody opens here
            yield f"{key}works", "profile", SIGNED_IN
    yield "proof", "verification", frozenset({"newcomer", "registrar"})
    yield "verdict", "verification", frozenset({"newcomer", "registrar"})
    yield "tokenname", "token", frozenset({"author"})
    yield "agent", "session", frozenset({"author"})
    yield "organisation", "organisation", ALL
    yield "article", "article", ALL
    yield "eligibility", "organisation", ALL
    yield "logtitle", "evidence", frozenset({"author", "officer"})
    yield "logreflection", "evidence", frozenset({"author", "officer"})


def _table() -> Truth:
    rows = [*_forums(), *_cases(), *_moderation(), *_rooms(), *_people(), *_names()]
    table = {key: (kind, who) for key, kind, who in rows}
    assert len(table) == len(rows), "a canary stands in the table twice"
    return table


def _names() -> Iterable[tuple[str, str, frozenset[str]]]:
    """Names that nobody may learn from what happens here; the directory of members is another matter."""
    yield "reviewername", "name", frozenset({"reviewer"})
    yield "inviteename", "name", frozenset({"invitee"})
    yield "whistlename", "name", NOBODY
    yield "ghostname", "name", DESK


TRUTH = _table()
