"""What people do here, by verb group. Callers own the transaction."""

from identity.service.credentials import ask_to_reset, change_password, reset_password
from identity.service.joining import add_person, ask_to_join, join, limit_letters, person_with
from identity.service.likeness import Likeness, clinicians, likenesses
from identity.service.organisations import (
    change_organisation,
    link_organisations,
    linked,
    list_organisation,
    organisation,
    organisations,
    organisations_by_ids,
    unlink_organisations,
)
from identity.service.people import (
    all_cards,
    find_people,
    mark_public_author,
    people_by_ids,
    profile,
    visible_ids,
)
from identity.service.profiles import change_profile, correct_name, own_profile, set_preferences
from identity.service.roles import grant_role, grants_of, office_people, people_with_role, revoke_role
from identity.service.second_factor import (
    begin_second_factor,
    check_code,
    codes_left,
    confirm_second_factor,
    end_second_factor,
    has_second_factor,
    new_recovery_codes,
    second_factor_address,
)
from identity.service.signing_in import email_of, limit_codes, prove_password, recognise
from identity.service.tokens import bearer, make_token, revoke_token, tokens_of
from identity.service.verification import (
    ask_for_verification,
    decide_verification,
    own_verifications,
    verification,
    verification_queue,
    withdraw_verification,
)

__all__ = [
    "Likeness",
    "add_person",
    "all_cards",
    "ask_for_verification",
    "ask_to_join",
    "ask_to_reset",
    "bearer",
    "begin_second_factor",
    "change_organisation",
    "change_password",
    "change_profile",
    "check_code",
    "clinicians",
    "codes_left",
    "confirm_second_factor",
    "correct_name",
    "decide_verification",
    "email_of",
    "end_second_factor",
    "find_people",
    "grant_role",
    "grants_of",
    "has_second_factor",
    "join",
    "likenesses",
    "limit_codes",
    "limit_letters",
    "link_organisations",
    "linked",
    "list_organisation",
    "make_token",
    "mark_public_author",
    "new_recovery_codes",
    "office_people",
    "organisation",
    "organisations",
    "organisations_by_ids",
    "own_profile",
    "own_verifications",
    "people_by_ids",
    "people_with_role",
    "person_with",
    "profile",
    "prove_password",
    "recognise",
    "reset_password",
    "revoke_role",
    "revoke_token",
    "second_factor_address",
    "set_preferences",
    "tokens_of",
    "unlink_organisations",
    "verification",
    "verification_queue",
    "visible_ids",
    "withdraw_verification",
]
