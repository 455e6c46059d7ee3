"""Two authors at one write-up: what they are told, what is kept, who may."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from msgspec.structs import replace
from pycrdt import Text
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.errors import CaseTakenDown, SectionChanged
from cases.models import Author as CaseAuthor
from cases.schemas import CollectionView, ConsentWithdrawal, SubmissionDraft
from cases.service import sharing
from core.db import Sessions, transaction
from identity.models import Person
from realtime.documents import presence, storage, wire
from realtime.documents.presence import State
from realtime.documents.wire import Step
from realtime.errors import DocumentFull
from realtime.models import Document, DocumentClient, DocumentUpdate
from tests.cases.conftest import CONSENT, complete, start, viewing
from tests.realtime.conftest import Closed
from tests.realtime.documents.conftest import Write


async def join(
    sessions: Sessions, case_id: UUID, owner: Person, other: Person, *, accept: bool = True
) -> None:
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(owner), case_id=case_id, person_id=other.id)
        if accept:
            await service.answer_invitation(session, viewer=viewing(other), case_id=case_id, accept=True)


async def save(sessions: Sessions, person: Person, case_id: UUID, body: str, version: int) -> int:
    async with transaction(sessions) as session:
        saved = await service.save_section(
            session, viewer=viewing(person), case_id=case_id, key="abstract", body=body, version=version
        )
    return saved.version


async def abstract(sessions: Sessions, person: Person, case_id: UUID) -> str:
    async with transaction(sessions) as session:
        mine = await service.write_up(session, viewer=viewing(person), case_id=case_id)
    return mine.sections["abstract"].body


async def test_a_document_begins_with_the_sections(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write
) -> None:
    await save(sessions, ada, case_id, "A man of 60.", 0)
    author = await write(ada, case_id)
    assert author.text() == "A man of 60."
    assert author.text("title")
    assert author.facts["rights"] == "write"
    assert author.facts["name"] == ada.name


async def test_two_write_at_once_and_have_the_same(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    for word in ("a ", "b ", "c "):
        await asyncio.gather(one.write(word), other.write(word.upper()))
    await asyncio.gather(one.saved(), other.saved())
    await one.until(lambda: len(one.text()) == 12)
    await other.until(lambda: len(other.text()) == 12)
    assert one.text() == other.text()
    assert await abstract(sessions, ada, case_id) == one.text().strip()


async def test_the_first_words_of_a_copy_are_in_the_database_before_anybody_sees_them(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    async with sessions() as blocker, blocker.begin():
        await blocker.execute(select(Document).where(Document.id == case_id).with_for_update())
        await one.write("Held up. ")
        await asyncio.sleep(0.3)
        assert (one.durable, other.text()) == (0, "")
        late = await write(ada, case_id)
        assert late.text() == ""
    await one.saved()
    await other.until(lambda: other.text() == "Held up. ")
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(DocumentUpdate)) == 1


async def test_what_follows_is_shown_at_once_and_has_a_receipt_once_it_is_stored(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.write("Stored. ")
    await one.saved()
    async with sessions() as blocker, blocker.begin():
        await blocker.execute(select(Document).where(Document.id == case_id).with_for_update())
        await one.write("Held up. ")
        await other.until(lambda: "Held up. " in other.text())
        assert one.durable == 1
    await one.saved()
    assert "Held up." in await abstract(sessions, ada, case_id)


async def test_what_was_seen_and_could_not_be_stored_comes_again_from_those_who_have_it(  # noqa: PLR0917
    sessions: Sessions,
    ada: Person,
    ben: Person,
    case_id: UUID,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.write("Stored. ")
    await one.saved()
    with monkeypatch.context() as trouble:
        trouble.setattr("realtime.documents.storage.append", _away)
        await one.write("Seen. ", at=8)
        await other.until(lambda: "Seen." in other.text())
        assert (await one.closed(), await other.closed()) == (4001, 4001)
    assert await abstract(sessions, ada, case_id) == "Stored."
    back = await write(ben, case_id, document=other.document)
    await back.saved()
    assert await abstract(sessions, ada, case_id) == "Stored. Seen."


async def test_words_that_may_not_stay_are_taken_back_from_those_who_saw_them(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await other.write("While he may. ")
    await other.saved()
    async with transaction(sessions) as session:
        gone = update(CaseAuthor).where(CaseAuthor.person_id == ben.id).values(state="declined")
        await session.execute(gone)
    await other.write("After that. ")
    assert (await other.closed(), await one.closed()) == (4105, 4409)
    assert one.notices[-1]["code"] == "taken_back"
    assert (await write(ada, case_id)).text() == "While he may. "


@pytest.mark.parametrize("together", [False, True], ids=["in the next commit", "in the same commit"])
async def test_what_builds_on_words_that_may_not_stay_gets_no_receipt(
    *,
    sessions: Sessions,
    ada: Person,
    ben: Person,
    case_id: UUID,
    write: Write,
    together: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.write("One. ")
    await other.write("Two. ", "discussion")
    await asyncio.gather(one.saved(), other.saved())
    async with transaction(sessions) as session:
        gone = update(CaseAuthor).where(CaseAuthor.person_id == ben.id).values(state="declined")
        await session.execute(gone)
    go_on, ask = asyncio.Event(), sharing.writers

    async def slowly(session: AsyncSession, **asked: Any) -> Any:
        await go_on.wait()
        return await ask(session, **asked)

    monkeypatch.setattr(sharing, "writers", slowly)
    if together:  # one commit is under way already
        await one.write("Before. ", "introduction")
        await asyncio.sleep(0.1)
    await other.write("Refused. ", at=5)
    await one.until(lambda: "Refused. " in one.text())
    await one.write("Built on it. ", at=14)
    await asyncio.sleep(0.1)
    go_on.set()
    assert (await other.closed(), await one.closed()) == (4105, 4409)
    assert one.durable == 1 + together
    async with sessions() as session:
        hers = select(func.count(DocumentUpdate.seq)).where(DocumentUpdate.person_id == ada.id)
        assert await session.scalar(hers) == 1 + together
    back = await write(ada, case_id)
    assert back.text() == "One. "
    await back.write("Again. ")
    await back.saved()
    assert await abstract(sessions, ada, case_id) == "One. Again."


async def _away(*_: object, **__: object) -> int:
    raise OSError("the database is away")


async def test_who_wrote_what_is_kept(sessions: Sessions, ada: Person, case_id: UUID, write: Write) -> None:
    author = await write(ada, case_id)
    await author.write("Mine.")
    await author.saved()
    async with sessions() as session:
        found = await session.get(DocumentClient, (case_id, author.document.client_id))
        rows = (await session.scalars(select(DocumentUpdate.person_id))).all()
    assert found is not None
    assert found.person_id == ada.id
    assert rows == [ada.id]


async def test_all_is_there_after_everybody_left(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write, app: Litestar
) -> None:
    author = await write(ada, case_id)
    for number in range(20):
        await author.write(f"{number} ")
    await author.leave()
    again = await write(ada, case_id)
    assert again.text() == "".join(f"{number} " for number in range(20))
    assert again.facts["generation"] == author.facts["generation"]
    await again.leave()
    assert await abstract(sessions, ada, case_id) == again.text().strip()


async def test_edits_made_offline_merge_on_return(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.write("Together. ")
    await other.until(lambda: other.text() != "")
    await one.leave()
    one.document.get("section:abstract", type=Text).insert(0, "Offline. ")
    await other.write("Online. ")
    await other.saved()
    back = await write(ada, case_id, document=one.document, generation=one.facts["generation"])
    await back.saved()
    await other.until(lambda: "Offline. " in other.text())
    assert back.text() == other.text() == "Offline. Together. Online. "


async def test_a_copy_of_another_making_is_turned_away(ada: Person, case_id: UUID, write: Write) -> None:
    await write(ada, case_id)
    with pytest.raises(Closed) as refused:
        await write(ada, case_id, generation=str(case_id))
    assert refused.value.code == 4409


async def test_a_form_is_an_edit_of_the_document(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    author = await write(ada, case_id)
    await author.write("One two three.")
    await author.saved()
    assert await abstract(sessions, ben, case_id) == "One two three."
    await save(sessions, ben, case_id, "One 2 three.", 1)
    await author.until(lambda: author.text() == "One 2 three.")
    await author.write(" Four.")
    await author.saved()
    assert await abstract(sessions, ben, case_id) == "One 2 three. Four."


async def test_a_form_does_not_overwrite_what_was_written_since(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    version = await save(sessions, ben, case_id, "From the form.", 0)
    author = await write(ada, case_id)
    await author.write(" And more.")
    await author.saved()
    with pytest.raises(SectionChanged) as refused:
        await save(sessions, ben, case_id, "Something else.", version)
    assert refused.value.context["theirs"] == "From the form. And more."


async def test_an_edit_shows_its_author_in_the_history(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.write("By Ada.")
    await one.saved()
    await other.write("By Ben.", "discussion")
    await other.saved()
    async with transaction(sessions) as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    by = {key: mine.sections[key].edited_by for key in ("abstract", "discussion")}
    assert {key: card.name for key, card in by.items() if card} == {
        "abstract": ada.name,
        "discussion": ben.name,
    }


async def test_whoever_is_invited_reads_and_cannot_write(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben, accept=False)
    one, guest = await write(ada, case_id), await write(ben, case_id)
    assert guest.facts["rights"] == "read"
    await one.write("Seen.")
    await guest.until(lambda: guest.text() == "Seen.")
    await guest.write("Not allowed.")
    assert await guest.closed() == 4105
    assert guest.notices[-1]["code"] == "not_allowed"
    await one.write(" Still here.")
    await one.saved()
    assert await abstract(sessions, ada, case_id) == "Seen. Still here."


async def test_the_right_to_write_is_asked_with_every_update(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    author = await write(ben, case_id)
    await author.write("While he may. ")
    await author.saved()
    async with transaction(sessions) as session:
        gone = update(CaseAuthor).where(CaseAuthor.person_id == ben.id).values(state="declined")
        await session.execute(gone)
    await author.write("After that.")
    assert await author.closed() in {4105, 4001}
    assert author.durable == 1
    assert await abstract(sessions, ada, case_id) == "While he may."


async def test_what_has_a_receipt_is_handed_in(
    sessions: Sessions, ada: Person, write: Write, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    author = await write(ada, case_id)
    await author.write(" At the last moment.", "discussion")
    await author.saved()
    async with transaction(sessions) as session:
        await service.submit(session, viewer=viewing(ada), case_id=case_id, draft=SubmissionDraft())
    async with transaction(sessions) as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    assert mine.sections["discussion"].body.endswith("At the last moment.")
    await author.write(" Too late.", "discussion")
    assert await author.closed() in {4105, 4001}
    assert author.durable == 1


@pytest.mark.parametrize("who", ["guest", "stranger"])
async def test_others_are_turned_away(
    ada: Person, ben: Person, case_id: UUID, write: Write, who: str
) -> None:
    with pytest.raises(Closed) as refused:
        await write(ben if who == "stranger" else None, case_id)
    assert refused.value.code == 4105


@pytest.mark.parametrize("frame", [b"", b"\x07", b"\x00\x02\x05abc", wire.sync(Step.UPDATE, b"\x01\x02\x03")])
async def test_bytes_that_cannot_be_read_end_only_that_connection(  # noqa: PLR0917
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write, frame: bytes
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    await one.socket.put(frame)
    assert await one.closed() == 4103
    await other.write("Fine.")
    await other.saved()
    assert await abstract(sessions, ada, case_id) == "Fine."


async def test_an_update_that_builds_on_what_is_not_here_gets_no_receipt(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write
) -> None:
    author = await write(ada, case_id)
    section = author.document.get("section:abstract", type=Text)
    section.insert(0, "One. ")
    before = author.document.get_state()
    section.insert(5, "Two.")
    await author.send(author.document.get_update(before))
    assert await author.closed() == 4001
    assert author.durable == 0
    back = await write(ada, case_id, document=author.document)
    await back.saved()
    assert await abstract(sessions, ada, case_id) == "One. Two."


async def test_whoever_is_here_is_told_and_whoever_left_is_gone(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    await join(sessions, case_id, ada, ben)
    one, other = await write(ada, case_id), await write(ben, case_id)
    forged = [State(5, 1, b'{"user":{"name":"Dr Spoof"}}'), State(6, 9, b"null"), State(7, 1, b"{}")]
    await one.socket.put(wire.awareness(presence.write(forged)))
    await other.until(lambda: any(other.awareness))
    (told,) = presence.read(other.awareness[-1])
    assert told.client == 5
    assert ada.name.encode() in told.json
    assert b"Spoof" not in told.json
    await one.leave()
    await other.until(lambda: other.awareness[-1] == b"\x01\x05\x02\x04null")


async def test_a_document_that_cannot_be_read_stays_as_it_is(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write
) -> None:
    author = await write(ada, case_id)
    await author.write("Kept.")
    await author.saved()
    await author.leave()
    async with transaction(sessions) as session:
        await session.execute(update(Document).values(state=b"\x01\x02\x03"))
    with pytest.raises(Closed) as refused:
        await write(ada, case_id)
    assert refused.value.code == 4001
    async with sessions() as session:
        assert await session.scalar(select(Document.state)) == b"\x01\x02\x03"
        assert await session.scalar(select(func.count()).select_from(DocumentUpdate)) == 1


async def test_a_document_larger_than_what_may_wait_is_opened(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.documents.lines.MOST_BEHIND", 1_000)
    await save(sessions, ada, case_id, "A long sentence. " * 200, 0)
    author = await write(ada, case_id)
    assert len(author.text()) > 3_000
    await author.write(" And more.")
    await author.saved()


async def test_a_full_document_is_said_to_be_full_and_loses_nothing(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = await write(ada, case_id)
    await author.write("Kept.")
    await author.saved()
    monkeypatch.setattr("realtime.documents.storage.MOST_BYTES", 2_000)
    await author.write("Too much. " * 400)
    assert await author.closed() in {4110, 4001}
    assert author.durable == 1
    assert await abstract(sessions, ada, case_id) == "Kept."
    with pytest.raises(DocumentFull):
        await save(sessions, ada, case_id, "From the form. " * 400, 1)
    assert await abstract(sessions, ada, case_id) == "Kept."


async def test_what_was_deleted_makes_room(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.documents.storage.MOST_BYTES", 3_000)
    monkeypatch.setattr("realtime.documents.storage.LARGE", 500)
    monkeypatch.setattr("realtime.documents.settling.LARGE", 500)
    author = await write(ada, case_id)
    for number in range(12):
        await author.write(f"{number}" * 400)
        await author.saved()
        before = author.document.get_state()
        section = author.document.get("section:abstract", type=Text)
        del section[0 : len(section)]
        await author.send(author.document.get_update(before))
        await author.saved()
    await author.write("The end.")
    await author.saved()
    assert await abstract(sessions, ada, case_id) == "The end."


async def test_of_a_sealed_case_no_document_is_made(
    sessions: Sessions, ada: Person, published: UUID, write: Write
) -> None:
    async with transaction(sessions) as session:
        gone = ConsentWithdrawal(reason="Told by telephone.", sure=True)
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=gone)
    with pytest.raises(Closed) as refused:
        await write(ada, published)
    assert refused.value.code == 4111
    with pytest.raises(CaseTakenDown):
        async with transaction(sessions) as session:
            await sharing.first_texts(session, document_id=published)


async def test_the_ledger_of_consent_knows_what_has_a_receipt(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write
) -> None:
    async with transaction(sessions) as session:
        shown = replace(CONSENT, patient_saw_text=True)
        await service.record_consent(session, viewer=viewing(ada), case_id=case_id, draft=shown)
    author = await write(ada, case_id)
    await author.write("After it was shown.")
    await author.saved()
    async with transaction(sessions) as session:
        ledger = await service.consent_ledger(session, viewer=viewing(ada), case_id=case_id)
    assert ledger.consent is not None
    assert "abstract" in ledger.consent.changed


async def test_many_updates_become_one_state(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.documents.settling.COMPACTED_AFTER", 5)
    author = await write(ada, case_id)
    for number in range(8):
        await author.write(f"{number} ")
    await author.saved()
    text = await abstract(sessions, ada, case_id)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(DocumentUpdate)) == 0
    await author.write("more")
    await author.saved()
    await author.leave()
    again = await write(ada, case_id)
    assert again.text() == author.text() == f"{text} more"


async def test_a_document_that_was_taken_away_ends_for_everybody(
    sessions: Sessions, ada: Person, case_id: UUID, write: Write
) -> None:
    author = await write(ada, case_id)
    async with transaction(sessions) as session:
        assert await storage.remove(session, case_id) == 1
    assert await author.closed() == 4111
