"""Every unsafe route: who may use it on the thing named, and a body that would do: only rights refuse.

`at` names the thing by the path's parameters; a value "@kind:name" is the id of a thing of the world.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.outlets.truth import ALL, AUTHORS, CLINICIANS, DESK, NOBODY, READERS, SIGNED_IN

MEMBERS = READERS["priv"]
BODY = "Something that was not there before."
REASON = "A reason that is long enough to stand."


@dataclass(frozen=True)
class Act:
    """`json` or else `form` is sent; `query` is appended."""

    may: frozenset[str]
    at: dict[str, str] = field(default_factory=dict)
    json: Any = None
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    refused: frozenset[int] = frozenset()  # statuses that refuse here beside 401, 403 and 404


def may(who: str | frozenset[str], *, json: Any = None, query: str = "", form: Any = None, **at: str) -> Act:
    named = frozenset(who.split()) if isinstance(who, str) else who
    return Act(named, at, json, form or {}, query)


def own(*, json: Any = None, **form: Any) -> Act:
    """Something with one's own account: guests are refused."""
    return Act(SIGNED_IN, {}, json, form)


def on_a_board(*, json: Any = None, form: Any = None) -> Act:
    """A board that one may not see is, in a field of a form, a choice that is not offered."""
    return Act(CLINICIANS & MEMBERS, {}, json, form or {}, refused=frozenset({422}))


OPEN = Act(ALL)  # signing up and in: for everybody, and bounded elsewhere
BOARD = {"slug": "new-board", "name": "New board"}
COLLECTION = {"slug": "new-journal", "name": "New journal"}
ORGANISATION = {"name": "New one", "eligibility": "eligible", "reason": REASON}
ORDER = {"authorIds": ["@author_id:#0"], "correspondingId": "@author_id:#0"}
ROLE = {"authorId": "@author_id:#0", "role": "software", "degree": "lead"}
CONSENT = {
    "type": "written",
    "scope": ["public"],
    "patientSawText": True,
    "obtainedIn": "2026-10",
    "language": "en",
    "attested": True,
}
NOTICE = {"kind": "erratum", "changes": BODY, "reason": REASON}
NOTE = {"note": REASON}
RULING = {"decision": "accept", "letter": BODY}
VERDICT = {
    "snapshotId": "@snapshot_id:privreply",
    "outcome": "dismiss",
    "ruleId": "IN-05",
    "reason": REASON,
}
VERDICT_FORM = {
    "snapshot_id": "@snapshot_id:privreply",
    "outcome": "dismiss",
    "rule_id": "IN-05",
    "reason": REASON,
}
VERIFY = {
    "profession": "physician",
    "jurisdiction": "United Kingdom",
    "register": "gb_gmc",
    "number": "7012346",
    "evidence": REASON,
}
REVIEW = {"commentsToAuthors": BODY}
CITATION = {"citation": "TY  - JOUR\nTI  - Another article\nER  - \n"}
LOG = {"title": "Reading", "day": "2026-01-01", "minutes": 30, "reflection": REASON + REASON}
CLAIM = {"system": "ama_cat2", "quarters": 1, "reflection": REASON, "attested": True}
DRAFT = {"case_id": "draft"}
FIGURE = {"case_id": "draft", "file_id": "draft"}
LOOKERS = CLINICIANS - AUTHORS - {"decliner"}  # whoever declined to be an author has a part in it
AT_REVIEW = {"review_id": "inreview"}
PRIV_FLAG = {"flag_id": "privreply"}
KEY = "00000000-0000-4000-8000-000000000001"

FORUMS = {
    "POST /api/forums/boards": may("administrator", json=BOARD),
    "PUT /api/forums/boards/{board_id}": may("administrator", json=BOARD, board_id="priv"),
    "PUT /api/forums/boards/{board_id}/follow": may(MEMBERS, board_id="priv"),
    "DELETE /api/forums/boards/{board_id}/follow": may(MEMBERS, board_id="priv"),
    "POST /api/forums/boards/{board_id}/threads": may(
        MEMBERS, json={"title": "A question", "body": BODY}, board_id="priv"
    ),
    "PATCH /api/forums/posts/{post_id}": may("author", json={"body": BODY, "version": 1}, post_id="pubreply"),
    "PUT /api/forums/threads/{thread_id}/answer": may(
        "author moderator", json={"postId": "@post_id:pubreply"}, thread_id="pubthread"
    ),
    "DELETE /api/forums/threads/{thread_id}/answer": may("author moderator", thread_id="pubthread"),
    "PUT /api/forums/threads/{thread_id}/lock": may(
        "moderator", json={"reason": REASON}, thread_id="pubthread"
    ),
    "DELETE /api/forums/threads/{thread_id}/lock": may("moderator", thread_id="pubthread"),
    "PUT /api/forums/threads/{thread_id}/follow": may(MEMBERS, thread_id="privthread"),
    "DELETE /api/forums/threads/{thread_id}/follow": may(MEMBERS, thread_id="privthread"),
    "POST /api/forums/threads/{thread_id}/posts": may(MEMBERS, json={"body": BODY}, thread_id="privthread"),
    "POST /boards/{slug}/follow": may(MEMBERS, form={"following": "1"}, slug="priv"),
    "POST /boards/{slug}/new": may(
        MEMBERS, form={"title": "A question", "body": BODY, "kind": "question", "key": KEY}, slug="priv"
    ),
    "POST /posts/{post_id}/edit": may("author", form={"body": BODY, "version": 1}, post_id="pubreply"),
    "POST /threads/{thread_id}": may(MEMBERS, form={"body": BODY, "key": KEY}, thread_id="privthread"),
    "POST /threads/{thread_id}/answer": may(
        "author moderator", form={"post_id": "@post_id:pubreply"}, thread_id="pubthread"
    ),
    "POST /threads/{thread_id}/follow": may(MEMBERS, form={"following": "1"}, thread_id="privthread"),
    "POST /threads/{thread_id}/lock": may("moderator", form={"reason": REASON}, thread_id="pubthread"),
    "POST /threads/{thread_id}/note": may("moderator", form={"note": BODY}, thread_id="pubthread"),
    "POST /threads/{thread_id}/unlock": may("moderator", thread_id="pubthread"),
}
WRITING = {
    "POST /api/cases/write-ups": may(CLINICIANS, json={"title": "A new case"}),
    "POST /api/cases/{case_id}/authors": may(AUTHORS, json={"personId": "@person_id:invitee"}, **DRAFT),
    "POST /api/cases/{case_id}/authors/me": may(AUTHORS | {"decliner"}, json={"accept": True}, **DRAFT),
    "PUT /api/cases/{case_id}/authors/me/disclosure": may(AUTHORS, json={"none": True}, **DRAFT),
    "PUT /api/cases/{case_id}/authors/me/roles": may(AUTHORS, json={"roles": {}}, **DRAFT),
    "PUT /api/cases/{case_id}/authors/order": may(AUTHORS, json=ORDER, **DRAFT),
    "POST /api/cases/{case_id}/authors/order/answer": may(
        AUTHORS, json={"proposalId": "@proposal_id:draft", "agree": True}, **DRAFT
    ),
    "POST /api/cases/{case_id}/authors/roles": may(AUTHORS, json=ROLE, **DRAFT),
    "POST /api/cases/{case_id}/authors/me/roles/answer": may(
        AUTHORS, json={"role": "software", "accept": True}, **DRAFT
    ),
    "POST /api/cases/{case_id}/disputes": may(
        AUTHORS, json={"authorId": "@author_id:#0", "role": "software", "reason": REASON}, **DRAFT
    ),
    "DELETE /api/cases/{case_id}/disputes/{dispute_id}": may(AUTHORS, dispute_id="draft", **DRAFT),
    "POST /api/cases/{case_id}/disputes/{dispute_id}/request": may(AUTHORS, dispute_id="draft", **DRAFT),
    "POST /api/cases/{case_id}/acknowledgements": may(
        AUTHORS, json={"personId": "@person_id:invitee", "text": BODY}, **DRAFT
    ),
    "DELETE /api/cases/{case_id}/acknowledgements/{acknowledgement_id}": may(
        AUTHORS, acknowledgement_id="draft", **DRAFT
    ),
    "POST /api/cases/acknowledgements/{acknowledgement_id}/answer": may(
        "clinician", json={"accept": True}, acknowledgement_id="asked"
    ),
    "DELETE /api/cases/{case_id}/authors/{author_id}": may(AUTHORS, author_id="#0", **DRAFT),
    "POST /api/cases/{case_id}/figures": may(AUTHORS, **DRAFT),
    "PUT /api/cases/{case_id}/figures/{file_id}": may(AUTHORS, json={}, **FIGURE),
    "POST /api/cases/{case_id}/figures/{file_id}/up": may(AUTHORS, **FIGURE),
    "DELETE /api/cases/{case_id}/figures/{file_id}": may(AUTHORS, **FIGURE),
    "POST /api/files/{file_id}/pictures/{number}/redaction": may(
        AUTHORS, json={"boxes": [], "seen": ""}, number="1", file_id="draft"
    ),
    "POST /api/files/{file_id}/pictures/{number}/clean": may(AUTHORS, number="1", file_id="draft"),
    "POST /api/files/{file_id}/attestation": may(AUTHORS, json={"attested": True}, file_id="draft"),
    "DELETE /api/files/{file_id}/attestation": may(AUTHORS, file_id="draft"),
    "POST /api/files/{file_id}/look": may(LOOKERS, file_id="draft"),
    "POST /api/files/{file_id}/verdict": may(LOOKERS, json={"approve": True}, file_id="draft"),
    "PUT /api/cases/{case_id}/consent": may(AUTHORS, json=CONSENT, **DRAFT),
    "POST /api/cases/{case_id}/consent/withdrawal": may(DESK, json={"sure": True}, case_id="published"),
    "POST /cases/{case_id}/consent/withdraw": may(DESK, form={"sure": "1"}, case_id="published"),
    "PUT /api/cases/{case_id}/sections/{key}": may(
        AUTHORS, json={"body": BODY, "version": 1}, key="discussion", **DRAFT
    ),
    "PUT /api/cases/{case_id}/sections/{key}/explanation": may(
        AUTHORS, json={"finding": "0" * 32, "why": REASON}, key="discussion", **DRAFT
    ),
    "POST /api/cases/{case_id}/sections/{key}/findings": may(
        AUTHORS | {"decliner"}, json={"body": BODY}, key="discussion", **DRAFT
    ),
    "POST /api/cases/{case_id}/sections/{key}/replacement": may(
        AUTHORS, json={"finding": "0" * 32, "version": 1}, key="discussion", **DRAFT
    ),
    "PUT /api/cases/{case_id}/settings": may(AUTHORS, json={}, **DRAFT),
    "POST /api/cases/{case_id}/milestones": may(AUTHORS, json={"name": "As it was"}, **DRAFT),
    "POST /cases/{case_id}/history": may(AUTHORS, form={"name": "As it was"}, **DRAFT),
    "POST /api/cases/{case_id}/sections/{key}/restoration": may(
        AUTHORS, json={"to": 1, "version": 2}, key="discussion", **DRAFT
    ),
    "POST /cases/{case_id}/write/{key}/restore": may(
        AUTHORS, form={"to": "1", "version": "2"}, key="discussion", **DRAFT
    ),
    "POST /api/cases/{case_id}/opposed": may(
        AUTHORS, json={"personId": "@person_id:clinician", "why": REASON}, **DRAFT
    ),
    "DELETE /api/cases/{case_id}/opposed/{person_id}": may(AUTHORS, person_id="clinician", **DRAFT),
    "POST /cases/{case_id}/opposed": may(
        AUTHORS, form={"person_id": "@person_id:clinician", "why": REASON}, **DRAFT
    ),
    "POST /cases/{case_id}/opposed/remove": may(AUTHORS, form={"person_id": "@person_id:clinician"}, **DRAFT),
    "POST /api/cases/{case_id}/works": may(AUTHORS, json={"text": "10.1186/1752-1947-7-223"}, **DRAFT),
    "DELETE /api/cases/{case_id}/works/{key}": may(AUTHORS, key="nobody2020", **DRAFT),
    "POST /cases/{case_id}/works": may(AUTHORS, form={"text": "10.1186/1752-1947-7-223"}, **DRAFT),
    "POST /cases/{case_id}/works/remove": may(AUTHORS, form={"key": "nobody2020"}, **DRAFT),
    "POST /api/cases/{case_id}/submission": may(AUTHORS, json={}, **DRAFT),
    "POST /api/cases/{case_id}/withdrawal": may(AUTHORS, json={}, **DRAFT),
    "POST /cases/new": may(CLINICIANS, form={"title": "A new case"}),
    "POST /cases/{case_id}/authors/answer": may(AUTHORS | {"decliner"}, form={"answer": "accept"}, **DRAFT),
    "POST /cases/{case_id}/authors/disclosure": may(AUTHORS, form={"none": "1"}, **DRAFT),
    "POST /cases/{case_id}/authors/invite": may(AUTHORS, form={"person_id": "@person_id:invitee"}, **DRAFT),
    "POST /cases/{case_id}/authors/order": may(AUTHORS, form={"corresponding": "@author_id:#0"}, **DRAFT),
    "POST /cases/{case_id}/authors/order/answer": may(
        AUTHORS, form={"proposal_id": "@proposal_id:draft", "answer": "agree"}, **DRAFT
    ),
    "POST /cases/{case_id}/authors/roles/propose": may(
        AUTHORS, form={"author_id": "@author_id:#0", "role": "software", "degree": "lead"}, **DRAFT
    ),
    "POST /cases/{case_id}/authors/roles/answer": may(
        AUTHORS, form={"role": "software", "answer": "accept"}, **DRAFT
    ),
    "POST /cases/{case_id}/authors/dispute": may(
        AUTHORS, form={"author_id": "@author_id:#0", "role": "software", "reason": REASON}, **DRAFT
    ),
    "POST /cases/{case_id}/authors/dispute/step": may(
        AUTHORS, form={"dispute_id": "@dispute_id:draft", "act": "back"}, **DRAFT
    ),
    "POST /cases/{case_id}/acknowledgements": may(
        AUTHORS, form={"person_id": "@person_id:invitee", "text": BODY}, **DRAFT
    ),
    "POST /cases/{case_id}/acknowledgements/remove": may(
        AUTHORS, form={"acknowledgement_id": "@acknowledgement_id:draft"}, **DRAFT
    ),
    "POST /acknowledgements/{acknowledgement_id}": may(
        "clinician", form={"answer": "accept"}, acknowledgement_id="asked"
    ),
    "POST /cases/{case_id}/authors/remove": may(AUTHORS, form={"author_id": "@author_id:#0"}, **DRAFT),
    "POST /cases/{case_id}/authors/roles": may(AUTHORS, **DRAFT),
    "POST /cases/{case_id}/figures": may(AUTHORS, **DRAFT),
    "POST /cases/{case_id}/figures/{file_id}": may(AUTHORS, form={"act": "take_back"}, **FIGURE),
    "POST /cases/{case_id}/figures/{file_id}/pictures/{number}": may(
        AUTHORS, form={"act": "clean"}, number="1", **FIGURE
    ),
    "POST /looks/{file_id}/take": may(LOOKERS, file_id="draft"),
    "POST /looks/{file_id}": may(LOOKERS, form={"act": "approve"}, file_id="draft"),
    "POST /cases/{case_id}/submit": may(AUTHORS, **DRAFT),
    "POST /cases/{case_id}/withdraw": may(AUTHORS, **DRAFT),
    "POST /api/cases/{case_id}/correction/request": may(AUTHORS, json=NOTE, case_id="published"),
    "POST /api/cases/{case_id}/correction/submission": may(AUTHORS, json=NOTE, case_id="published"),
    "POST /cases/{case_id}/challenge": may(SIGNED_IN, form={"body": BODY}, case_id="published"),
    "POST /cases/{case_id}/correction": may(AUTHORS, form={**NOTE, "act": "ask"}, case_id="published"),
    "POST /cases/{case_id}/write": may(AUTHORS, **DRAFT),
    "POST /cases/{case_id}/write/consent": may(
        AUTHORS, form={"type": "written", "scope": "public", "attested": "1"}, **DRAFT
    ),
    "POST /cases/{case_id}/write/{key}": may(
        AUTHORS, form={"body": BODY, "version": 1}, key="discussion", **DRAFT
    ),
    "POST /cases/{case_id}/write/{key}/finding": may(
        AUTHORS, form={"finding": "0" * 32, "why": REASON, "act": "explain"}, key="discussion", **DRAFT
    ),
}
EDITING = {
    "POST /api/cases/collections": may("administrator", json=COLLECTION),
    "POST /cases/collections": may("administrator", form={**COLLECTION, "blind_mode": "double"}),
    "POST /api/cases/{case_id}/reviews": may(
        "editor", json={"personId": "@person_id:clinician"}, case_id="submitted"
    ),
    "POST /api/cases/{case_id}/decision": may("editor", json=RULING, case_id="inreview"),
    "POST /api/cases/{case_id}/authors/order/confirmation": may(
        "editor",
        json={"proposalId": "@proposal_id:inreview", "agree": False, "reason": REASON},
        case_id="inreview",
    ),
    "POST /cases/{case_id}/editorial/authors": may(
        "editor",
        form={"proposal_id": "@proposal_id:inreview", "answer": "decline", "reason": REASON},
        case_id="inreview",
    ),
    "POST /api/cases/{case_id}/disputes/{dispute_id}/ruling": may(
        "editor", json={"outcome": "none", "reason": REASON}, dispute_id="draft", **DRAFT
    ),
    "POST /cases/{case_id}/disputes": may(
        "editor", form={"dispute_id": "@dispute_id:draft", "outcome": "none", "reason": REASON}, **DRAFT
    ),
    "POST /api/cases/{case_id}/consent/confirmation": may("editor", case_id="submitted"),
    "POST /cases/{case_id}/editorial/consent": may("editor", case_id="submitted"),
    "POST /api/cases/{case_id}/publication": may("editor", case_id="inreview"),
    "POST /api/cases/{case_id}/retraction": may("editor", json={"reason": REASON}, case_id="published"),
    "POST /api/cases/{case_id}/notices": may("editor", json=NOTICE, case_id="published"),
    "POST /api/cases/{case_id}/deposit": may("editor", case_id="published"),
    "POST /cases/{case_id}/editorial/deposit": may("editor", case_id="published"),
    "POST /api/cases/{case_id}/correction/opening": may("editor", json=NOTE, case_id="published"),
    "POST /api/cases/{case_id}/correction/closing": may("editor", json=NOTE, case_id="published"),
    "POST /cases/{case_id}/editorial/notice": may("editor", form=NOTICE, case_id="published"),
    "POST /cases/{case_id}/editorial/correction": may(
        "editor", form={**NOTE, "act": "open"}, case_id="published"
    ),
    "POST /api/cases/reviews/{review_id}/acceptable": may("editor", json={}, **AT_REVIEW),
    "POST /api/cases/{case_id}/exceptions": may(
        "editor", json={"personId": "@person_id:clinician", "why": REASON}, case_id="submitted"
    ),
    "POST /api/cases/exceptions/{exception_id}/answer": may(
        "editor", json={"accept": True}, exception_id="inreview"
    ),
    "POST /cases/{case_id}/editorial/exception": may(
        "editor", form={"person_id": "@person_id:clinician", "why": REASON}, case_id="submitted"
    ),
    "POST /cases/{case_id}/editorial/exception/answer": may(
        "editor", form={"exception_id": "@exception_id:inreview", "answer": "grant"}, case_id="inreview"
    ),
    "POST /api/cases/reviews/{review_id}/again": may("editor", **AT_REVIEW),
    "POST /api/cases/reviews/{review_id}/cancellation": may("editor", **AT_REVIEW),
    "POST /cases/{case_id}/editorial/ask": may(
        "editor", form={"person_id": "@person_id:clinician"}, case_id="submitted"
    ),
    "POST /api/cases/{case_id}/reversal": may("editor", json={"reason": REASON}, case_id="inreview"),
    "POST /cases/{case_id}/editorial/reverse": may("editor", form={"reason": REASON}, case_id="inreview"),
    "POST /cases/{case_id}/editorial/decide": may("editor", form=RULING, case_id="inreview"),
    "POST /cases/{case_id}/editorial/publish": may("editor", case_id="inreview"),
    "POST /cases/{case_id}/editorial/retract": may("editor", form={"reason": REASON}, case_id="published"),
    "POST /cases/{case_id}/editorial/review": may(
        "editor", form={"review_id": "@review_id:inreview", "act": "cancel"}, case_id="inreview"
    ),
    "PUT /api/cases/reviews/{review_id}": may("reviewer", json=REVIEW, **AT_REVIEW),
    "POST /api/cases/reviews/{review_id}/answer": may("reviewer", json={"accept": True}, **AT_REVIEW),
    "POST /api/cases/reviews/{review_id}/submission": may("reviewer", json=REVIEW, **AT_REVIEW),
    "POST /reviews/{review_id}": may("reviewer", form={"comments_to_authors": BODY}, **AT_REVIEW),
    "POST /reviews/{review_id}/answer": may("reviewer", form={"answer": "accept"}, **AT_REVIEW),
}
MODERATION = {
    "PUT /api/moderation/flags/{flag_id}/claim": may("moderator warden", **PRIV_FLAG),
    "DELETE /api/moderation/flags/{flag_id}/claim": may("moderator warden", **PRIV_FLAG),
    "POST /api/moderation/flags/{flag_id}/decision": may("moderator warden", json=VERDICT, **PRIV_FLAG),
    "POST /api/moderation/flags/{flag_id}/second": may(
        "moderator warden", json={"agreed": True, "snapshotId": "@snapshot_id:privreply"}, **PRIV_FLAG
    ),
    "POST /api/moderation/reports": may(
        MEMBERS, json={"kind": "post", "id": "@post_id:privopening", "reason": "other"}
    ),
    "POST /api/moderation/decisions/{decision_id}/appeal": may(
        "author", json={"text": REASON}, decision_id="#0"
    ),
    "POST /api/moderation/decisions/{decision_id}/answer": may(
        NOBODY, json={"agreed": True, "reason": REASON}, decision_id="#0"
    ),
    "POST /api/moderation/disclosures": own(json={"none": True}),
    "POST /moderation/flags/{flag_id}": may("moderator warden", form=VERDICT_FORM, **PRIV_FLAG),
    "POST /moderation/flags/{flag_id}/claim": may("moderator warden", **PRIV_FLAG),
    "POST /moderation/flags/{flag_id}/release": may("moderator warden", **PRIV_FLAG),
    "POST /moderation/flags/{flag_id}/second": may(
        "moderator warden", form={"answer": "confirm", "snapshot_id": "@snapshot_id:privreply"}, **PRIV_FLAG
    ),
    "POST /moderation/decisions/{decision_id}/appeal": may("author", form={"text": REASON}, decision_id="#0"),
    # The moderator who removed the post is no other than the one the appeal is against.
    "POST /moderation/decisions/{decision_id}/answer": may(
        NOBODY, form={"answer": "overturn", "reason": REASON}, decision_id="#0"
    ),
    "POST /report": may(MEMBERS, form={"reason": "other"}, query="?kind=post&id=@post_id:privopening"),
    "POST /account/disclosures": own(none="1"),
}
ROOMS = {
    "POST /api/realtime/rooms": on_a_board(json={"title": "A meeting", "boardId": "@board_id:priv"}),
    "POST /api/realtime/rooms/{room_id}/end": may("insider", room_id="pub"),
    "POST /api/realtime/rooms/{room_id}/ticket": may(MEMBERS, json={"acknowledged": True}, room_id="priv"),
    "POST /conferences/new": on_a_board(
        form={"title": "A meeting", "when": "now", "board_id": "@board_id:priv"}
    ),
    "POST /rooms/{room_id}/end": may("insider", room_id="pub"),
}
CLUBS = {
    "POST /api/clubs/articles": may(CLINICIANS, json=CITATION),
    "POST /clubs/articles/new": may(CLINICIANS, form=CITATION),
    "POST /clubs/articles/{article_id}": may(
        CLINICIANS & MEMBERS, form={"board": "@board_id:priv"}, article_id="article"
    ),
}
CREDIT = {
    "POST /api/credit/claims": may("author", json={**CLAIM, "evidenceId": "@evidence_id:log"}),
    "POST /api/credit/log": own(json=LOG),
    "PUT /api/credit/systems": own(json={"systems": []}),
    "POST /credit/evidence/{evidence_id}": may("author", form=CLAIM, evidence_id="log"),
    "POST /credit/log": own(**LOG),
    "POST /credit/systems": own(),
}
PERSON = {"person_id": "clinician"}
APPOINTMENT = {"role": "moderator", "reason": REASON}
COMPANY = {"organisation_id": "#0"}
OFFICE = {
    "POST /office/boards/new": may("administrator", form=BOARD),
    "POST /office/boards/{board_id}": may("administrator", form=BOARD, board_id="priv"),
    "POST /office/boards/{board_id}/admit": may(
        "administrator", form={"person_id": "@person_id:clinician"}, board_id="priv"
    ),
    "POST /office/boards/{board_id}/expel": may(
        "administrator", form={"person_id": "@person_id:insider"}, board_id="priv"
    ),
    "POST /office/organisations/new": may("administrator", form=ORGANISATION),
    "POST /office/organisations/{organisation_id}": may("administrator", form=ORGANISATION, **COMPANY),
    "POST /office/organisations/{organisation_id}/links": may(
        "administrator", form={"relation": "sister", "other": "@organisation_id:#0"}, **COMPANY
    ),
    "POST /office/organisations/{organisation_id}/unlink": may(
        "administrator", form={"other": "@organisation_id:#0"}, **COMPANY
    ),
    "POST /office/people/{person_id}/grant": may("administrator", form=APPOINTMENT, **PERSON),
    "POST /office/people/{person_id}/name": may(
        "administrator registrar", form={"name": "Another Name", "reason": REASON}, **PERSON
    ),
    "POST /office/people/{person_id}/revoke": may("administrator registrar", form=APPOINTMENT, **PERSON),
    "POST /office/verifications/{request_id}": may(
        "registrar", form={"granted": "yes", "reason": REASON}, request_id="#1"
    ),
    "POST /api/identity/verifications/{request_id}/decision": may(
        "registrar", json={"granted": True, "reason": REASON}, request_id="#1"
    ),
}
PASSWORD = {"present_password": "a guess"}
ACCOUNT = {
    "PATCH /api/identity/me": own(json={"name": "Another Name"}),
    "DELETE /api/identity/sessions/{session_id}": may("author", session_id="author"),
    "POST /api/identity/tokens": own(json={"name": "mine", "scopes": ["read"]}),
    "DELETE /api/identity/tokens/{token_id}": may("author", token_id="#0"),
    "POST /api/identity/verifications": own(json=VERIFY),
    "POST /api/inbox/notifications/read": own(),
    "POST /api/inbox/notifications/{notification_id}/read": may("clinician", notification_id="clinician"),
    "POST /account": own(name="Another Name"),
    "POST /account/data/erase": own(**PASSWORD, sure="1"),
    "POST /account/security/password": own(**PASSWORD, password="a long new pass phrase"),
    "POST /account/security/sessions": own(),
    "POST /account/security/two-step/begin": own(**PASSWORD),
    "POST /account/security/two-step/codes": own(**PASSWORD),
    "POST /account/security/two-step/confirm": own(code="123456"),
    "POST /account/security/two-step/off": own(**PASSWORD),
    "POST /account/tokens": own(name="mine", scopes="read", days=30),
    "POST /account/tokens/revoke": may("author", form={"token": "@token_id:#0"}),
    "POST /account/verification": own(**VERIFY),
    "POST /account/verification/withdraw": own(),
    "POST /inbox/read": own(),
    "POST /preferences": OPEN,
    "POST /sign-up": OPEN,
    "POST /confirm": OPEN,
    "POST /sign-in": OPEN,
    "POST /sign-in/code": OPEN,
    "POST /sign-out": OPEN,
    "POST /reset": OPEN,
    "POST /reset/new": OPEN,
}
ACTS: dict[str, Act] = {
    **FORUMS,
    **WRITING,
    **EDITING,
    **MODERATION,
    **ROOMS,
    **CLUBS,
    **CREDIT,
    **OFFICE,
    **ACCOUNT,
}
