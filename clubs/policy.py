"""Who may see and do what with articles. Every outlet asks here."""

from sqlalchemy import ColumnElement

from clubs.models import Article
from core.policy import Viewer


def visible_to(viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG001 - the shape of every such claim
    """On Article: citations of published works are everybody's, but for our cases that nobody may see now."""
    return Article.hidden_at.is_(None)


def may_add(viewer: Viewer) -> bool:
    return viewer.is_verified


def may_discuss(viewer: Viewer) -> bool:
    """Whether one may open the discussion; which boards allow it is for the forums to say."""
    return viewer.is_verified
