"""What in a write-up may tell who the patient is: replaced or explained, never certified (domain 3.1)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy, screening
from cases.care import BY_KEY, Kind
from cases.errors import CaseNotFound, FindingGone, SectionNotFound
from cases.events import CaseChanged
from cases.models import Case, Explanation, Section
from cases.schemas import (
    ExplainedFinding,
    ExplanationDraft,
    ExplanationView,
    PrivacyFinding,
    ReplacementDraft,
    Versioned,
)
from cases.service import access, drafting, people
from cases.service.transitions import note
from cases.states import WRITABLE
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.ids import new_id
from core.policy import Viewer

NOT_READ = frozenset({"references"})  # names, places and dates of the literature
AROUND = 60


async def findings_of(
    session: AsyncSession, *, case_id: UUID, texts: Mapping[str, str]
) -> dict[str, list[PrivacyFinding]]:
    """By section, in the order of the text, the same words once; with their explanations. Two queries."""
    read = {key: text for key, text in texts.items() if text and key not in NOT_READ}
    found = await to_thread.run_sync(lambda: {key: screening.read(text) for key, text in read.items()})
    kept = await _explanations(session, case_id)
    return {
        key: views for key, text in read.items() if (views := _views(case_id, key, text, found[key], kept))
    }


async def findings_in(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, text: str
) -> list[PrivacyFinding]:
    """What a section would be told of if it read `text`, which is kept nowhere: for whoever types it.

    Raises SignInRequired, CaseNotFound, SectionNotFound.
    """
    if not viewer.signed_in:
        raise SignInRequired
    if key not in BY_KEY or BY_KEY[key].kind is Kind.CONSENT:
        raise SectionNotFound
    mine = select(Case.id).where(Case.id == case_id, policy.authored_by(viewer), Case.status.in_(WRITABLE))
    if await session.scalar(mine) is None:
        raise CaseNotFound
    return (await findings_of(session, case_id=case_id, texts={key: text})).get(key, [])


async def explain_finding(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, draft: ExplanationDraft
) -> None:
    """Say why words may stay; the viewer stands for it, and the editors see it.

    Raises CaseNotFound, InvitationOpen, NotWritable, SectionNotFound, FindingGone.
    """
    await access.to_write(session, viewer, case_id)
    text, _ = await _section(session, case_id, key)
    finding = (await _standing(case_id, text, draft.finding))[0]
    values = {"why": draft.why.strip(), "explained_by": viewer.person_id, "created_at": clock.now()}
    await session.execute(
        insert(Explanation)
        .values(id=new_id(), case_id=case_id, section=key, finding=draft.finding, **values)
        .on_conflict_do_update(index_elements=["case_id", "section", "finding"], set_=values)
    )
    detail: dict[str, object] = {"section": key, "type": finding.type}
    await note(session, case_id, "finding_explained", actor_id=viewer.person_id, detail=detail)
    await publish(session, CaseChanged(case_id=case_id))


async def replace_finding(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, draft: ReplacementDraft
) -> Versioned:
    """Put other words, or none, wherever the found ones stand in a section, and save it.

    Raises as `save_section`, and FindingGone.
    """
    await access.to_write(session, viewer, case_id)
    text, version = await _section(session, case_id, key)
    if version != draft.version:
        raise FindingGone
    for finding in reversed(await _standing(case_id, text, draft.finding)):
        text = _replaced(text, finding, " ".join(draft.replacement.split()))
    return await drafting.save_section(
        session, viewer=viewer, case_id=case_id, key=key, body=text, version=version
    )


def unexplained(findings: Mapping[str, list[PrivacyFinding]]) -> list[str]:
    """Sections in which something is neither gone nor explained."""
    return [key for key, found in findings.items() if any(one.explanation is None for one in found)]


def explained(findings: Mapping[str, list[PrivacyFinding]]) -> list[ExplainedFinding]:
    """What stays and why, as it is frozen for the editors."""
    return [
        ExplainedFinding(
            section=one.section,
            quote=one.quote,
            type=one.type,
            why=one.explanation.why,
            by=one.explanation.by.name if one.explanation.by else "",
            at=one.explanation.at,
        )
        for found in findings.values()
        for one in found
        if one.explanation
    ]


async def _explanations(session: AsyncSession, case_id: UUID) -> dict[tuple[str, str], ExplanationView]:
    columns = (
        Explanation.section,
        Explanation.finding,
        Explanation.why,
        Explanation.explained_by,
        Explanation.created_at,
    )
    rows = (await session.execute(select(*columns).where(Explanation.case_id == case_id))).all()
    cards = await people.cards_of(session, {row.explained_by for row in rows})
    return {
        (r.section, r.finding): ExplanationView(why=r.why, by=cards.get(r.explained_by), at=r.created_at)
        for r in rows
    }


def _views(
    case_id: UUID,
    section: str,
    text: str,
    found: Sequence[screening.Finding],
    kept: Mapping[tuple[str, str], ExplanationView],
) -> list[PrivacyFinding]:
    views: dict[str, PrivacyFinding] = {}
    for one in found:
        quote = text[one.start : one.end]
        key = screening.key_of(case_id, one.type, quote)
        if key not in views:
            views[key] = PrivacyFinding(
                id=key,
                section=section,
                start=one.start,
                end=one.end,
                before=text[max(0, one.start - AROUND) : one.start],
                quote=quote,
                after=text[one.end : one.end + AROUND],
                type=one.type,
                rule_id=one.rule_id,
                suggestion=one.suggestion,
                explanation=kept.get((section, key)),
            )
    return list(views.values())


async def _section(session: AsyncSession, case_id: UUID, key: str) -> tuple[str, int]:
    found = await session.execute(
        select(Section.body, Section.version).where(Section.case_id == case_id, Section.key == key)
    )
    row = found.one_or_none()
    if row is None or key in NOT_READ:
        raise SectionNotFound
    return row.body, row.version


async def _standing(case_id: UUID, text: str, key: str) -> list[screening.Finding]:
    """Where the words of a finding stand in the text now. Raises FindingGone."""
    found = await to_thread.run_sync(screening.read, text)
    mine = [f for f in found if screening.key_of(case_id, f.type, text[f.start : f.end]) == key]
    if not mine:
        raise FindingGone
    return mine


def _replaced(text: str, finding: screening.Finding, by: str) -> str:
    """With nothing in its place, one of the two spaces around it goes too."""
    before, after = text[: finding.start], text[finding.end :]
    if not by and before.endswith(" ") and after[:1] in {" ", ".", ",", ";", ":", ")"}:
        before = before[:-1]
    return before + by + after
