"""Who may see and do what with people. Every outlet that shows a person asks here."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_

from core.policy import Grant, Role, Viewer
from identity.models import Person

# Whoever types commands on the server itself: the demo, the command line.
OPERATOR = Viewer(name="operator", grants=frozenset({Grant(Role.ADMINISTRATOR), Grant(Role.REGISTRAR)}))


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """People whose card `viewer` may open.

    Members see members; a guest sees those who chose to write where everybody reads.
    """
    present = Person.erased_at.is_(None)
    if viewer.signed_in or viewer is OPERATOR:
        return present
    return and_(present, Person.public_author_since.is_not(None))


def may_read_profile(viewer: Viewer) -> bool:
    """The whole card: languages, affiliation, ORCID. A guest reads name, specialty and verification only."""
    return viewer.signed_in


def may_add_people(viewer: Viewer) -> bool:
    """Without a letter that proves the address."""
    return viewer.has(Role.ADMINISTRATOR)


def may_manage_roles(viewer: Viewer) -> bool:
    return viewer.has(Role.ADMINISTRATOR)


def may_revoke(viewer: Viewer, role: Role) -> bool:
    """Administrators take every role back, registrars what registrars gave."""
    return may_manage_roles(viewer) or (role == Role.VERIFIED_CLINICIAN and viewer.has(Role.REGISTRAR))


def may_decide_verifications(viewer: Viewer) -> bool:
    return viewer.has(Role.REGISTRAR)


def may_manage_organisations(viewer: Viewer) -> bool:
    return viewer.has(Role.ADMINISTRATOR)


def may_manage_account(viewer: Viewer, person_id: UUID | None) -> bool:
    """Passwords, sessions, access tokens: the person alone, and never by an access token."""
    return viewer.signed_in and viewer.token_scopes is None and viewer.person_id == person_id
