"""What people and other packages do with cases. Callers own the transaction."""

from cases.blind import reviewer_of
from cases.service.arbitrating import arbitration, arbitrations
from cases.service.authorship import (
    answer_invitation,
    invite_author,
    refuse_to_change_published,
    remove_author,
)
from cases.service.consenting import confirm_not_identifiable, images_covered, record_consent
from cases.service.deskwork import desk, dossier, editors_of
from cases.service.disclosing import disclose
from cases.service.drafting import change_settings, save_section, start
from cases.service.editing import (
    answer_exception,
    ask_again,
    cancel_review,
    decide,
    mark_acceptable,
    request_review,
    reverse,
)
from cases.service.feeding import Feed, FeedEntry, feed
from cases.service.founding import collection_by_slug, collections, create_collection
from cases.service.hiding import hold, lock, release, remove, restore
from cases.service.importing import Imported, import_published
from cases.service.ordering import answer_order, decide_order, propose_order
from cases.service.picking import ask_exception, candidates, suggestions
from cases.service.publication import publish, retract
from cases.service.reading import (
    CaseDocument,
    CaseTexts,
    document,
    door,
    listed_ids,
    published,
    published_case,
    specialties,
    texts_for_screening,
    versions,
    visible_ids,
)
from cases.service.reminding import remind
from cases.service.reviewing import answer_request, my_reviews, review_sheet, save_review, submit_review
from cases.service.roles import (
    answer_role,
    ask_for_ruling,
    claim_roles,
    dispute_role,
    propose_role,
    rule_on_role,
    take_dispute_back,
)
from cases.service.screening import explain_finding, replace_finding
from cases.service.submission import author_ids, submit, withdraw
from cases.service.thanking import acknowledge, answer_thanks, take_thanks_out, thanks
from cases.service.withdrawing import addresses_of, consent_ledger, withdraw_consent, words_of_sealed
from cases.service.writing import gaps, my_write_ups, section_history, write_up

__all__ = [
    "CaseDocument",
    "CaseTexts",
    "Feed",
    "FeedEntry",
    "Imported",
    "acknowledge",
    "addresses_of",
    "answer_exception",
    "answer_invitation",
    "answer_order",
    "answer_request",
    "answer_role",
    "answer_thanks",
    "arbitration",
    "arbitrations",
    "ask_again",
    "ask_exception",
    "ask_for_ruling",
    "author_ids",
    "cancel_review",
    "candidates",
    "change_settings",
    "claim_roles",
    "collection_by_slug",
    "collections",
    "confirm_not_identifiable",
    "consent_ledger",
    "create_collection",
    "decide",
    "decide_order",
    "desk",
    "disclose",
    "dispute_role",
    "document",
    "door",
    "dossier",
    "editors_of",
    "explain_finding",
    "feed",
    "gaps",
    "hold",
    "images_covered",
    "import_published",
    "invite_author",
    "listed_ids",
    "lock",
    "mark_acceptable",
    "my_reviews",
    "my_write_ups",
    "propose_order",
    "propose_role",
    "publish",
    "published",
    "published_case",
    "record_consent",
    "refuse_to_change_published",
    "release",
    "remind",
    "remove",
    "remove_author",
    "replace_finding",
    "request_review",
    "restore",
    "retract",
    "reverse",
    "review_sheet",
    "reviewer_of",
    "rule_on_role",
    "save_review",
    "save_section",
    "section_history",
    "specialties",
    "start",
    "submit",
    "submit_review",
    "suggestions",
    "take_dispute_back",
    "take_thanks_out",
    "texts_for_screening",
    "thanks",
    "versions",
    "visible_ids",
    "withdraw",
    "withdraw_consent",
    "words_of_sealed",
    "write_up",
]
