"""Writing: a new case, its sections, its record of consent. Nothing acknowledged is lost."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.care import BY_KEY, WRITTEN, Kind, Slot, keywords_of
from cases.errors import BadSectionText, NotWritable, SectionChanged, SectionNotFound, VerifiedAuthorsOnly
from cases.events import CaseChanged, SectionSaved
from cases.models import Author, Case, Section, SectionRevision
from cases.schemas import CaseDraft, CaseSettings, Made, Versioned
from cases.service import access, founding
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.ids import new_id
from core.markdown import VERSION, render
from core.policy import Viewer
from forums import service as forums
from identity import service as identity


async def start(session: AsyncSession, *, viewer: Viewer, draft: CaseDraft) -> Made:
    """A new draft of which the viewer is first and corresponding author.

    Raises SignInRequired, VerifiedAuthorsOnly, CollectionNotFound, ThreadNotFound, BadSectionText.
    """
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_write_up(viewer):
        raise VerifiedAuthorsOnly
    if draft.collection_id is not None:
        await founding.existing(session, draft.collection_id)
    if draft.thread_id is not None:
        await forums.thread(session, viewer, thread_id=draft.thread_id)
    title = _checked(BY_KEY["title"], draft.title)
    case = Case(
        id=new_id(),
        collection_id=draft.collection_id,
        created_by=viewer.person_id,
        title=title,
        article_type=draft.article_type,
        specialty=draft.specialty,
        source_thread_id=draft.thread_id,
    )
    session.add(case)
    await session.flush()
    sections = {slot.key: Section(case_id=case.id, key=slot.key) for slot in WRITTEN}
    first = Author(
        case_id=case.id, person_id=viewer.person_id, position=1, corresponding=True, state="accepted"
    )
    session.add_all([first, *sections.values()])
    _write(session, sections["title"], BY_KEY["title"], title, _me(viewer))
    await session.flush()
    await publish(session, CaseChanged(case_id=case.id))
    return Made(id=case.id)


async def change_settings(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: CaseSettings
) -> None:
    """Specialty, and until the first submission collection and type. Raises as `save_section`.

    None is changed by a correction: lists of published cases show them.
    """
    case = await access.to_write(session, viewer, case_id)
    if case.current_version_id is not None:
        raise NotWritable(state=case.status)
    if draft.collection_id is not None:
        await founding.existing(session, draft.collection_id)
    case.specialty = draft.specialty
    if case.submitted_at is None:
        case.collection_id = draft.collection_id
        case.article_type = draft.article_type or case.article_type
    await session.flush()
    await publish(session, CaseChanged(case_id=case.id))


async def save_section(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, body: str, version: int
) -> Versioned:
    """Keep a section's text; `version` is the one it began from. Saving the same text again changes nothing.

    Raises SectionNotFound, CaseNotFound, InvitationOpen, NotWritable, BadSectionText and, when somebody else
    saved in between, SectionChanged: its context has `yours`, `theirs`, `version`, `editor`, `edited_at`.
    """
    slot = BY_KEY.get(key)
    if slot is None or slot.kind is Kind.CONSENT:
        raise SectionNotFound
    case = await access.to_write(session, viewer, case_id)
    text = _checked(slot, body)
    section = await section_of(session, case_id, key)
    if section.body != text:
        if section.version != version:
            raise await _changed(session, section, text)
        await keep(session, case, section, text=text, person_id=_me(viewer))
    return Versioned(version=section.version, saved_at=section.edited_at or section.created_at)


async def keep(
    session: AsyncSession, case: Case, section: Section, *, text: str, person_id: UUID, shared: bool = False
) -> None:
    """Keep a normal text as the section's next version, and tell of it. Lists show a title's beginning."""
    slot = BY_KEY[section.key]
    _write(session, section, slot, text, person_id)
    if slot.key == "title" and text:
        case.title = text[: slot.most_characters]
    await session.flush()
    saved = SectionSaved(case_id=case.id, section=slot.key, editor_id=person_id, text=text, shared=shared)
    await publish(session, saved)


def _write(session: AsyncSession, section: Section, slot: Slot, text: str, person_id: UUID) -> None:
    section.body = text
    section.body_html = render(text).html if slot.is_markdown else ""
    section.body_version = VERSION
    section.version = (section.version or 0) + 1
    section.edited_by, section.edited_at = person_id, clock.now()
    session.add(
        SectionRevision(
            case_id=section.case_id,
            key=section.key,
            version=section.version,
            body=text,
            editor_id=person_id,
            created_at=section.edited_at,
        )
    )


def normal(slot: Slot, body: str) -> str:
    """A text as sections keep it: no space around it, lines on one line, keywords parted by commas."""
    text = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if slot.kind is Kind.LINE:
        text = " ".join(text.split())
    return ", ".join(keywords_of(text)) if slot.kind is Kind.KEYWORDS else text


def _checked(slot: Slot, body: str) -> str:
    text = normal(slot, body)
    if len(text) > slot.most_characters or (slot.kind is Kind.LINE and not text):
        raise BadSectionText(section=slot.key, most_characters=slot.most_characters)
    return text


async def section_of(session: AsyncSession, case_id: UUID, key: str) -> Section:
    found = await session.execute(
        select(Section).where(Section.case_id == case_id, Section.key == key), execution_options=access.FRESH
    )
    return found.scalar_one()


async def _changed(session: AsyncSession, section: Section, text: str) -> SectionChanged:
    cards = await identity.people_by_ids(session, [section.edited_by] if section.edited_by else [])
    editor = next((card.name for card in cards.values()), "")
    return SectionChanged(
        section=section.key,
        yours=text,
        theirs=section.body,
        version=section.version,
        editor=editor,
        edited_at=(section.edited_at or section.created_at).isoformat(),
    )


def _me(viewer: Viewer) -> UUID:
    assert viewer.person_id is not None
    return viewer.person_id
