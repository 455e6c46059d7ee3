"""Screening what people write, in the transaction in which they write it."""

from collections.abc import Collection
from uuid import UUID

from anyio import to_thread
from msgspec import to_builtins
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.events import CaseSubmitted, SectionSaved
from core import audit
from core.events import publish
from core.ids import new_id
from forums import service as forums
from forums.events import PostEdited, PostWritten, ThreadOpened
from moderation.events import ContentFlagged, ContentHeld
from moderation.models import Flag, Proposal, Report, Snapshot, State
from moderation.screens import NOTHING_KNOWN, Band, Facts, Screening, screen
from moderation.screens.ties import company_of_name
from moderation.service.disclosures import disclosures, facts_of, stamp_of
from moderation.subjects import OWNERS, Subject
from moderation.words import N_

HELD = N_("Held until a moderator has looked: a screen found signs of commercial bias.")
LARGE = 20_000  # code points; larger texts are read outside the event loop


async def screen_post(session: AsyncSession, event: PostWritten | PostEdited | ThreadOpened) -> None:
    """A post was written or changed: stamp it with its author's disclosure and screen it (IN-07, IN-13)."""
    subject = await OWNERS["post"].subject(session, event.post_id)
    new = not isinstance(event, PostEdited)
    stamp = await stamp_of(session, person_id=subject.author_ids[0]) if new else None
    if stamp is not None:
        await forums.stamp_disclosure(session, post_id=event.post_id, text=stamp)
    flag = None if new else await open_flag(session, kind="post", subject_id=event.post_id)
    await _judge(session, subject, flag)


async def screen_case(session: AsyncSession, event: CaseSubmitted) -> None:
    flag = await open_flag(session, kind="case", subject_id=event.case_id)
    await _judge(session, await OWNERS["case"].subject(session, event.case_id), flag)


async def screen_section(session: AsyncSession, event: SectionSaved) -> None:
    """Drafts are their authors' business; a case with an open flag was submitted, so we look again."""
    flag = await open_flag(session, kind="case", subject_id=event.case_id)
    if flag is not None:
        await _judge(session, await OWNERS["case"].subject(session, event.case_id), flag)


async def read(session: AsyncSession, subject: Subject) -> Screening:
    """The screens' reading of a subject. Who wrote it matters once a company is concerned, or for a case."""
    found = await _screened(subject.body, NOTHING_KNOWN)
    in_content = subject.kind == "case"
    if not (found.companies or in_content):
        return found
    facts = await facts_of(session, person_ids=subject.author_ids, content_role=in_content)
    return await _screened(subject.body, facts)


async def ties_to(
    session: AsyncSession, text: str, person_ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Names of the companies that `text` concerns and that each person declared a tie to."""
    concerned = (await _screened(text, NOTHING_KNOWN)).companies
    if not concerned:
        return {}
    signed = await disclosures(session, person_ids=person_ids)
    found = {
        person_id: tuple(tie.company for tie in view.items if company_of_name(tie.company) in concerned)
        for person_id, view in signed.items()
    }
    return {person_id: names for person_id, names in found.items() if names}


async def _screened(body: str, facts: Facts) -> Screening:
    if len(body) <= LARGE:
        return screen(body, facts=facts)
    return await to_thread.run_sync(lambda: screen(body, facts=facts))


async def _judge(session: AsyncSession, subject: Subject, flag: Flag | None) -> None:
    """Write what a screen says of a subject into its open flag, opening one when the score asks for it."""
    found = await read(session, subject)
    if flag is None:
        if found.band == Band.NONE or await _dismissed_before(session, subject, found):
            return
        flag = await raise_flag(session, subject, found)
    else:
        await _look_again(session, flag, subject, found)
    if found.band == Band.HOLD and not flag.held:
        await _hold(session, flag)


async def open_flag(session: AsyncSession, *, kind: str, subject_id: UUID) -> Flag | None:
    """The flag of a subject that the caller has locked, locked too."""
    mine = (Flag.subject_kind == kind, Flag.subject_id == subject_id, Flag.state != State.CLOSED)
    locked = select(Flag).where(*mine).with_for_update().execution_options(populate_existing=True)
    flag: Flag | None = await session.scalar(locked)
    return flag


async def raise_flag(session: AsyncSession, subject: Subject, found: Screening) -> Flag:
    """A new flag with its first snapshot. The caller has locked the subject: nobody else raises one now."""
    flag = Flag(
        id=new_id(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        scope_id=subject.scope_id,
        title=subject.title or await OWNERS[subject.kind].title(session, subject.id),
        author_ids=subject.author_ids,
        companies=list(found.companies),
        signals=_signals(found),
        score=found.score,
        snapshot_id=new_id(),
    )
    session.add(flag)
    await session.flush()
    await _keep(session, flag, subject, found)
    await _note(session, flag, "moderation.flagged")
    await publish(
        session,
        ContentFlagged(
            flag_id=flag.id, subject_kind=flag.subject_kind, subject_id=flag.subject_id, score=flag.score
        ),
    )
    return flag


async def _look_again(session: AsyncSession, flag: Flag, subject: Subject, found: Screening) -> None:
    """The text of an open flag changed: keep it too, and give it back to the queue if it waited for this.

    A removal that was proposed on the text before is void. A clean text closes nothing by itself: a person
    decides, so that an edit is no way to slip through.
    """
    flag.snapshot_id = new_id()
    flag.title, flag.author_ids = subject.title or flag.title, subject.author_ids
    flag.companies = sorted(set(flag.companies) | set(found.companies))
    reported = await session.scalar(select(Report.id).where(Report.flag_id == flag.id).limit(1))
    flag.signals = _signals(found) + (["B13"] if reported else [])
    flag.score = max(found.score, flag.score if reported else 0)
    await session.execute(
        update(Proposal)
        .where(Proposal.flag_id == flag.id, Proposal.confirmed.is_(None))
        .values(confirmed=False)
    )
    if flag.state in {State.WAITING, State.PROPOSED}:
        flag.state, flag.claimed_by, flag.claimed_until = State.OPEN, None, None
    await _keep(session, flag, subject, found)
    await _note(session, flag, "moderation.text_changed")


async def _keep(session: AsyncSession, flag: Flag, subject: Subject, found: Screening) -> None:
    session.add(
        Snapshot(
            id=flag.snapshot_id,
            flag_id=flag.id,
            body=subject.body,
            findings=[to_builtins(finding) for finding in found.findings],
            score=found.score,
        )
    )
    await session.flush()


async def _hold(session: AsyncSession, flag: Flag) -> None:
    flag.held = True
    await OWNERS[flag.subject_kind].hold(session, flag.subject_id, HELD)
    await _note(session, flag, "moderation.held")
    await publish(
        session, ContentHeld(flag_id=flag.id, subject_kind=flag.subject_kind, subject_id=flag.subject_id)
    )


async def _dismissed_before(session: AsyncSession, subject: Subject, found: Screening) -> bool:
    """Whether a moderator closed a flag on this subject in which all of these findings stood already."""
    findings = await session.scalar(
        select(Snapshot.findings)
        .join(Flag, Flag.snapshot_id == Snapshot.id)
        .where(Flag.subject_kind == subject.kind, Flag.subject_id == subject.id)
        .order_by(Flag.id.desc())
        .limit(1)
    )
    known = [(f["reason"], f["params"]) for f in findings or ()]
    return bool(known) and all((f.reason, f.params) in known for f in found.findings)


def _signals(found: Screening) -> list[str]:
    return sorted({finding.signal for finding in found.findings}, key=lambda signal: int(signal[1:]))


async def _note(session: AsyncSession, flag: Flag, act: str) -> None:
    await audit.record(
        session,
        actor_id=None,
        act=act,
        subject_kind=flag.subject_kind,
        subject_id=flag.subject_id,
        detail={"flag": str(flag.id), "score": flag.score, "signals": flag.signals},
    )
