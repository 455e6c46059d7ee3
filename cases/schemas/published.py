"""Views of what is published."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cases.schemas.base import View
from cases.schemas.frozen import Publication


class CaseRow(View, frozen=True, kw_only=True):
    """A published case in a list; `version_id` of the last row is the cursor for the next page."""

    id: UUID
    version_id: UUID
    title: str
    byline: list[str]
    summary: str
    specialty: str
    status: str
    published_at: datetime


class VersionRow(View, frozen=True, kw_only=True):
    id: UUID
    number: int
    content_hash: str
    published_at: datetime


class NoticeView(View, frozen=True, kw_only=True):
    """`about`: the number of the version it speaks of; `said_in`: of the version that says it, if any."""

    kind: str
    about: int
    said_in: int | None
    changes_html: str
    reason_html: str
    issued_at: datetime


class PublishedCase(View, frozen=True, kw_only=True):
    """A version as everybody reads it. `hidden`: held or removed, shown to authors and moderators only.

    `doi`: registered for this version, or of an imported case. `files`: formats in which it is there to take
    away; others are being made.
    """

    id: UUID
    status: str
    hidden: Literal["", "held", "removed"]
    hidden_reason: str
    collection_id: UUID | None
    version: VersionRow
    publication: Publication
    doi: str = ""
    files: list[str] = []
    notices: list[NoticeView]


class RegistrationView(View, frozen=True, kw_only=True):
    """How a version's DOI fares, for its editors. `said`: the registry's words, or why it did not answer."""

    number: int
    doi: str
    state: Literal["waiting", "sent", "registered", "refused", "removing", "removed"]
    said: str
    attempts: int
    tried_at: datetime | None
