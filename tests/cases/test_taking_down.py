"""Consent is withdrawn: the case is sealed at once, its copies are taken away, and the report says so."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api import wiring
from cases import errors, freshness, privacy, service
from cases.models import Collection, TakeDown
from cases.schemas import CollectionView, ConsentWithdrawal, CorrectionNote, NoticeDraft, TakeDownView
from cases.service import withdrawing
from cases.states import Kind
from cases.takedown import Steps, StillThere
from core import clock, mail
from core.audit import Entry
from core.db import Sessions, transaction
from core.outbox import Handler, Job, run_one
from core.outbox.worker import drain
from core.policy import GUEST, Role
from core.settings import Settings
from forums import service as forums
from forums.models import Post
from forums.schemas import BoardDraft
from identity.models import Person
from identity.policy import OPERATOR
from inbox import service as inbox
from inbox.models import Notification
from search.choice import index_of
from search.port import Filters
from search.query import parse
from tests.cases.conftest import TEXTS, ask, viewing
from tests.cases.test_pages import saw, send
from tests.conftest import Enter, someone

DoJobs = Callable[[], Awaitable[int]]
SURE = ConsentWithdrawal(reason="Told us by telephone.", sure=True)
WORDS = "marathon runner"


async def withdraw(sessions: Sessions, case_id: UUID, person: Person, *roles: Role) -> None:
    async with transaction(sessions) as session:
        await service.withdraw_consent(session, viewer=viewing(person, *roles), case_id=case_id, draft=SURE)


async def report(sessions: Sessions, case_id: UUID, person: Person) -> TakeDownView:
    async with sessions() as session:
        found = await service.consent_ledger(session, viewer=viewing(person), case_id=case_id)
    assert found.take_down is not None
    return found.take_down


async def found_in(sessions: Sessions, settings: Settings, kind: str) -> list[str]:
    """Titles in the index itself, on every board, whoever may see them."""
    async with sessions() as session:
        boards = frozenset(str(board.id) for board in await forums.boards(session, OPERATOR))
    hits = await index_of(settings).search(parse(WORDS), filters=Filters(boards=boards), limit=10)
    return [hit.document.title for hit in hits if hit.document.kind == kind]


@pytest.fixture
async def discussed(
    sessions: Sessions, accepted: UUID, collection: CollectionView, ed: Person, do_jobs: DoJobs
) -> UUID:
    """Ada's case, published in a collection whose board discusses it; all jobs done."""
    async with transaction(sessions) as session:
        board = await forums.create_board(session, OPERATOR, draft=BoardDraft(slug="heart", name="Heart"))
        placed = update(Collection).where(Collection.id == collection.id).values(board_id=board.id)
        await session.execute(placed)
    async with transaction(sessions) as session:
        await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=accepted)
    await do_jobs()
    return accepted


async def test_the_case_is_sealed_before_any_step_has_run(
    sessions: Sessions, discussed: UUID, ada: Person, ed: Person
) -> None:
    await withdraw(sessions, discussed, ada)
    async with sessions() as session:
        for who in (GUEST, viewing(ada), viewing(ed, Role.EDITOR, Role.MODERATOR)):
            for number in (None, 1):
                with pytest.raises(errors.CaseTakenDown):
                    await service.published_case(session, viewer=who, case_id=discussed, number=number)
            with pytest.raises(errors.CaseTakenDown):
                await service.versions(session, viewer=who, case_id=discussed)
        assert await service.published(session, viewer=viewing(ada)) == []
        assert await service.document(session, discussed) is None
        assert await service.specialties(session, viewer=GUEST) == []
        with pytest.raises(errors.CaseTakenDown):
            await service.write_up(session, viewer=viewing(ada), case_id=discussed)
        with pytest.raises(errors.CaseTakenDown):
            await service.section_history(session, viewer=viewing(ada), case_id=discussed, key="abstract")
        with pytest.raises(errors.CaseTakenDown):
            await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=discussed)


async def test_search_the_feed_the_inbox_the_outbox_and_the_export_hold_nothing(  # noqa: PLR0917
    sessions: Sessions,
    settings: Settings,
    discussed: UUID,
    ada: Person,
    ed: Person,
    ben: Person,
    as_: Enter,
    do_jobs: DoJobs,
) -> None:
    await _tell(sessions, discussed, ben)
    guest = await as_()
    feed = "/boards/heart/feed.atom"
    assert TEXTS["title"] in await saw(guest, feed)
    assert await found_in(sessions, settings, "case") == [TEXTS["title"]]
    assert await found_in(sessions, settings, "thread") == [TEXTS["title"]]

    await withdraw(sessions, discussed, ada)
    await do_jobs()

    assert await found_in(sessions, settings, "case") == []
    assert await found_in(sessions, settings, "thread") == []
    for path in (feed, "/boards/heart", "/cases", "/", f"/search?q={WORDS}"):
        assert TEXTS["title"] not in await saw(guest, path), path
    async with sessions() as session:
        [thread] = await forums.threads_about(session, about=("case", discussed))
        opening = await forums.document(session, kind="thread", id=thread)
        assert opening is not None
        assert TEXTS["title"] not in f"{opening.title} {opening.text}"
        assert await inbox.notifications(session, viewing(ben)) == []
        assert await inbox.unread_count(session, ben.id) == 0
        assert list(await session.scalars(select(Job).where(Job.kind == mail.KIND))) == [_unrelated]
        told = await privacy.export(session, ada.id)
    assert told["saved_texts"] == []
    assert "chest pain that had begun" not in str(told)
    assert TEXTS["title"] not in str(told)
    kinds = {step.name: step.taken for step in (await report(sessions, discussed, ada)).steps}
    assert (kinds["page"], kinds["versions"], kinds["mails"]) == (1, 1, 2)
    assert kinds["news"] >= 2


class _Unrelated:
    """Equal to the one mail that has nothing to do with the case."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and other.payload["subject"] == "Another matter"

    __hash__ = None  # type: ignore[assignment]


_unrelated = _Unrelated()


async def _tell(sessions: Sessions, case_id: UUID, person: Person) -> None:
    """News that lead to the case and to its thread, and mails that wait, one of them about it."""
    later = clock.now() + timedelta(hours=6)
    async with transaction(sessions) as session:
        (thread,) = await forums.threads_about(session, about=("case", case_id))
        to = [person.id]
        await inbox.tell(session, person_ids=to, kind="case.published", link=f"/cases/{case_id}")
        about = ("thread", thread)
        await inbox.tell(session, person_ids=to, kind="thread.reply", link="/posts/x", subject=about)
        (post, *_) = await forums.posts_about(session, about=("case", case_id))
        said = (("A case", f"https://x/cases/{case_id}"), ("A reply", f"https://x/posts/{post}"))
        for subject, text in (*said, ("Another matter", "Hello")):
            await mail.send(session, to="a@example.org", subject=subject, text=text)
        await session.execute(update(Job).where(Job.kind == mail.KIND).values(run_at=later))


async def test_what_threads_were_told_in_a_notice_goes_and_replies_of_others_stay(  # noqa: PLR0917
    sessions: Sessions, discussed: UUID, ada: Person, ben: Person, ed: Person, do_jobs: DoJobs
) -> None:
    async with transaction(sessions) as session:
        wrong = NoticeDraft(kind=Kind.ERRATUM, changes="She is 93 and lives in Oban.", reason="A slip.")
        editor = viewing(ed, Role.EDITOR)
        await service.publish_notice(session, viewer=editor, case_id=discussed, draft=wrong)
        (thread,) = await forums.threads_about(session, about=("case", discussed))
        await forums.reply(session, viewing(ben), thread_id=thread, body="I saw this too.")
    await withdraw(sessions, discussed, ada)
    await do_jobs()
    async with sessions() as session:
        posts = select(Post.body).where(Post.thread_id == thread).order_by(Post.number)
        said = list(await session.scalars(posts))
    assert [("Oban" in body, body == "I saw this too.") for body in said] == [
        (False, False),
        (False, False),
        (False, True),
    ]


async def test_the_audit_log_tells_that_a_correction_was_asked_for_and_not_in_which_words(
    sessions: Sessions, discussed: UUID, ada: Person
) -> None:
    async with transaction(sessions) as session:
        asked = CorrectionNote(note="She is 93 and lives in Oban.")
        await service.ask_correction(session, viewer=viewing(ada), case_id=discussed, draft=asked)
    async with sessions() as session:
        told = list(await session.scalars(select(Entry.detail).where(Entry.act == "cases.correction_ask")))
    assert told == [{"from": "", "to": "asked"}]


async def test_the_report_is_complete_and_everybody_concerned_is_told(
    *, sessions: Sessions, discussed: UUID, ada: Person, ed: Person, settings: Settings, do_jobs: DoJobs
) -> None:
    await withdraw(sessions, discussed, ed, Role.EDITOR)
    under_way = await report(sessions, discussed, ada)
    assert (under_way.completed_at, under_way.steps) == (None, [])
    await do_jobs()
    done = await report(sessions, discussed, ada)
    assert done.completed_at is not None
    assert [step.name for step in done.steps] == list(wiring.take_down_steps(settings))
    assert {step.state for step in done.steps} == {"done"}
    assert all(step.tried_at is not None and step.attempts == 1 for step in done.steps)
    async with sessions() as session:
        for person in (ada, ed):
            kinds = await session.scalars(
                select(Notification.kind).where(
                    Notification.person_id == person.id, Notification.link == f"/cases/{discussed}/consent"
                )
            )
            assert set(kinds) == {"case.consent_withdrawn", "case.taken_down"}


async def test_a_step_that_fails_is_told_tried_again_and_keeps_the_report_open(
    sessions: Sessions, discussed: UUID, ada: Person
) -> None:
    tries: list[UUID] = []
    said: list[str] = []

    async def stubborn(_: AsyncSession, case_id: UUID) -> int:
        tries.append(case_id)
        if len(tries) == 1:
            raise StillThere("image store")
        return 3

    async def broken(_: AsyncSession, __: UUID) -> int:
        said.append("Chest pain in a marathon runner")
        if len(said) == 1:
            raise ValueError(said[0])
        return 0

    steps: Steps = {"images": stubborn, "other": broken}
    jobs = {
        withdrawing.BEGIN: withdrawing.beginner(steps),
        withdrawing.STEP: withdrawing.worker(steps),
    }
    await withdraw(sessions, discussed, ada)
    await _drain(sessions, jobs)
    first = await report(sessions, discussed, ada)
    assert first.completed_at is None
    assert [(s.name, s.state, s.error) for s in first.steps] == [
        ("images", "failed", "StillThere image store"),
        ("other", "failed", "ValueError"),  # what it said may quote the text: it is not told
    ]
    with clock.at(clock.now() + timedelta(hours=1)):
        await _drain(sessions, jobs)
    last = await report(sessions, discussed, ada)
    assert last.completed_at is not None
    assert [(s.state, s.attempts, s.taken, s.error) for s in last.steps] == [
        ("done", 2, 3, ""),
        ("done", 2, 0, ""),
    ]
    assert tries == [discussed] * 2


async def _drain(sessions: Sessions, jobs: dict[str, Handler]) -> None:
    """These jobs alone; the others wait."""
    for kind in jobs:
        while await run_one(sessions, jobs, only=kind):
            pass


async def test_a_step_looks_whether_anything_is_left(
    sessions: Sessions, settings: Settings, discussed: UUID
) -> None:
    """Asked while the case is still public, those that only look say that it is there."""
    steps = wiring.take_down_steps(settings)
    for name in ("page", "versions", "lists", "exports", "search"):
        async with sessions() as session:
            with pytest.raises(StillThere):
                await steps[name](session, discussed)


async def test_a_job_done_twice_changes_nothing(
    sessions: Sessions, settings: Settings, discussed: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    await withdraw(sessions, discussed, ada)
    await do_jobs()
    before = await report(sessions, discussed, ada)
    jobs = wiring.jobs(settings)
    async with transaction(sessions) as session:
        entry = (await session.scalars(select(TakeDown.id))).one()
        payload = {"take_down_id": str(entry)}
        await jobs[withdrawing.BEGIN](session, payload)
    await drain(sessions, jobs)
    assert await report(sessions, discussed, ada) == before


async def test_reviewers_lose_the_manuscript_and_open_requests(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await withdraw(sessions, submitted, ada)
    async with sessions() as session:
        assert await service.my_reviews(session, viewer=viewing(rex)) == []
        with pytest.raises(errors.CaseTakenDown):
            await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
        with pytest.raises(errors.CaseNotFound):  # it never was public: nothing tells that it was there
            await service.published_case(session, viewer=GUEST, case_id=submitted)
        assert await service.desk(session, viewer=viewing(ed, Role.EDITOR)) == []


async def test_only_authors_and_editors_withdraw_and_only_once(
    *, sessions: Sessions, discussed: UUID, ada: Person, ben: Person, rex: Person, mia: Person
) -> None:
    unsure = ConsentWithdrawal(reason="", sure=False)
    async with sessions() as session:
        for who in (viewing(ben), viewing(rex), viewing(mia, Role.MODERATOR)):
            with pytest.raises(errors.CaseNotFound):
                await service.withdraw_consent(session, viewer=who, case_id=discussed, draft=SURE)
        with pytest.raises(errors.NotSure):
            await service.withdraw_consent(session, viewer=viewing(ada), case_id=discussed, draft=unsure)
    await withdraw(sessions, discussed, ada)
    with pytest.raises(errors.NotPossibleNow):
        await withdraw(sessions, discussed, ada)


async def test_a_moderator_who_restores_it_does_not_bring_it_back(
    sessions: Sessions, discussed: UUID, ada: Person
) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, discussed, "A look.")
    await withdraw(sessions, discussed, ada)
    async with transaction(sessions) as session:
        await service.release(session, discussed)
        await service.restore(session, discussed)
    async with sessions() as session:
        assert await service.document(session, discussed) is None
        assert await forums.thread_about(session, GUEST, about_kind="case", about_id=discussed) is None


async def test_rendered_texts_are_forgotten_in_the_process_that_heard_it(
    sessions: Sessions, discussed: UUID, ada: Person
) -> None:
    freshness.html("A text of the case")
    await withdraw(sessions, discussed, ada)
    assert freshness.html.cache_info().currsize == 0


async def test_a_tombstone_stands_in_its_place(
    *, sessions: Sessions, discussed: UUID, ada: Person, ed: Person, as_: Enter, do_jobs: DoJobs
) -> None:
    author, editor, guest = await as_(ada), await as_(ed), await as_()
    base = f"/cases/{discussed}"
    refused = await author.post(f"{base}/consent/withdraw", data={"reason": "A reason I typed"})
    assert refused.status_code == 422
    assert "A reason I typed" in refused.text
    await send(author, f"{base}/consent/withdraw", reason="Told by telephone", sure="1")
    for path in (base, f"{base}/versions/1", f"{base}/cite/ris"):
        answer = await guest.get(path)
        assert (answer.status_code, answer.headers["x-robots-tag"]) == (410, "noindex")
        assert "This case was taken down" in answer.text
        for word in (TEXTS["title"], ada.name, "chest pain"):
            assert word not in answer.text
    for path in ("", "/versions", "/versions/1", "/citation"):
        problem = await guest.get(f"/api{base}{path}")
        assert (problem.status_code, problem.json()["type"]) == (410, "/problems/CaseTakenDown")
        assert set(problem.json()) == {"type", "title", "status", "since"}
    await do_jobs()
    for browser, path in ((author, base), (author, f"{base}/write"), (editor, f"{base}/editorial")):
        led = await browser.get(path)
        assert (led.status_code, led.headers["location"]) == (303, f"{base}/consent")
    for browser in (author, editor):
        page = await saw(browser, f"{base}/consent")
        for text in ("The take-down is complete", "Search index", "Told by telephone"):
            assert text in page
    assert (await guest.get(f"{base}/consent")).status_code == 401


async def test_the_api_tells_the_whole_way(
    sessions: Sessions, discussed: UUID, ada: Person, as_: Enter, do_jobs: DoJobs
) -> None:
    author = await as_(ada)
    stranger = await as_(await someone(sessions, "Stan Stranger", Role.VERIFIED_CLINICIAN))
    base = f"/api/cases/{discussed}/consent"
    assert (await stranger.get(base)).status_code == 404
    assert (await stranger.post(f"{base}/withdrawal", json={"sure": True})).status_code == 404
    before = (await author.get(base)).json()
    assert (before["mayWithdraw"], before["takeDown"]) == (True, None)
    assert (await author.post(f"{base}/withdrawal", json={})).json()["type"] == "/problems/NotSure"
    assert (await author.post(f"{base}/withdrawal", json={"sure": True})).status_code == 204
    await do_jobs()
    after = (await author.get(base)).json()
    assert [row["kind"] for row in after["rows"]] == ["withdrawn", "recorded"]
    assert after["takeDown"]["completedAt"]
    assert {step["state"] for step in after["takeDown"]["steps"]} == {"done"}
    assert after["mayWithdraw"] is False
