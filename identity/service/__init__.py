"""What people do here. Callers own the transaction."""

from identity.service.organisations import (
    change_organisation,
    link_organisations,
    linked,
    list_organisation,
    organisation,
    organisations,
    organisations_by_ids,
)
from identity.service.people import (
    all_cards,
    find_people,
    mark_public_author,
    people_by_ids,
    profile,
)
from identity.service.roles import grant_role, grants_of, people_with_role, revoke_role

__all__ = [
    "all_cards",
    "change_organisation",
    "find_people",
    "grant_role",
    "grants_of",
    "link_organisations",
    "linked",
    "list_organisation",
    "mark_public_author",
    "organisation",
    "organisations",
    "organisations_by_ids",
    "people_by_ids",
    "people_with_role",
    "profile",
    "revoke_role",
]
