"""Who may see and do what with cases. Every outlet asks here."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select

from cases import blind
from cases.models import Acknowledgement, Author, Case, Collection, RoleDispute
from cases.states import PRESENT, PUBLIC, STANDING, WRITABLE, Correction
from core.policy import Role, Viewer


def may_write_up(viewer: Viewer) -> bool:
    return viewer.is_verified


def may_found_collection(viewer: Viewer) -> bool:
    return viewer.has(Role.ADMINISTRATOR)


def edits_somewhere(viewer: Viewer) -> bool:
    return any(grant.role == Role.EDITOR for grant in viewer.grants)


def moderates(viewer: Viewer) -> bool:
    return viewer.has(Role.MODERATOR)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """On Case: may see the case with its authors' names.

    Published cases are everybody's unless held or removed. Before that a case is its authors', and, once it
    was submitted, its editors'. Reviewers are not here: they read
    `cases.service.review_sheet`, which names nobody.
    """
    if not viewer.signed_in:
        return listed()
    shown = is_public() if moderates(viewer) else listed()
    return or_(shown, authored_by(viewer), handled_by(viewer))


def visible_case_ids(viewer: Viewer) -> Select[UUID]:
    """The same claim for what belongs to a case elsewhere: rooms."""
    return select(Case.id).where(visible_to(viewer))


def is_public() -> ColumnElement[bool]:
    """On Case: has been published. Whether it may be seen now is for `visible_to`."""
    return and_(Case.current_version_id.is_not(None), Case.status.in_(PUBLIC))


def listed() -> ColumnElement[bool]:
    """On Case: published and neither held nor removed, so that lists and indexes show it to everybody."""
    return and_(is_public(), Case.held_at.is_(None), Case.removed_at.is_(None))


def open_for_writing() -> ColumnElement[bool]:
    """On Case: `cases.states.writable`."""
    correcting = and_(Case.status.in_(STANDING), Case.correction == Correction.OPEN.value)
    return or_(Case.status.in_(WRITABLE), correcting)


def authored_by(viewer: Viewer, *states: str) -> ColumnElement[bool]:
    """On Case: the viewer is an author, by default also one who has not answered the invitation yet.

    An invitation to somebody who reviews the case is withheld from them: it would say who wrote it.
    """
    if not viewer.signed_in:
        return false()
    wanted = states or PRESENT
    mine = select(Author.case_id).where(Author.person_id == viewer.person_id, Author.state.in_(wanted))
    if "invited" not in wanted:
        return Case.id.in_(mine)
    accepted = mine.where(Author.state == "accepted")
    return or_(Case.id.in_(accepted), and_(Case.id.in_(mine), not_(blind.still_reviews(viewer.person_id))))


def handled_by(viewer: Viewer) -> ColumnElement[bool]:
    """On Case: a submitted case of a collection the viewer edits, and has no other part in."""
    return and_(on_desk_of(viewer), not_(involved(viewer)))


def on_desk_of(viewer: Viewer) -> ColumnElement[bool]:
    """On Case: submitted to a collection that the viewer edits."""
    if viewer.has(Role.EDITOR):
        return and_(Case.submitted_at.is_not(None), Case.collection_id.is_not(None))
    scopes = viewer.scopes_of(Role.EDITOR)
    return and_(Case.submitted_at.is_not(None), Case.collection_id.in_(scopes)) if scopes else false()


def thanked(viewer: Viewer) -> ColumnElement[bool]:
    """On Acknowledgement and Case: it is the viewer whom the authors want to thank.

    Withheld from somebody who reviews the case, and where a moderator took the case out.
    """
    if not viewer.signed_in:
        return false()
    me = Acknowledgement.person_id == viewer.person_id
    return and_(me, Case.removed_at.is_(None), not_(blind.still_reviews(viewer.person_id)))


def arbitrates(viewer: Viewer) -> ColumnElement[bool]:
    """On Case: its authors asked the editors of its collection, of whom the viewer is one, about a role.

    It need not be handed in: the editor sees names and roles, and nothing of the write-up.
    """
    asked = exists(select(RoleDispute.id).where(RoleDispute.case_id == Case.id, RoleDispute.state == "asked"))
    scopes = viewer.scopes_of(Role.EDITOR)
    everywhere = viewer.has(Role.EDITOR)
    edits = Case.collection_id.is_not(None) if everywhere else Case.collection_id.in_(scopes)
    return and_(edits, asked, not_(involved(viewer))) if everywhere or scopes else false()


def involved(viewer: Viewer) -> ColumnElement[bool]:
    """On Case: author (whatever the answer to the invitation) or reviewer."""
    author = exists(select(Author.id).where(Author.case_id == Case.id, Author.person_id == viewer.person_id))
    return or_(author, blind.reviews_case(viewer.person_id))


def assigned_to(viewer: Viewer) -> ColumnElement[bool]:
    """On Review: the viewer is the reviewer."""
    return blind.is_reviewer(viewer.person_id) if viewer.signed_in else false()


def edited_by(viewer: Viewer) -> ColumnElement[bool]:
    """On Collection."""
    if viewer.has(Role.EDITOR):
        return Collection.id.is_not(None)
    return Collection.id.in_(viewer.scopes_of(Role.EDITOR))
