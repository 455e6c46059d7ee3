"""What the sample community consists of."""

from collections.abc import Awaitable, Callable

from api import demo
from api.demo.stage import Stage
from cases import service as cases
from cases.schemas import WriteUpRow
from clubs import service as clubs
from core import clock
from core.db import Sessions
from core.outbox.dead import dead
from core.policy import GUEST, Grant, Role, Viewer
from credit import service as credit
from credit.service.evidence import verify_all
from forums import service as forums
from identity import service as identity
from inbox import service as inbox
from moderation import service as moderation
from moderation.service import Tab
from realtime import service as rooms


async def write_ups_of(stage: Stage, key: str) -> list[WriteUpRow]:
    return await cases.my_write_ups(stage.session, viewer=await stage.viewer(key))


async def test_the_printed_passphrase_opens_every_account(stage: Stage, sessions: Sessions) -> None:
    assert demo.PASSPHRASE in demo.SIGN_IN
    for key in demo.ACCOUNTS:
        assert demo.email(key) in demo.SIGN_IN
        await identity.prove_password(sessions, person_id=stage.people[key], password=demo.PASSPHRASE)


async def test_every_role_has_somebody_who_holds_it(stage: Stage) -> None:
    held = set()
    for key in stage.people:
        held |= {grant.role for grant in (await stage.viewer(key)).grants}
    assert held == set(Role) - {Role.MEMBER}
    assert not (await stage.viewer("gil")).grants


async def test_guests_read_public_boards_only(stage: Stage) -> None:
    seen = {board.slug for board in await forums.boards(stage.session, GUEST)}
    assert len(seen) == 6
    assert not seen & {"stroke-neurology", "editors-room"}


async def test_no_screen_complains_of_what_was_meant_well(stage: Stage) -> None:
    """Two posts are flagged by a screen, one by a reader: they are there to be decided on."""
    mia = await stage.viewer("mia")
    waiting = await moderation.queue(stage.session, mia, tab=Tab.OPEN)
    assert [row.title for row in waiting] == ["A webinar everybody should see"]
    assert waiting[0].held
    closed = await moderation.queue(stage.session, mia, tab=Tab.CLOSED)
    assert len(closed) == 2
    decided = await moderation.own_decisions(stage.session, await stage.viewer("gil"))
    assert [decision.outcome for decision in decided] == ["remove"]


async def test_the_three_cases_are_in_three_states(stage: Stage) -> None:
    assert [row.status for row in await write_ups_of(stage, "tomas")] == ["published"]
    assert [row.status for row in await write_ups_of(stage, "leila")] == ["in_review"]
    assert [row.status for row in await write_ups_of(stage, "ben")] == ["draft"]
    published = await cases.published(stage.session, viewer=GUEST)
    assert len(published) == 1
    talk = await forums.thread_about(stage.session, GUEST, about_kind="case", about_id=published[0].id)
    assert talk is not None
    assert talk.reply_count == 3


async def test_an_article_is_discussed(stage: Stage) -> None:
    both = await clubs.articles(stage.session, GUEST)  # the other is the published case
    (article,) = [one for one in both if one.doi or one.pmid]
    talk = await clubs.discussion(stage.session, GUEST, article_id=article.id)
    assert talk is not None
    assert talk.reply_count == 6


async def test_work_has_earned_credit_with_sound_evidence(stage: Stage) -> None:
    earned = {
        key: {
            entry.reason
            for entry in await credit.ledger(
                stage.session, await stage.viewer(key), learner_id=stage.people[key]
            )
        }
        for key in ("ada", "noor", "cora", "gil")
    }
    assert earned["ada"] == {"case_authorship", "conference_attendance"}
    assert earned["noor"] == {"case_review", "conference_attendance"}
    assert earned["cora"] == {"conference_attendance"}
    assert not earned["gil"]
    assert (await verify_all(stage.session))[1] == []


async def test_one_conference_is_over_and_one_is_to_come(stage: Stage) -> None:
    coming = await rooms.live_and_upcoming(stage.session, GUEST)
    assert [room.case_id is not None for room in coming] == [True]
    past = await rooms.past(stage.session, GUEST)
    assert [room.title for room in past] == ["Acidosis on the ward: four gases, one hour"]


async def test_lists_are_in_the_order_of_time(stage: Stage) -> None:
    alma = Viewer(person_id=stage.people["alma"], grants=frozenset({Grant(Role.MODERATOR)}))
    rows = await forums.recent_threads(stage.session, alma, limit=100)
    assert [row.last_post_at for row in rows] == sorted((r.last_post_at for r in rows), reverse=True)
    assert max(row.last_post_at for row in rows) <= clock.now()


async def test_people_were_told_at_the_time_of_the_news(stage: Stage) -> None:
    """Not all on the day of loading; what is long read is not news."""
    news = await inbox.notifications(stage.session, await stage.viewer("ada"), limit=100)
    assert len({item.told_at.date() for item in news}) > 5
    assert {item.read for item in news} == {True, False}


async def test_the_jobs_it_leaves_can_be_done(stage: Stage, do_jobs: Callable[[], Awaitable[int]]) -> None:
    await do_jobs()
    assert not await dead(stage.session)
