"""Every way out: what each route, job and letter can show. A new one fails the test until it stands here.

An entry names the kinds of things (see tests.outlets.truth) that can appear there, or says why none can.
`must` are canaries that have to appear for everybody who may read them: an outlet that shows nothing to
anybody would pass otherwise.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outlet:
    """`queries` are asked one after the other. `directory`: shows members' names to members, as such."""

    kinds: frozenset[str]
    why: str = ""
    must: tuple[str, ...] = ()
    queries: tuple[str, ...] = ("",)
    directory: bool = False


def shows(kinds: str, *, must: str = "", queries: tuple[str, ...] = ("",), directory: bool = False) -> Outlet:
    """`kinds` parted by commas, `must` by blanks."""
    named = frozenset(kind.strip() for kind in kinds.split(","))
    return Outlet(named, must=tuple(must.split()), queries=queries, directory=directory)


def nothing(why: str, *, queries: tuple[str, ...] = ("",), directory: bool = False) -> Outlet:
    assert why
    return Outlet(frozenset(), why=why, queries=queries, directory=directory)


STATIC = nothing("Says the same to everybody, out of files of the program.")
FORM = nothing("A form that is empty until it is sent.")
OWN = nothing("Leads to, or speaks of, the viewer's own account only.")
SEARCHED = ("board", "thread", "post", "case", "article", "person")
FOUND = ("", "?q=Person")

# Without values for a path parameter in tests.outlets.crawl a route cannot be asked; the test says so.
READING: dict[str, Outlet] = {
    # api: health, schema, assets
    "/health/live": STATIC,
    "/health/ready": STATIC,
    "/static/{name}": STATIC,
    "/manifest.webmanifest": STATIC,
    "/favicon.ico": STATIC,
    "/styleguide": STATIC,
    "/api/schema": STATIC,
    "/api/schema/{path}": STATIC,
    "/api/schema/openapi.json": STATIC,
    # forums
    "/api/forums/boards": shows("board", must="pubboard"),
    "/api/forums/boards/{board_id}/threads": shows(
        "thread, case", must="pubthread clinthread privthread pubheldthread privremovedthread"
    ),
    "/api/forums/threads/{thread_id}": shows(
        "board, thread, case", must="pubthread clinthread privthread privheldthread"
    ),
    "/api/forums/threads/{thread_id}/posts": shows(
        "post, case, decision", must="pubreply clinreply privreply privheldreply pubremovedreply"
    ),
    "/api/forums/posts/{post_id}": shows(
        "post, case, decision", must="pubreply clinreply privreply pubheldreply"
    ),
    "/api/forums/posts/{post_id}/history": shows(
        "post, case, thread", must="pubformer clinformer privformer privsecretformer"
    ),
    "/boards": shows("board", must="pubboard"),
    "/boards/{slug}": shows("board, thread, case", must="pubthread clinthread privthread"),
    "/boards/{slug}/new": shows("board"),
    "/boards/{slug}/feed.atom": shows("board, thread, post, case", must="pubthread"),
    "/threads/{thread_id}": shows(
        "board, thread, post, case, decision",
        must="pubreply clinreply privreply privheldreply pubremovedreply",
    ),
    "/posts/{post_id}": nothing("Sends the browser to the place in the thread."),
    "/posts/{post_id}/edit": shows("board, thread, post"),
    "/posts/{post_id}/history": shows("board, thread, post, case", must="pubreply privreply"),
    # cases
    "/api/cases": shows("case, case author", must="publishedtitle retractedtitle"),
    "/api/cases/collections": nothing("Collections are public and hold no case."),
    "/api/cases/{case_id}": shows(
        "figure, case, case author", must="publishedtext retractedtext heldtext removedtext publishedtie"
    ),
    "/api/cases/{case_id}/versions": nothing("Numbers, hashes and days."),
    "/api/cases/{case_id}/versions/{number}/files/{kind}": shows(
        "figure, case, case author, review", must="publishedtext retractionreason"
    ),
    "/cases/{case_id}/versions/{number}/{kind}": shows(
        "figure, case, case author, review", must="publishedtext retractionreason"
    ),
    "/api/cases/{case_id}/versions/{number}": shows("figure, case, case author", must="publishedtext"),
    "/api/cases/{case_id}/citation": shows("case", must="publishedtitle"),
    "/api/cases/write-ups": shows("case"),
    "/api/cases/{case_id}/write-up": shows(
        "figure, case, case author, dispute, consent, review, ruling, name",
        must="drafttitle draftwhy",
    ),
    "/api/cases/{case_id}/disputes": shows("dispute"),
    "/api/cases/acknowledgements/{acknowledgement_id}": shows("case, case author"),
    "/api/cases/{case_id}/figures": shows("figure", must="draftcaption"),
    "/api/cases/{case_id}/sections/{key}/history": shows("case, case revision", must="draftold"),
    "/api/cases/{case_id}/sections/{key}/history/{version}": shows("case, case revision", must="draftold"),
    "/api/cases/{case_id}/milestones": nothing("Names that authors gave, and when."),
    "/api/cases/{case_id}/milestones/{milestone_id}": shows("case, case revision", must="draftold"),
    "/api/cases/{case_id}/opposed": nothing("Whom authors named, for them."),
    "/api/cases/{case_id}/works": nothing("What others published."),
    "/api/cases/{case_id}/consent": shows(
        "case, consent, name", must="draftcontact takendowncontact withdrawalreason"
    ),
    "/api/cases/desk": shows("case"),
    "/api/cases/{case_id}/dossier": shows(
        "figure, case, case author, consent, submission, review, ruling, name"
    ),
    "/api/cases/{case_id}/candidates": nothing(
        "People only.", queries=(*FOUND, "?suggest=true"), directory=True
    ),
    "/api/cases/reviews": shows("case"),
    "/api/cases/reviews/{review_id}": shows("figure, case, review"),
    "/cases": shows("case, case author", must="publishedtitle retractedtitle"),
    "/cases/feed.atom": shows(
        "case, case author, review", must="publishedtitle retractedtitle retractionreason"
    ),
    "/cases/collections/{slug}/feed.atom": shows(
        "case, case author, review", must="publishedtitle retractedtitle retractionreason"
    ),
    "/cases/feed.rss": shows(
        "case, case author, review", must="publishedtitle retractedtitle retractionreason"
    ),
    "/cases/collections/{slug}/feed.rss": shows(
        "case, case author, review", must="publishedtitle retractedtitle retractionreason"
    ),
    "/cases/mine": shows("case"),
    "/cases/new": FORM,
    "/cases/desk": shows("case"),
    "/cases/{case_id}": shows(
        "figure, case, case author, review, thread, room",
        must="publishedtext retractedtext heldtext retractionreason",
    ),
    "/cases/{case_id}/versions/{number}": shows("figure, case, case author", must="publishedtext"),
    "/cases/{case_id}/cite/{style}": shows("case", must="publishedtitle"),
    "/cases/{case_id}/write": shows("case, case author, consent, review, ruling, name", must="drafttitle"),
    "/cases/{case_id}/document": shows("case", must="drafttitle"),
    "/cases/{case_id}/write/{key}/history/{version}": shows("case, case revision", must="draftold"),
    "/cases/{case_id}/history": shows("case", must="drafttitle"),
    "/cases/{case_id}/history/{milestone_id}": shows("case, case revision", must="draftold"),
    "/cases/{case_id}/opposed": shows("case, name", must="drafttitle", queries=FOUND),
    "/cases/{case_id}/works": shows("case", must="drafttitle"),
    "/cases/{case_id}/write/{key}": shows("case", must="drafttext"),
    "/cases/{case_id}/write/{key}/history": shows("case, case revision", must="draftold"),
    "/cases/{case_id}/write/consent": shows("case, consent", must="draftcontact"),
    "/cases/{case_id}/consent": shows(
        "case, consent, name", must="draftcontact takendowncontact withdrawalreason"
    ),
    "/cases/{case_id}/authors": shows("case, case author, dispute, name", must="draftwhy", queries=FOUND),
    "/cases/{case_id}/disputes": shows("dispute"),
    "/cases/{case_id}/acknowledgements": shows("case, case author", must="draftthanks", queries=FOUND),
    "/acknowledgements/{acknowledgement_id}": shows("case, case author"),
    "/cases/{case_id}/figures": shows("case, figure", must="draftcaption"),
    "/cases/{case_id}/figures/{file_id}/pictures/{number}": shows("case"),
    "/looks": nothing("That pictures wait, and their field."),
    "/looks/{file_id}": nothing("Pictures and nothing else."),
    "/cases/{case_id}/submit": shows("case"),
    "/cases/{case_id}/editorial": shows(
        "figure, case, case author, consent, submission, review, ruling, name",
        queries=(*FOUND, "?suggest=true"),
        directory=True,
    ),
    "/cases/{case_id}/editorial/notice": shows("case"),
    "/cases/{case_id}/challenge": shows(
        "case, case author, review, thread", queries=("", "?shown=true"), must="publishedtext"
    ),
    "/cases/{case_id}/correction": shows("case, case author"),
    "/reviews": shows("case"),
    "/reviews/{review_id}": shows("figure, case, review"),
    # files
    "/files/{file_id}/{size}": nothing("Pixels; tests.outlets.test_pictures looks who gets them."),
    "/api/files/looks": nothing("That pictures wait, and their field."),
    "/api/files/{file_id}": nothing("Sizes and states of pictures."),
    "/api/files/{file_id}/look": nothing("Sizes of pictures."),
    # moderation
    "/api/moderation/flags": shows(
        "post, case, thread",
        queries=("", "?tab=held", "?tab=closed", "?tab=mine", "?tab=second", "?tab=waiting"),
    ),
    "/api/moderation/flags/{flag_id}": shows(
        "post, case, figure, thread, flag, decision, disclosure", must="reporttext"
    ),
    "/api/moderation/decisions": shows("decision, thread"),
    "/api/moderation/decisions/{decision_id}": shows(
        "decision, post, thread", must="decisionreason appealtext"
    ),
    "/api/moderation/appeals": shows("thread"),
    "/api/moderation/disclosures": shows("disclosure"),
    "/moderation": shows(
        "post, case, thread",
        queries=("", "?tab=held", "?tab=closed", "?tab=mine", "?tab=second", "?tab=waiting"),
    ),
    "/moderation/flags/{flag_id}": shows(
        "post, case, figure, thread, flag, decision, disclosure", must="reporttext"
    ),
    "/moderation/decisions": shows("decision, thread"),
    "/moderation/decisions/{decision_id}": shows("decision, post, thread", must="decisionreason appealtext"),
    "/moderation/appeals": shows("thread"),
    "/account/disclosures": shows("disclosure"),
    "/report": shows("post, case, thread"),
    # credit
    "/api/credit/progress": OWN,
    "/api/credit/ledger": shows("evidence, case"),
    "/api/credit/evidence/{evidence_id}": shows("evidence, case", must="logtitle logreflection"),
    "/api/credit/transcript": shows("evidence, case"),
    "/api/credit/transcript.csv": shows("evidence, case"),
    "/credit": shows("evidence, case"),
    "/credit/evidence/{evidence_id}": shows("evidence, case", must="logtitle logreflection"),
    "/credit/log": FORM,
    "/credit/transcript": shows("evidence, case"),
    "/office/credit": shows("evidence, case", queries=FOUND),
    # inbox
    "/api/inbox/notifications": shows("thread"),
    "/inbox": shows("thread"),
    "/inbox/{notification_id}": nothing("Sends the browser to what it is about; that page asks again."),
    # identity
    "/api/identity/me": shows("address, profile, name"),
    "/api/identity/people": nothing("Names, specialty, verification.", queries=("?q=Person",)),
    "/api/identity/people/{person_id}": shows("profile", directory=True, must="authorworks"),
    "/api/identity/organisations": shows("organisation", must="organisation"),
    "/api/identity/sessions": shows("session"),
    "/api/identity/tokens": shows("token"),
    "/api/identity/verifications": shows("verification"),
    "/api/identity/verifications/queue": shows("verification", queries=("", "?show=refused")),
    "/people/{person_id}": shows("profile", directory=True, must="authorworks"),
    "/account": shows("address, profile, organisation"),
    "/me": OWN,
    "/account/security": shows("session, address"),
    "/account/security/two-step": OWN,
    "/account/tokens": shows("token"),
    "/account/verification": shows("verification"),
    "/account/data": OWN,
    "/sign-up": FORM,
    "/sign-up/sent": STATIC,
    "/sign-in": FORM,
    "/sign-in/code": FORM,
    "/confirm": nothing("Shows to whom a mailed link belongs; nothing without one."),
    "/reset": FORM,
    "/reset/sent": STATIC,
    "/reset/new": nothing("As /confirm."),
    "/office": nothing("Links to desks."),
    "/office/people": shows("address", directory=True, queries=FOUND),
    "/office/people/{person_id}": shows("address, profile, board", directory=True),
    "/office/verifications": shows("verification", directory=True, queries=("", "?show=refused")),
    "/office/verifications/{request_id}": shows("verification", directory=True),
    "/office/boards": shows("board"),
    "/office/boards/new": shows("board"),
    "/office/boards/{board_id}": shows("board", directory=True, queries=FOUND),
    "/office/organisations": shows("organisation"),
    "/office/organisations/new": FORM,
    "/office/organisations/{organisation_id}": shows("organisation"),
    # rooms
    "/api/realtime/rooms": shows("room", must="pubroom clinroom privroom caseroom aloneroom closedroom"),
    "/api/realtime/documents/{document_id}/writers": shows("name"),
    "/api/realtime/rooms/past": shows("room"),
    "/api/realtime/rooms/{room_id}": shows("room", must="pubprogramme privprogramme caseprogramme"),
    "/api/realtime/rooms/{room_id}/chat": shows("chat", must="privchat pubchat casechat"),
    "/conferences": shows("room", must="pubroom clinroom privroom caseroom aloneroom closedroom"),
    "/conferences/new": shows("board"),
    "/rooms/{room_id}": shows("room, board, disclosure", must="pubprogramme privprogramme caseprogramme"),
    "/rooms/{room_id}/join": shows("room, disclosure"),
    # clubs
    "/api/clubs/articles": shows("article, case, case author", must="article"),
    "/api/clubs/articles/{article_id}": shows("article, case, case author", must="article"),
    "/clubs": shows("article, case, case author", must="article"),
    "/clubs/articles/new": FORM,
    "/clubs/cases/{case_id}": nothing("Sends the browser to the article, if it may be seen."),
    "/clubs/articles/{article_id}": shows("article, board, case, case author", must="article"),
    "/clubs/articles/{article_id}/cite/{style}": shows("article, case, case author", must="article"),
    # search
    "/api/search": shows(
        "board, thread, post, case, article",
        must="pubthread clinthread privthread pubreply privreply publishedtitle article",
        queries=tuple(f"?q=qz&limit=50&kind={kind}" for kind in SEARCHED),
        directory=True,
    ),
    "/search": shows(
        "board, thread, post, case, article",
        must="pubthread clinthread privthread publishedtitle article",
        queries=("?q=qz", *(f"?q=qz&kind={kind}" for kind in SEARCHED)),
        directory=True,
    ),
    "/cases/collections": shows("board"),
    # the frame
    "/": shows("board, thread, case, case author, room"),
    "/preferences": STATIC,
}

# Sent by POST, but answered with what somebody asked for.
TAKEAWAYS: dict[str, Outlet] = {
    "/account/data/export": shows(
        "address, profile, session, token, verification, post, thread, board, case, case author, consent,"
        " dispute, case revision, submission, review, ruling, decision, disclosure, flag, evidence,"
        " organisation, name, room, chat"
    ),
}

# Jobs of the outbox, and what leaves the house through them.
JOBS: dict[str, str] = {
    "cases.look_up": "Asks a registry about a work by its DOI or PubMed id; says nothing of the case.",
    "core.mail": "Hands a finished letter to the mail server.",
    "identity.letter": "Writes one of LETTERS.",
    "files.derive": "Makes smaller copies, inside.",
    "files.assemble": "Makes a DICOM object of approved pictures, inside.",
    "files.tidy": "Removes pictures that nothing refers to, inside.",
    "cases.take_down": "Makes a job for each step, inside.",
    "cases.take_down_step": "Takes copies away, inside; what it met is read in the report.",
    "cases.deposit": "Sends what is public of a published version to the registry of DOIs, if one is set.",
    "cases.render": "Makes the files of a version, which are served under the policy of the case.",
    "realtime.settle": "Counts attendance, inside.",
    "search.index": "Brings the index up to date; what is found is asked for again when it is shown.",
    "inbox.post": "Tells followers, inside; asks who may see it when it is shown.",
    "inbox.waiting": "Tells moderators, inside, that something waits; what it is they read in the queue.",
}
LETTERS: dict[str, str] = {
    "join": "A link for whoever signs up.",
    "joined_already": "A link for whoever has an account.",
    "no_account": "Says that there is none.",
    "reset": "A link.",
    "password_changed": "That it was.",
    "two_step_on": "That it is.",
    "two_step_off": "That it is.",
    "verification_decided": "That it was; what was decided is read here.",
}
SOCKETS: dict[str, str] = {
    "/documents/{document_id}/socket": "A shared write-up; asked at entry, at each update, and in between.",
    "/rooms/{room_id}/socket": "A live room; the door asks at entry, at every frame and at every heartbeat.",
}
