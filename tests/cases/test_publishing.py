"""Versions that do not change, notices, imports, holding back."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cases import citing, errors, service
from cases.events import CasePublished, CaseRetracted, CaseVisibilityChanged
from cases.freshness import fresh
from cases.models import Version
from cases.schemas import ImportedAuthor, ImportedCase, ImportedSection
from cases.states import Decision
from core.db import Sessions, transaction
from core.events import Bus, Event
from core.policy import GUEST, Role
from core.references import parse
from forums import service as forums
from forums.schemas import BoardDraft
from identity.models import Person
from tests.cases.conftest import ask, complete, found, review, rule, start, submit, viewing
from tests.queries import count_queries


def heard(bus: Bus, *kinds: type[Event]) -> list[Any]:
    events: list[Any] = []

    async def hear(_: object, event: Event) -> None:
        events.append(event)

    for kind in kinds:
        bus.within[kind].append(hear)
    return events


async def publish(sessions: Sessions, case_id: UUID, ed: Person) -> UUID:
    async with transaction(sessions) as session:
        return await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)


async def test_a_published_case_is_everybodys(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person, bus: Bus
) -> None:
    events = heard(bus, CasePublished)
    version_id = await publish(sessions, accepted, ed)
    assert events == [
        CasePublished(case_id=accepted, version_id=version_id, version_number=1, author_ids=(ada.id,))
    ]
    async with sessions() as session:
        (row,) = await service.published(session, viewer=GUEST)
        shown = await service.published_case(session, viewer=GUEST, case_id=accepted)
    assert (row.id, row.byline) == (accepted, [ada.name])
    author = shown.publication.authors[0]
    assert (author.name, author.corresponding, author.affiliations) == (ada.name, True, ["Harbour Hospital"])
    assert author.roles[0].role == "writing_original_draft"
    assert author.disclosure is not None
    assert author.disclosure.none
    assert shown.publication.review is not None
    assert shown.publication.review.peer_reviewed
    assert shown.publication.manuscript.consent is not None


async def test_nobody_sees_a_case_before(sessions: Sessions, accepted: UUID) -> None:
    async with sessions() as session:
        assert await service.published(session, viewer=GUEST) == []
        assert await service.document(session, accepted) is None
        with pytest.raises(errors.CaseNotFound):
            await service.published_case(session, viewer=GUEST, case_id=accepted)
        with pytest.raises(errors.CaseNotFound):
            await service.versions(session, viewer=GUEST, case_id=accepted)


async def test_the_hash_is_of_what_is_kept(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
        kept = await session.get_one(Version, shown.version.id)
    canonical = msgspec.json.encode(kept.content, order="sorted")
    assert hashlib.sha256(canonical).hexdigest() == shown.version.content_hash


@pytest.mark.parametrize("statement", ["UPDATE cases_version SET number = 2", "DELETE FROM cases_version"])
async def test_a_version_does_not_change(sessions: Sessions, published: UUID, statement: str) -> None:
    async with sessions() as session:
        with pytest.raises(DBAPIError, match="append-only"):
            await session.execute(text(statement))


async def test_nothing_is_published_without_consent(sessions: Sessions, accepted: UUID, ed: Person) -> None:
    async with transaction(sessions) as session:
        await session.execute(text("ALTER TABLE cases_consent_entry DISABLE TRIGGER USER"))
        await session.execute(text("DELETE FROM cases_consent_entry"))
    with pytest.raises(errors.ConsentMissing):
        await publish(sessions, accepted, ed)


async def test_publishing_is_for_editors_and_once(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person, ben: Person
) -> None:
    async with sessions() as session:
        with pytest.raises(errors.CaseNotFound):
            await service.publish(session, viewer=viewing(ben), case_id=accepted)
        with pytest.raises(errors.EditorIsInvolved):
            await service.publish(session, viewer=viewing(ada, Role.EDITOR), case_id=accepted)
    await publish(sessions, accepted, ed)
    with pytest.raises(errors.NotPossibleNow):
        await publish(sessions, accepted, ed)


async def test_a_held_case_is_not_published(sessions: Sessions, accepted: UUID, ed: Person) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, accepted, "Names a product")
    with pytest.raises(errors.CaseIsHeld):
        await publish(sessions, accepted, ed)


async def test_a_published_case_is_discussed_in_its_collections_board(
    sessions: Sessions, ada: Person, ed: Person, rex: Person
) -> None:
    async with transaction(sessions) as session:
        draft = BoardDraft(slug="heart", name="Heart")
        board = await forums.create_board(session, viewing(ed, Role.ADMINISTRATOR), draft=draft)
    collection = await found(sessions, board_id=board.id)
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    await publish(sessions, case_id, ed)
    async with sessions() as session:
        thread = await forums.thread_about(session, GUEST, about_kind="case", about_id=case_id)
    assert thread is not None
    assert thread.title == "Chest pain in a marathon runner"


async def test_a_retracted_case_stays_under_a_notice(
    sessions: Sessions, published: UUID, ed: Person, bus: Bus
) -> None:
    events = heard(bus, CaseRetracted)
    async with transaction(sessions) as session:
        await service.retract(
            session, viewer=viewing(ed, Role.EDITOR), case_id=published, reason="The values were **wrong**."
        )
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
        document = await service.document(session, published)
    assert (shown.status, shown.notices[0].kind) == ("retracted", "retraction")
    assert "<strong>wrong</strong>" in shown.notices[0].reason_html
    assert events == [CaseRetracted(case_id=published, version_id=shown.version.id)]
    assert document is not None
    assert document.status == "retracted"


async def test_held_and_removed_cases_are_out_of_every_outlet(  # noqa: PLR0917
    sessions: Sessions, published: UUID, ada: Person, mia: Person, ben: Person, bus: Bus
) -> None:
    events = heard(bus, CaseVisibilityChanged)
    moderator = viewing(mia, Role.MODERATOR)
    for act, state in ((service.hold, "held"), (service.remove, "removed")):
        async with transaction(sessions) as session:
            await act(session, published, "Names a product")
        async with sessions() as session:
            for who in (GUEST, viewing(ben)):
                with pytest.raises(errors.CaseNotFound):
                    await service.published_case(session, viewer=who, case_id=published)
                assert await service.visible_ids(session, viewer=who, ids=[published]) == set()
                assert await service.published(session, viewer=who) == []
            assert await service.document(session, published) is None
            assert await service.listed_ids(session) == []
            for insider in (viewing(ada), moderator):
                shown = await service.published_case(session, viewer=insider, case_id=published)
                assert (shown.hidden, shown.hidden_reason) == (state, "Names a product")
    async with transaction(sessions) as session:
        await service.restore(session, published)
        assert len(await service.published(session, viewer=GUEST)) == 1
    assert events == [CaseVisibilityChanged(case_id=published)] * 3


async def test_the_list_is_paged_and_takes_one_query(sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        for number in range(5):
            await service.import_published(session, report=report(f"10.1000/{number}", specialty="neurology"))
    async with sessions() as session:
        async with count_queries(sessions) as queries:
            first = await service.published(session, viewer=GUEST, limit=3)
        rest = await service.published(session, viewer=GUEST, limit=3, after=first[-1].version_id)
        assert await service.published(session, viewer=GUEST, specialty="cardiology") == []
        assert await service.specialties(session, viewer=GUEST) == ["neurology"]
    assert len(queries) == 1
    assert len({row.id for row in first + rest}) == 5


async def test_a_case_is_read_in_two_queries(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session, count_queries(sessions) as queries:
        await service.published_case(session, viewer=GUEST, case_id=published)
    assert len(queries) == 2


async def test_there_is_no_second_version_yet(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        with pytest.raises(errors.VersionNotFound):
            await service.published_case(session, viewer=GUEST, case_id=published, number=2)
        with pytest.raises(errors.CaseNotFound):
            await service.published_case(session, viewer=GUEST, case_id=uuid4(), number=1)


def report(doi: str = "10.1000/xyz", **more: Any) -> ImportedCase:
    given = {
        "doi": doi,
        "title": "A rare cause of hiccups",
        "citation": "J Cases 2009 2 :9388",
        "licence": "CC BY 2.0",
        "source": "https://example.org/2/9388",
        "abstract": "Hiccups for nine days.",
        "keywords": ["hiccups"],
        "sections": [
            ImportedSection(key="introduction", body="Hiccups are common."),
            ImportedSection(heading="Case presentation", body="A man of 50 to 60 years."),
        ],
        "authors": [ImportedAuthor(name="Jo {Q.} Public")],
    }
    return ImportedCase(**(given | more))


async def test_an_import_is_safe_to_repeat(sessions: Sessions) -> None:
    outcomes = []
    for one in (report(), report(), report(title="A rare cause of long hiccups")):
        async with transaction(sessions) as session:
            outcomes.append(await service.import_published(session, report=one))
    assert [outcome.outcome for outcome in outcomes] == ["new", "unchanged", "changed"]
    assert len({outcome.id for outcome in outcomes}) == 1
    async with sessions() as session:
        versions = await service.versions(session, viewer=GUEST, case_id=outcomes[0].id)
        shown = await service.published_case(session, viewer=GUEST, case_id=outcomes[0].id)
    assert [row.number for row in versions] == [2, 1]
    assert shown.publication.review is None
    assert [s.heading for s in shown.publication.manuscript.sections] == ["", "", "Case presentation"]


async def test_what_its_journal_retracted_is_retracted_here_once(sessions: Sessions) -> None:
    outcomes = []
    for one in (report(), report(retracted=True), report(retracted=True)):
        async with transaction(sessions) as session:
            outcomes.append(await service.import_published(session, report=one))
    assert [outcome.outcome for outcome in outcomes] == ["new", "changed", "unchanged"]
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=outcomes[0].id)
    assert (shown.status, len(shown.notices)) == ("retracted", 1)


async def test_an_imported_case_is_cited_by_its_doi(sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        made = await service.import_published(session, report=report())
        shown = await service.published_case(session, viewer=GUEST, case_id=made.id)
    address = "https://here.example/cases/1"
    said = citing.cite(shown, citing.Style.APA, address=address)
    assert said.startswith("Public, J. {. (2009). A rare cause of hiccups.")
    assert said.endswith("https://doi.org/10.1000/xyz")
    bibtex = citing.cite(shown, citing.Style.BIBTEX, address=address)
    assert r"author = {Public, Jo \{Q.\}}" in bibtex
    assert "DO  - 10.1000/xyz\r\n" in citing.cite(shown, citing.Style.RIS, address=address)


async def test_our_own_case_is_cited_with_its_version(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
    said = citing.cite(shown, citing.Style.APA, address="https://here.example/cases/1")
    assert "Okafor, A." in said
    assert "(Version 1). Consilium, Heart Cases. https://here.example/cases/1" in said


async def test_numbered_styles_shorten_names_and_give_the_day(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
    day = shown.publication.published_at
    names = [replace(shown.publication.authors[0], name=f"Ann B. Writer{n}") for n in range(7)]
    many = replace(shown, publication=replace(shown.publication, authors=names))
    address = "https://here.example/cases/1/versions/1"
    vancouver = citing.cite(many, citing.Style.VANCOUVER, address=address)
    assert vancouver.startswith(
        "Writer0 AB, Writer1 AB, Writer2 AB, Writer3 AB, Writer4 AB, Writer5 AB, et al. "
    )
    assert f"{day.year} {day:%b} {day.day}. Version 1. Available from: {address}" in vancouver
    ama = citing.cite(many, citing.Style.AMA, address=address)
    assert ama.startswith("Writer0 AB, Writer1 AB, Writer2 AB, et al. Chest pain in a marathon runner. ")
    asked = replace(many.publication, manuscript=replace(many.publication.manuscript, title="Why pain?"))
    assert "et al. Why pain? Consilium" in citing.cite(
        replace(many, publication=asked), citing.Style.AMA, address=address
    )


async def test_every_citation_of_a_retracted_case_says_so(
    sessions: Sessions, published: UUID, ed: Person
) -> None:
    async with transaction(sessions) as session:
        await service.retract(session, viewer=viewing(ed, Role.EDITOR), case_id=published, reason="Wrong.")
        shown = await service.published_case(session, viewer=GUEST, case_id=published, number=1)
    for style in citing.Style:
        assert "Retracted: Chest pain" in citing.cite(shown, style, address="https://here.example/1")


async def test_a_csl_citation_is_read_in_again(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
    written = citing.cite(shown, citing.Style.CSL, address="https://here.example/1")
    (read,) = parse("csl", written.encode()).references
    assert (read.title, read.url) == ("Chest pain in a marathon runner", "https://here.example/1")


async def test_the_screens_read_what_was_typed(sessions: Sessions, submitted: UUID, ada: Person) -> None:
    async with sessions() as session:
        texts = await service.texts_for_screening(session, submitted)
        with pytest.raises(errors.CaseNotFound):
            await service.texts_for_screening(session, uuid4())
    assert texts.author_ids == [ada.id]
    assert "abstract" in texts.texts


async def test_a_new_renderer_shows_frozen_text_anew(sessions: Sessions, published: UUID) -> None:
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=published)
    manuscript = shown.publication.manuscript
    old = [replace(section, html="<p>old</p>", markdown_version=0) for section in manuscript.sections]
    assert fresh(replace(manuscript, sections=old)) == manuscript
    assert fresh(manuscript) is manuscript
