"""What people and other packages do with cases. Callers own the transaction."""

from cases.blind import reviewer_of
from cases.service.authorship import (
    answer_invitation,
    claim_roles,
    disclose,
    invite_author,
    order_authors,
    remove_author,
)
from cases.service.consenting import confirm_not_identifiable, images_covered, record_consent
from cases.service.deskwork import desk, dossier, editors_of
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
from cases.service.picking import ask_exception, candidates, suggestions
from cases.service.picturing import add_figure, describe_figure, figures_of, move_figure, remove_figure
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
from cases.service.screening import explain_finding, replace_finding
from cases.service.submission import author_ids, submit, withdraw
from cases.service.withdrawing import addresses_of, consent_ledger, withdraw_consent, words_of_sealed
from cases.service.writing import gaps, my_write_ups, section_history, write_up

__all__ = [
    "CaseDocument",
    "CaseTexts",
    "Feed",
    "FeedEntry",
    "Imported",
    "add_figure",
    "addresses_of",
    "answer_exception",
    "answer_invitation",
    "answer_request",
    "ask_again",
    "ask_exception",
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
    "describe_figure",
    "desk",
    "disclose",
    "document",
    "door",
    "dossier",
    "editors_of",
    "explain_finding",
    "feed",
    "figures_of",
    "gaps",
    "hold",
    "images_covered",
    "import_published",
    "invite_author",
    "listed_ids",
    "lock",
    "mark_acceptable",
    "move_figure",
    "my_reviews",
    "my_write_ups",
    "order_authors",
    "publish",
    "published",
    "published_case",
    "record_consent",
    "release",
    "remind",
    "remove",
    "remove_author",
    "remove_figure",
    "replace_finding",
    "request_review",
    "restore",
    "retract",
    "reverse",
    "review_sheet",
    "reviewer_of",
    "save_review",
    "save_section",
    "section_history",
    "specialties",
    "start",
    "submit",
    "submit_review",
    "suggestions",
    "texts_for_screening",
    "versions",
    "visible_ids",
    "withdraw",
    "withdraw_consent",
    "words_of_sealed",
    "write_up",
]
