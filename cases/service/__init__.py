"""What people and other packages do with cases. Callers own the transaction."""

from cases.blind import reviewer_of
from cases.service.amending import publish_notice, retract
from cases.service.arbitrating import arbitration, arbitrations
from cases.service.authorship import (
    answer_invitation,
    invite_author,
    refuse_to_change_published,
    remove_author,
)
from cases.service.citations import add_works, remove_work, works
from cases.service.consenting import confirm_not_identifiable, images_covered, record_consent
from cases.service.correcting import ask_correction, close_correction, hand_in_correction, open_correction
from cases.service.deskwork import desk, dossier, editors_of
from cases.service.disclosing import disclose
from cases.service.discussion import KINDS as THREADS
from cases.service.discussion import challenge_of
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
from cases.service.milestones import milestones, name_state, restore_text, since, since_version
from cases.service.opposing import oppose, opposed, unoppose
from cases.service.ordering import answer_order, decide_order, propose_order
from cases.service.picking import ask_exception, candidates, suggestions
from cases.service.picturing import add_figure, describe_figure, figures_of, move_figure, remove_figure
from cases.service.publication import publish
from cases.service.reading import (
    CaseDocument,
    CaseTexts,
    document,
    door,
    listed_ids,
    published,
    published_case,
    shown_to_all,
    specialties,
    texts_for_screening,
    versions,
    visible_ids,
)
from cases.service.registering import deposit_again
from cases.service.reminding import remind
from cases.service.renditions import MEDIA_TYPES, Format, cannot_be_made, without_pictures
from cases.service.renditions import file as file_of
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
from cases.service.screening import explain_finding, findings_in, replace_finding
from cases.service.submission import author_ids, submit, withdraw
from cases.service.thanking import acknowledge, answer_thanks, take_thanks_out, thanks
from cases.service.withdrawing import addresses_of, consent_ledger, withdraw_consent, words_of_sealed
from cases.service.writing import gaps, my_write_ups, section_history, write_up

__all__ = [
    "MEDIA_TYPES",
    "THREADS",
    "CaseDocument",
    "CaseTexts",
    "Feed",
    "FeedEntry",
    "Format",
    "Imported",
    "acknowledge",
    "add_figure",
    "add_works",
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
    "ask_correction",
    "ask_exception",
    "ask_for_ruling",
    "author_ids",
    "cancel_review",
    "candidates",
    "cannot_be_made",
    "challenge_of",
    "change_settings",
    "claim_roles",
    "close_correction",
    "collection_by_slug",
    "collections",
    "confirm_not_identifiable",
    "consent_ledger",
    "create_collection",
    "decide",
    "decide_order",
    "deposit_again",
    "describe_figure",
    "desk",
    "disclose",
    "dispute_role",
    "document",
    "door",
    "dossier",
    "editors_of",
    "explain_finding",
    "feed",
    "figures_of",
    "file_of",
    "findings_in",
    "gaps",
    "hand_in_correction",
    "hold",
    "images_covered",
    "import_published",
    "invite_author",
    "listed_ids",
    "lock",
    "mark_acceptable",
    "milestones",
    "move_figure",
    "my_reviews",
    "my_write_ups",
    "name_state",
    "open_correction",
    "oppose",
    "opposed",
    "order_authors",
    "propose_order",
    "propose_role",
    "publish",
    "publish_notice",
    "published",
    "published_case",
    "record_consent",
    "refuse_to_change_published",
    "release",
    "remind",
    "remove",
    "remove_author",
    "remove_figure",
    "remove_work",
    "replace_finding",
    "request_review",
    "restore",
    "restore_text",
    "retract",
    "reverse",
    "review_sheet",
    "reviewer_of",
    "rule_on_role",
    "save_review",
    "save_section",
    "section_history",
    "shown_to_all",
    "since",
    "since_version",
    "specialties",
    "start",
    "submit",
    "submit_review",
    "suggestions",
    "take_dispute_back",
    "take_thanks_out",
    "texts_for_screening",
    "thanks",
    "unoppose",
    "versions",
    "visible_ids",
    "withdraw",
    "withdraw_consent",
    "without_pictures",
    "words_of_sealed",
    "works",
    "write_up",
]
