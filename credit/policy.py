"""A ledger belongs to its learner; credit officers read it for an auditor, and that is audited."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from core.policy import Role, Viewer


def may_see_ledger(viewer: Viewer, learner_id: UUID) -> bool:
    return viewer.person_id == learner_id or may_inspect(viewer)


def may_inspect(viewer: Viewer) -> bool:
    return viewer.has(Role.CREDIT_OFFICER)


def visible_to(
    viewer: Viewer, learner: InstrumentedAttribute[UUID] | ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Rows whose `learner` column is the viewer; all rows for a credit officer; none for a guest."""
    if may_inspect(viewer):
        return true()
    return false() if viewer.person_id is None else learner == viewer.person_id
