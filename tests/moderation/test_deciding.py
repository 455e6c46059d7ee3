"""Reports, the queue, decisions by one and by two, and who may not decide."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.db import Sessions, transaction
from core.events import Bus
from core.policy import Viewer
from forums.schemas import BoardView
from identity.models import Person
from moderation import service
from moderation.errors import (
    AlreadyReported,
    DisclosureNeeded,
    EscalatedByYou,
    FlagClaimed,
    FlagClosed,
    FlagNotFound,
    MayNotModerate,
    NothingProposed,
    OwnContent,
    OwnReport,
    ProposalOpen,
    RelationToCompany,
    SecondPersonNeeded,
    SubjectNotFound,
    TextChanged,
)
from moderation.events import ModerationDecided
from moderation.models import Flag, Proposal, Report
from moderation.schemas import ReportDraft, SecondDraft
from moderation.service import Tab
from moderation.words import Outcome, ReportReason
from tests.moderation.conftest import (
    CALM,
    MILD,
    PITCH,
    Write,
    decide,
    disclose,
    moderating,
    shown,
    the_flag,
    viewing,
)
from tests.moderation.test_screening import edit
from tests.queries import count_queries


async def report(
    sessions: Sessions, person: Person, post: Any, reason: ReportReason = ReportReason.CONDUCT
) -> None:
    draft = ReportDraft(kind="post", id=post.post_id, reason=reason, text="Please look.")
    async with transaction(sessions) as session:
        await service.report(session, viewing(person), draft=draft)


async def second(sessions: Sessions, moderator: Viewer, flag: Flag, *, agreed: bool) -> None:
    async with transaction(sessions) as session:
        draft = SecondDraft(snapshot_id=flag.snapshot_id, agreed=agreed, reason="It can be edited.")
        await service.answer_proposal(session, moderator, flag_id=flag.id, draft=draft)


@pytest.fixture
def told(bus: Bus) -> list[ModerationDecided]:
    heard: list[ModerationDecided] = []

    async def hear(event: ModerationDecided) -> None:
        heard.append(event)

    bus.after[ModerationDecided].append(hear)
    return heard


async def test_a_report_brings_calm_prose_to_the_queue(
    sessions: Sessions, write: Write, ada: Person, ben: Person, mia: Person
) -> None:
    post = await write(ada, CALM)
    await report(sessions, ben, post)
    flag = await the_flag(sessions, post)
    assert (flag.score, flag.signals, flag.held) == (2, ["B13"], False)
    async with sessions() as session:
        view = await service.flag(session, moderating(mia), flag_id=flag.id)
    assert [r.reason for r in view.reports] == ["conduct"]


async def test_one_person_reports_a_thing_once_until_it_is_decided(
    *, sessions: Sessions, write: Write, ada: Person, ben: Person, gil: Person, mia: Person
) -> None:
    post = await write(ada, CALM)
    await report(sessions, ben, post)
    await report(sessions, gil, post)
    with pytest.raises(AlreadyReported):
        await report(sessions, ben, post)
    await decide(sessions, moderating(mia), await the_flag(sessions, post), Outcome.DISMISS)
    await report(sessions, ben, post)


async def test_what_one_may_not_see_cannot_be_reported(
    sessions: Sessions, write: Write, ada: Person, ben: Person
) -> None:
    held = await write(ada, PITCH)
    with pytest.raises(SubjectNotFound):
        await report(sessions, ben, held)


async def test_own_content_is_edited_not_reported(sessions: Sessions, write: Write, ada: Person) -> None:
    with pytest.raises(OwnContent):
        await report(sessions, ada, await write(ada, CALM))


async def test_reports_of_somebody_mostly_dismissed_weigh_less(
    sessions: Sessions, write: Write, ada: Person, ben: Person, mia: Person
) -> None:
    for _ in range(3):
        post = await write(ada, CALM)
        await report(sessions, ben, post)
        await decide(sessions, moderating(mia), await the_flag(sessions, post), Outcome.DISMISS)
    post = await write(ada, CALM)
    await report(sessions, ben, post)
    assert (await the_flag(sessions, post)).score == 1


async def test_the_queue_lists_what_waits_in_one_query(
    sessions: Sessions, write: Write, ada: Person, mia: Person
) -> None:
    posts = [await write(ada, text) for text in (MILD, PITCH, CALM)]
    async with sessions() as session, count_queries(sessions) as queries:
        rows = await service.queue(session, moderating(mia))
        assert len(queries) == 1, queries
        held = await service.queue(session, moderating(mia), tab=Tab.HELD)
        by_signal = await service.queue(session, moderating(mia), signal="B7")
        rest = await service.queue(session, moderating(mia), after=rows[0].id, limit=1)
        counts = await service.counts(session, moderating(mia))
    assert [row.subject_id for row in rows] == [posts[0].post_id, posts[1].post_id]
    assert [row.subject_id for row in held] == [row.subject_id for row in by_signal] == [posts[1].post_id]
    assert rest == rows[1:]
    assert counts == {"open": 2, "held": 1, "mine": 0, "second": 0, "waiting": 0}


async def test_members_have_no_queue(sessions: Sessions, ada: Person) -> None:
    async with sessions() as session:
        with pytest.raises(MayNotModerate):
            await service.queue(session, viewing(ada))


async def test_a_boards_moderator_sees_that_boards_queue_only(
    sessions: Sessions, write: Write, ada: Person, ben: Person, board: BoardView
) -> None:
    flag = await the_flag(sessions, await write(ada, MILD))
    here, elsewhere = moderating(ben, board.id), moderating(ben, ada.id)
    async with sessions() as session:
        assert [row.id for row in await service.queue(session, here)] == [flag.id]
        assert await service.queue(session, elsewhere) == []
        with pytest.raises(FlagNotFound):
            await service.flag(session, elsewhere, flag_id=flag.id)


async def test_a_moderator_does_not_meet_own_content_in_the_queue(
    sessions: Sessions, write: Write, mia_declared: Person
) -> None:
    flag = await the_flag(sessions, await write(mia_declared, MILD))
    async with sessions() as session:
        assert await service.queue(session, moderating(mia_declared)) == []
    with pytest.raises(FlagNotFound):
        await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)


async def test_a_claim_keeps_others_out_until_it_runs_out(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person, max_: Person
) -> None:
    flag = await the_flag(sessions, await write(ada, MILD))
    async with transaction(sessions) as session:
        await service.claim(session, moderating(mia_declared), flag_id=flag.id)
    async with sessions() as session:
        with pytest.raises(FlagClaimed):
            await service.claim(session, moderating(max_), flag_id=flag.id)
    with pytest.raises(FlagClaimed):
        await decide(sessions, moderating(max_), flag, Outcome.DISMISS)
    with clock.at(clock.now() + timedelta(minutes=31)):
        async with transaction(sessions) as session:
            await service.claim(session, moderating(max_), flag_id=flag.id)


async def test_a_claim_can_be_given_back(
    sessions: Sessions, write: Write, ada: Person, mia: Person, max_: Person
) -> None:
    flag = await the_flag(sessions, await write(ada, MILD))
    async with transaction(sessions) as session:
        await service.claim(session, moderating(mia), flag_id=flag.id)
        await service.release(session, moderating(mia), flag_id=flag.id)
        await service.claim(session, moderating(max_), flag_id=flag.id)


async def test_dismissing_shows_what_was_held_and_tells_the_author(
    *,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    told: list[ModerationDecided],
) -> None:
    post = await write(ada, PITCH)
    flag = await the_flag(sessions, post)
    decision = await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert await shown(session, post) == "visible"
    assert [(e.decision_id, e.author_id, e.outcome) for e in told] == [(decision, ada.id, "dismiss")]
    with pytest.raises(FlagClosed):
        await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)


async def test_nobody_is_told_of_a_flag_that_changed_nothing(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person, told: list[ModerationDecided]
) -> None:
    flag = await the_flag(sessions, await write(ada, MILD))
    await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert told == []


async def test_after_a_request_the_edited_text_comes_back_to_a_moderator(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person, mia_declared: Person
) -> None:
    post = await write(ada, PITCH)
    await decide(sessions, moderating(mia_declared), await the_flag(sessions, post), Outcome.REQUEST_EDIT)
    assert (await the_flag(sessions, post)).state == "waiting"
    await edit(sessions, ada, post.post_id, CALM)
    flag = await the_flag(sessions, post)
    assert (flag.state, flag.held) == ("open", True)
    await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert await shown(session, post) == "visible"


async def test_after_a_request_for_a_disclosure_signing_it_brings_the_post_back(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person
) -> None:
    post = await write(ada, MILD)
    await decide(sessions, moderating(mia_declared), await the_flag(sessions, post), Outcome.ADD_DISCLOSURE)
    await disclose(sessions, ada, "Boehringer Ingelheim")
    assert (await the_flag(sessions, post)).state == "open"


async def test_a_removal_needs_a_second_moderator(
    *,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    max_: Person,
    told: list[ModerationDecided],
) -> None:
    post = await write(ada, PITCH)
    mia, flag = moderating(mia_declared), await the_flag(sessions, post)
    assert await decide(sessions, mia, flag, Outcome.REMOVE) is None
    assert await shown(session, post) == "held"
    with pytest.raises(SecondPersonNeeded):
        await second(sessions, mia, flag, agreed=True)
    with pytest.raises(ProposalOpen):
        await decide(sessions, moderating(max_), flag, Outcome.DISMISS)
    assert told == []
    await second(sessions, moderating(max_), flag, agreed=True)
    assert await shown(session, post) == "removed"
    assert [event.outcome for event in told] == ["remove"]


async def test_a_second_moderator_can_send_a_removal_back(
    *,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    max_: Person,
) -> None:
    post = await write(ada, MILD)
    flag = await the_flag(sessions, post)
    await decide(sessions, moderating(mia_declared), flag, Outcome.REMOVE)
    await second(sessions, moderating(max_), flag, agreed=False)
    assert (await the_flag(sessions, post)).state == "open"
    assert await shown(session, post) == "visible"
    await decide(sessions, moderating(max_), flag, Outcome.REMOVE)
    await second(sessions, moderating(mia_declared), flag, agreed=True)


async def test_a_moderator_without_a_disclosure_decides_nothing_about_companies(
    sessions: Sessions, write: Write, ada: Person, ben: Person, mia: Person
) -> None:
    with pytest.raises(DisclosureNeeded):
        await decide(
            sessions, moderating(mia), await the_flag(sessions, await write(ada, MILD)), Outcome.DISMISS
        )
    post = await write(ada, CALM)
    await report(sessions, ben, post)
    await decide(sessions, moderating(mia), await the_flag(sessions, post), Outcome.DISMISS, rule_id="HO-03")


@pytest.mark.parametrize("name", ["Boehringer Ingelheim", "boehringer ingelheim GmbH", "BOEHRINGER"])
async def test_a_moderator_with_a_tie_to_the_company_may_not_decide(
    sessions: Sessions, write: Write, ada: Person, mia: Person, name: str
) -> None:
    await disclose(sessions, mia, name)
    flag = await the_flag(sessions, await write(ada, MILD))
    with pytest.raises(RelationToCompany):
        await decide(sessions, moderating(mia), flag, Outcome.DISMISS)
    async with sessions() as session:
        view = await service.flag(session, moderating(mia), flag_id=flag.id)
    assert view.obstacle == "RelationToCompany"


async def test_a_tie_to_another_company_is_no_obstacle(
    sessions: Sessions, write: Write, ada: Person, mia: Person
) -> None:
    await disclose(sessions, mia, "Pfizer")
    await decide(sessions, moderating(mia), await the_flag(sessions, await write(ada, MILD)), Outcome.DISMISS)


async def test_who_reported_does_not_decide(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person
) -> None:
    post = await write(ada, CALM)
    await report(sessions, mia_declared, post)
    with pytest.raises(OwnReport):
        await decide(sessions, moderating(mia_declared), await the_flag(sessions, post), Outcome.DISMISS)


async def test_a_decision_is_about_the_text_that_was_read(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person
) -> None:
    post = await write(ada, MILD)
    read = await the_flag(sessions, post)
    await edit(sessions, ada, post.post_id, CALM)
    with pytest.raises(TextChanged):
        await decide(sessions, moderating(mia_declared), read, Outcome.REMOVE)


async def test_a_removal_proposed_on_a_text_that_changed_is_void(
    *,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    max_: Person,
) -> None:
    post = await write(ada, PITCH)
    read = await the_flag(sessions, post)
    await decide(sessions, moderating(mia_declared), read, Outcome.REMOVE)
    await edit(sessions, ada, post.post_id, CALM)
    with pytest.raises(TextChanged):
        await second(sessions, moderating(max_), read, agreed=True)
    now = await the_flag(sessions, post)
    assert now.state == "open"
    with pytest.raises(NothingProposed):
        await second(sessions, moderating(max_), now, agreed=True)
    assert await shown(session, post) == "held"
    (void,) = (await session.scalars(select(Proposal))).all()
    assert (void.snapshot_id, void.confirmed, void.answered_by) == (read.snapshot_id, False, None)
    await decide(sessions, moderating(max_), now, Outcome.REMOVE)
    await second(sessions, moderating(mia_declared), now, agreed=True)
    await session.rollback()
    assert await shown(session, post) == "removed"


async def test_who_passes_a_flag_on_leaves_it_to_another(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person, max_: Person
) -> None:
    post = await write(ada, MILD)
    flag = await the_flag(sessions, post)
    assert await decide(sessions, moderating(mia_declared), flag, Outcome.ESCALATE) is None
    with pytest.raises(EscalatedByYou):
        await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert await decide(sessions, moderating(max_), flag, Outcome.DISMISS) is not None


async def test_reports_are_closed_with_the_outcome(
    *, sessions: Sessions, session: AsyncSession, write: Write, ada: Person, ben: Person, mia_declared: Person
) -> None:
    post = await write(ada, MILD)
    await report(sessions, ben, post, ReportReason.COMMERCIAL_BIAS)
    await decide(sessions, moderating(mia_declared), await the_flag(sessions, post), Outcome.REQUEST_EDIT)
    assert (await session.scalars(select(Report.upheld))).all() == [True]


async def test_every_step_is_in_the_audit_log_and_the_chain_holds(
    *,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    max_: Person,
) -> None:
    post = await write(ada, PITCH)
    flag = await the_flag(sessions, post)
    await decide(sessions, moderating(mia_declared), flag, Outcome.REMOVE)
    await second(sessions, moderating(max_), flag, agreed=True)
    wanted = select(audit.Entry).where(audit.Entry.subject_id == post.post_id).order_by(audit.Entry.seq)
    entries = (await session.scalars(wanted)).all()
    assert [(e.act, e.actor_id) for e in entries] == [
        ("moderation.flagged", None),
        ("moderation.held", None),
        ("moderation.removal_proposed", mia_declared.id),
        ("moderation.remove", max_.id),
    ]
    assert (await audit.verify(session))[1] is None
