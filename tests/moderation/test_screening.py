"""What is written is screened in the transaction in which it is written."""

from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import Entry
from core.db import Sessions, transaction
from core.events import Bus
from forums import service as forums
from forums.events import PostWritten
from identity.models import Person
from moderation import service
from moderation.events import ContentFlagged, ContentHeld
from moderation.models import Flag, Snapshot
from moderation.words import Outcome
from tests.moderation.conftest import (
    CALM,
    MILD,
    PITCH,
    Write,
    decide,
    disclose,
    flag_on,
    moderating,
    shown,
    the_flag,
    viewing,
)
from tests.queries import count_queries


async def edit(sessions: Sessions, person: Person, post_id: UUID, body: str, version: int = 1) -> None:
    async with transaction(sessions) as session:
        await forums.edit_post(
            session, viewing(person), post_id=post_id, body=body, version=version, title="A question"
        )


async def test_calm_prose_raises_no_flag(sessions: Sessions, write: Write, ada: Person) -> None:
    assert await flag_on(sessions, await write(ada, CALM)) is None


async def test_a_pitch_is_held_in_the_same_transaction(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    post = await write(ada, PITCH)
    assert post.shown == "held"
    flag = await the_flag(sessions, post)
    assert flag.held
    assert flag.score >= 5
    assert flag.companies == ["boehringer"]
    kept = await session.get_one(Snapshot, flag.snapshot_id)
    assert PITCH in kept.body
    assert {finding["signal"] for finding in kept.findings} == {"B1", "B3", "B7"}


async def test_milder_praise_is_queued_and_stays_visible(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    post = await write(ada, MILD)
    flag = await the_flag(sessions, post)
    assert 2 <= flag.score < 5
    assert not flag.held
    assert await shown(session, post) == "visible"


async def test_the_world_hears_of_flags_and_holds(
    sessions: Sessions, bus: Bus, write: Write, ada: Person
) -> None:
    heard: list[object] = []

    async def hear(event: object) -> None:
        heard.append(event)

    bus.after[ContentFlagged].append(hear)
    bus.after[ContentHeld].append(hear)
    await write(ada, MILD)
    await write(ada, PITCH)
    assert [type(event).__name__ for event in heard] == ["ContentFlagged", "ContentFlagged", "ContentHeld"]


async def test_a_post_that_is_not_written_leaves_no_flag(
    sessions: Sessions, bus: Bus, write: Write, ada: Person, session: AsyncSession
) -> None:
    thread = await write(ada, CALM)

    async def refuse(_: AsyncSession, event: PostWritten) -> None:
        raise RuntimeError

    bus.within[PostWritten].append(refuse)
    with pytest.raises(RuntimeError):
        async with transaction(sessions) as unit:
            await forums.reply(unit, viewing(ada), thread_id=thread.thread_id, body=PITCH)
    assert (await session.scalars(select(Flag))).all() == []


async def test_an_edit_can_be_flagged_and_every_text_is_kept(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    post = await write(ada, CALM)
    await edit(sessions, ada, post.post_id, PITCH)
    assert await shown(session, post) == "held"
    await edit(sessions, ada, post.post_id, CALM, version=2)
    flag = await the_flag(sessions, post)
    assert flag.state == "open"
    assert flag.score == 0
    bodies = (await session.scalars(select(Snapshot.body).order_by(Snapshot.id))).all()
    assert [PITCH in body for body in bodies] == [True, False]


async def test_a_clean_edit_does_not_release_what_was_held(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    post = await write(ada, PITCH)
    await edit(sessions, ada, post.post_id, CALM)
    assert await shown(session, post) == "held"


async def test_what_was_dismissed_is_not_flagged_again_for_the_same_reasons(
    sessions: Sessions, write: Write, ada: Person, mia_declared: Person
) -> None:
    post = await write(ada, MILD)
    first = await the_flag(sessions, post)
    await decide(sessions, moderating(mia_declared), first, Outcome.DISMISS)
    await edit(sessions, ada, post.post_id, MILD + " What do you think?")
    assert (await the_flag(sessions, post)).id == first.id
    await edit(sessions, ada, post.post_id, PITCH, version=2)
    assert (await the_flag(sessions, post)).id != first.id


async def test_a_valid_disclosure_is_stamped_onto_the_post(
    sessions: Sessions, write: Write, ada: Person, ben: Person, session: AsyncSession
) -> None:
    await disclose(sessions, ada, "Novo Nordisk")
    await disclose(sessions, ben)
    stamps = []
    for person in (ada, ben):
        post = await write(person, CALM)
        seen, _ = await forums.post(session, viewing(person), post_id=post.post_id)
        stamps.append(seen.disclosure)
    assert stamps == ["Novo Nordisk (speaker)", "Nothing to disclose"]


async def test_a_tie_to_the_maker_brings_a_neutral_text_to_a_moderator(
    sessions: Sessions, write: Write, ada: Person, ben: Person
) -> None:
    text = "Semaglutide was stopped for nausea. Would you try again?"
    await disclose(sessions, ada, "Novo Nordisk Ltd")
    assert (await the_flag(sessions, await write(ada, text))).signals == ["B8"]
    assert await flag_on(sessions, await write(ben, text)) is None


async def test_an_address_at_a_company_is_noticed_when_its_product_is_named(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    await session.execute(update(Person).where(Person.id == ada.id).values(email="ada@uk.pfizer.com"))
    await session.commit()
    assert await flag_on(sessions, await write(ada, CALM)) is None
    flag = await the_flag(sessions, await write(ada, "Does nirmatrelvir interact with tacrolimus?"))
    assert flag.signals == ["B9"]
    assert flag.held


async def test_screening_is_in_the_audit_log_without_the_text(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person
) -> None:
    post = await write(ada, PITCH)
    entries = (await session.scalars(select(Entry).where(Entry.subject_id == post.post_id))).all()
    assert [entry.act for entry in entries] == ["moderation.flagged", "moderation.held"]
    assert "game-changer" not in str([entry.detail for entry in entries])


async def test_screening_an_ordinary_reply_costs_two_queries(
    sessions: Sessions, write: Write, ada: Person
) -> None:
    post = await write(ada, CALM)
    event = PostWritten(
        post_id=post.post_id, thread_id=post.thread_id, board_id=post.post_id, author_id=ada.id
    )
    async with sessions() as session, session.begin(), count_queries(sessions) as queries:
        await service.screen_post(session, event)
    assert len(queries) == 2, queries
