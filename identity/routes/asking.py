"""Who asks, as far as routes must know."""

from uuid import UUID

from core.errors import SignInRequired
from core.policy import Viewer
from identity import policy
from identity.errors import NotWithAToken


def member(viewer: Viewer) -> UUID:
    """Raises SignInRequired."""
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


def in_person(viewer: Viewer) -> UUID:
    """For what an access token may not do. Raises SignInRequired, NotWithAToken."""
    person_id = member(viewer)
    if not policy.may_manage_account(viewer, person_id):
        raise NotWithAToken
    return person_id
