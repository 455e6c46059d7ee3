from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid, func, insert, select, update

from core.db import Sessions
from core.ids import new_id
from core.markdown import VERSION, render, rendering, rerender

METADATA = MetaData()
NOTE = Table(
    "markdown_test_note",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("body", Text),
    Column("body_html", Text),
    Column("body_version", Integer),
    Column("edited_at", DateTime(timezone=True), onupdate=func.now()),
)
OTHER = Table(
    "markdown_test_other", METADATA, Column("id", Uuid, primary_key=True), Column("body_html", Text)
)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def notes(sessions: Sessions) -> AsyncIterator[list[UUID]]:
    """Five notes rendered by an older version, one of them longer than is allowed today."""
    ids = [new_id() for _ in range(5)]
    async with sessions() as session, session.begin():
        await (await session.connection()).run_sync(METADATA.create_all)
        for number, note_id in enumerate(ids):
            body = f"*{number}*" if number != 3 else "x" * (rendering.MAX_BYTES + 1)
            row = {"id": note_id, "body": body, "body_html": "old", "body_version": 0, "edited_at": LONG_AGO}
            await session.execute(insert(NOTE).values(row))
    yield ids
    async with sessions() as session, session.begin():
        await (await session.connection()).run_sync(METADATA.drop_all)


async def html_of(sessions: Sessions) -> list[tuple[str, int]]:
    async with sessions() as session:
        rows = await session.execute(select(NOTE.c.body_html, NOTE.c.body_version).order_by(NOTE.c.id))
        return [(html, version) for html, version in rows]


def test_tables_with_rendered_text_are_found_by_their_columns() -> None:
    assert [(source.table.name, source.html.name) for source in rerender.sources(METADATA)] == [
        ("markdown_test_note", "body_html")
    ]


@pytest.mark.parametrize("batch", [1, 2, 100])
async def test_stale_rows_are_rendered_anew(sessions: Sessions, notes: list[UUID], batch: int) -> None:
    outcome = await rerender.rerender(sessions, metadata=METADATA, batch=batch)
    assert (outcome.renewed, outcome.refused) == (4, 1)
    stored = await html_of(sessions)
    assert stored[0] == (render("*0*").html, VERSION)
    assert stored[3] == ("old", 0)


async def test_a_second_run_has_nothing_left_to_do(sessions: Sessions, notes: list[UUID]) -> None:
    await rerender.rerender(sessions, metadata=METADATA)
    assert (await rerender.rerender(sessions, metadata=METADATA)).renewed == 0


async def test_rendering_anew_is_no_edit(sessions: Sessions, notes: list[UUID]) -> None:
    await rerender.rerender(sessions, metadata=METADATA)
    async with sessions() as session:
        assert set(await session.scalars(select(NOTE.c.edited_at))) == {LONG_AGO}


async def test_an_edit_in_between_wins(sessions: Sessions, notes: list[UUID]) -> None:
    source = rerender.sources(METADATA)[0]
    edited = {"body": "new", "body_html": render("new").html, "body_version": VERSION}
    async with sessions() as session, session.begin():
        await session.execute(update(NOTE).where(NOTE.c.id == notes[0]).values(edited))
    await rerender._renew(sessions, source, (notes[0],), "*0*", rerender.Outcome())
    assert (await html_of(sessions))[0] == (render("new").html, VERSION)


async def test_what_was_interrupted_goes_on_where_it_stopped(
    sessions: Sessions, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def stop_at_the_third(text: str) -> rendering.Rendered:
        seen.append(text)
        if len(seen) == 3:
            raise RuntimeError("power cut")
        return render(text)

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="power cut"):
        patch.setattr(rerender, "render", stop_at_the_third)
        await rerender.rerender(sessions, metadata=METADATA, batch=2)
    assert (await rerender.rerender(sessions, metadata=METADATA, batch=2)).renewed == 2


async def test_every_table_of_the_house_can_be_rendered_anew(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those whose rows have a key of several columns, such as the versions of a post."""
    monkeypatch.setattr(rerender, "VERSION", VERSION + 1)
    found = rerender.sources()
    assert {source.table.name for source in found} >= {"forums_post", "forums_post_version"}
    assert await rerender.rerender(sessions) == rerender.Outcome(renewed=0, refused=0)


async def test_rows_with_a_key_of_two_columns_are_rendered_anew(sessions: Sessions) -> None:
    parts = Table(
        "rerender_part",
        MetaData(),
        Column("whole", Uuid, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("body", Text),
        Column("body_html", Text),
        Column("body_version", Integer),
    )
    whole = new_id()
    async with sessions() as session, session.begin():
        await session.run_sync(lambda s: parts.create(s.connection()))
        rows = [
            {"whole": whole, "number": n, "body": f"*{n}*", "body_html": "", "body_version": 0}
            for n in range(5)
        ]
        await session.execute(insert(parts).values(rows))
    outcome = await rerender.rerender(sessions, metadata=parts.metadata, batch=2)
    assert outcome.renewed == 5
    async with sessions() as session:
        html = (await session.scalars(select(parts.c.body_html).order_by(parts.c.number))).all()
    assert html[3] == render("*3*").html
