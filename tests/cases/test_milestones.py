"""Named versions, what changed since, and back to them."""

import re
from itertools import pairwise
from uuid import UUID

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from cases import service
from cases.comparing import CONTEXT, Part, compared, shortened
from cases.errors import CaseNotFound, MilestoneNotFound, SectionChanged, SectionNotFound
from core.db import Sessions, transaction
from identity.models import Person
from tests.cases.conftest import start, viewing
from tests.cases.test_tables import page_of, say
from tests.conftest import Enter

texts = st.text(alphabet="ab \n.é", max_size=60)


@given(texts, texts)
def test_what_stayed_and_was_taken_out_is_the_old_text_and_the_rest_the_new(old: str, new: str) -> None:
    parts = compared(old, new)
    assert "".join(part.text for part in parts if part.op != "added") == old
    assert "".join(part.text for part in parts if part.op != "removed") == new
    assert all(a.op != b.op for a, b in pairwise(parts))


def test_changes_are_told_word_by_word() -> None:
    assert compared("Pain for two days.\nHome.", "Pain for three days.\nHome.") == [
        Part("same", "Pain for "),
        Part("removed", "two"),
        Part("added", "three"),
        Part("same", " days.\nHome."),
    ]


def test_texts_that_have_little_in_common_are_not_compared_for_ever() -> None:
    old, new = "a b " * 6_000, "\n".join("c d" for _ in range(6_000))
    assert [part.op for part in compared(old, new)] == ["removed", "added"]


def test_long_stretches_that_stayed_are_left_out() -> None:
    same = "word " * 500
    parts = shortened(compared(f"{same}old{same}", f"{same}new{same}"))
    assert [part.op for part in parts] == ["left_out", "same", "removed", "added", "same", "left_out"]
    assert len(parts[1].text) == CONTEXT


async def name_it(sessions: Sessions, person: Person, case_id: UUID, name: str) -> UUID:
    async with transaction(sessions) as session:
        made = await service.name_state(session, viewer=viewing(person), case_id=case_id, name=name)
        return made.id


async def test_a_named_version_tells_what_changed_since_and_gives_its_text_back(
    sessions: Sessions, ada: Person
) -> None:
    case_id = await start(sessions, ada, None)
    await say(sessions, ada, case_id, "discussion", "It was rare.")
    named = await name_it(sessions, ada, case_id, "  Before the\n meeting ")
    await say(sessions, ada, case_id, "discussion", "It was common.")
    await say(sessions, ada, case_id, "abstract", "New.")
    async with transaction(sessions) as session:
        me = viewing(ada)
        rows = await service.milestones(session, viewer=me, case_id=case_id)
        since = await service.since(session, viewer=me, case_id=case_id, milestone_id=named)
        assert [(row.name, row.round) for row in rows] == [("Before the meeting", None)]
        assert [(c.key, c.then, c.now) for c in since.changes] == [("abstract", 0, 1), ("discussion", 1, 2)]
        ops = {(part.op, part.text) for part in since.changes[1].parts}
        assert {("removed", "rare"), ("added", "common")} <= ops
        with pytest.raises(SectionChanged):
            await service.restore_text(session, viewer=me, case_id=case_id, key="discussion", to=1, version=1)
        back = await service.restore_text(
            session, viewer=me, case_id=case_id, key="discussion", to=1, version=2
        )
        emptied = await service.restore_text(
            session, viewer=me, case_id=case_id, key="abstract", to=0, version=1
        )
        whole = await service.since_version(session, viewer=me, case_id=case_id, key="discussion", version=0)
        assert (whole.then, whole.parts[0].text) == (0, "It was rare.")
        with pytest.raises(SectionNotFound):
            await service.since_version(session, viewer=me, case_id=case_id, key="nothing", version=0)
        mine = await service.write_up(session, viewer=me, case_id=case_id)
        history = await service.section_history(session, viewer=me, case_id=case_id, key="discussion")
    assert (back.version, emptied.version) == (3, 2)
    assert mine.sections["discussion"].body == "It was rare."
    assert mine.sections["abstract"].body == ""
    assert [one.body for one in history] == ["It was rare.", "It was common.", "It was rare."]


async def test_handing_in_names_the_version_by_its_round(
    sessions: Sessions, ada: Person, submitted: UUID
) -> None:
    async with sessions() as session:
        rows = await service.milestones(session, viewer=viewing(ada), case_id=submitted)
    assert [(row.name, row.round) for row in rows] == [("", 1)]


async def test_nobody_else_sees_the_history(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    named = await name_it(sessions, ada, case_id, "Mine")
    other = await start(sessions, ben, None)
    async with sessions() as session:
        for act in (
            service.milestones(session, viewer=viewing(ben), case_id=case_id),
            service.since(session, viewer=viewing(ben), case_id=case_id, milestone_id=named),
            service.name_state(session, viewer=viewing(ben), case_id=case_id, name="x"),
            service.since_version(session, viewer=viewing(ben), case_id=case_id, key="title", version=1),
            service.restore_text(session, viewer=viewing(ben), case_id=case_id, key="title", to=1, version=1),
        ):
            with pytest.raises(CaseNotFound):
                await act
        with pytest.raises(MilestoneNotFound):
            await service.since(session, viewer=viewing(ben), case_id=other, milestone_id=named)
        with pytest.raises(SectionNotFound):
            await service.since_version(session, viewer=viewing(ben), case_id=other, key="title", version=7)


async def send(browser: AsyncClient, path: str, **fields: str) -> None:
    answer = await browser.post(path, data=fields)
    assert answer.status_code == 303, answer.text[:2000]


async def test_the_pages_name_compare_and_bring_back(as_: Enter, ada: Person, sessions: Sessions) -> None:
    case_id = await start(sessions, ada, None)
    await say(sessions, ada, case_id, "discussion", "It was rare.")
    a = await as_(ada)
    await send(a, f"/cases/{case_id}/history", name="Before <the> meeting")
    await say(sessions, ada, case_id, "discussion", "It was common.")
    page = await page_of(a, f"/cases/{case_id}/history")
    assert "Before &lt;the&gt; meeting" in page
    place = re.search(rf"/cases/{case_id}/history/[0-9a-f-]+", page)
    assert place is not None
    shown = await page_of(a, place[0])
    assert re.search(r"<del>.*rare</del>", shown)
    assert re.search(r"<ins>.*common</ins>", shown)
    refused = await a.post(f"/cases/{case_id}/write/discussion/restore", data={"to": "1", "version": "1"})
    assert refused.status_code == 409
    assert re.search(r"<del>.*rare</del>", refused.text)
    await send(a, f"/cases/{case_id}/write/discussion/restore", to="1", version="2")
    assert "It was rare." in await page_of(a, f"/cases/{case_id}/write/discussion")
    assert "/history/1" in await page_of(a, f"/cases/{case_id}/write/discussion/history")
