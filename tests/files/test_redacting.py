"""Blackening is for good, and nobody outside sees a picture before a second clinician has."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from cases import service as cases
from cases.errors import NotComplete
from cases.schemas import CaseDraft, FigureDraft
from core import audit
from core.db import Sessions, transaction
from core.errors import DomainError
from core.policy import Role, Viewer
from core.settings import Settings
from files import errors, service
from files.models import FilePicture
from files.schemas import Attestation, Box, FileView, Redaction, Verdict
from files.service import looking
from files.store import Shelf
from identity.models import Person
from inbox.models import Notification
from tests.cases.conftest import submit, viewing
from tests.conftest import Enter, someone
from tests.files import making
from tests.files.conftest import add, consent_to_images, hand_on, look
from tests.queries import count_queries

DoJobs = Callable[[], Awaitable[int]]
CORNER = Box(x=0, y=0, width=400, height=60)


async def seen(sessions: Sessions, file_id: UUID, person: Person) -> FileView:
    async with sessions() as session:
        return await service.file(session, viewer=viewing(person), file_id=file_id)


async def redact(
    sessions: Sessions, shelf: Shelf, file_id: UUID, person: Person, *boxes: Box, version: str = ""
) -> None:
    kept = version or (await seen(sessions, file_id, person)).pictures[0].version
    async with transaction(sessions) as session:
        draft = Redaction(boxes=list(boxes), seen=kept)
        await service.redact(
            session, viewer=viewing(person), shelf=shelf, file_id=file_id, number=1, draft=draft
        )


def stored(settings: Settings) -> dict[str, Path]:
    return {path.parent.name: path for path in (settings.data / "files").rglob("full.webp")}


async def test_the_former_picture_and_its_copies_are_deleted(  # noqa: PLR0917
    sessions: Sessions, settings: Settings, shelf: Shelf, file_id: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    await do_jobs()
    [before] = stored(settings)
    await redact(sessions, shelf, file_id, ada, CORNER)
    await do_jobs()
    [(after, path)] = stored(settings).items()
    assert after != before
    assert not (settings.data / "files" / before).exists()
    assert {file.name for file in path.parent.iterdir()} == {"full.webp", "page.webp", "thumb.webp"}
    for name in ("full", "page", "thumb"):
        image = Image.open(BytesIO((path.parent / f"{name}.webp").read_bytes())).convert("L")
        part = image.crop((0, 0, image.width * 400 // 640 - 4, image.height * 60 // 480 - 4))
        assert part.getextrema()[1] <= 16, name  # type: ignore[operator]
    [picture] = (await seen(sessions, file_id, ada)).pictures
    assert (picture.cleaned, picture.blackened, picture.hints) == (True, 1, [])


async def test_rectangles_are_cut_to_the_picture_and_drawn_on_what_was_seen(
    sessions: Sessions, shelf: Shelf, file_id: UUID, ada: Person
) -> None:
    for wrong in ((), (Box(x=640, y=0, width=10, height=10),)):
        with pytest.raises(errors.NothingToRedact):
            await redact(sessions, shelf, file_id, ada, *wrong)
    old = (await seen(sessions, file_id, ada)).pictures[0].version
    await redact(sessions, shelf, file_id, ada, Box(x=600, y=400, width=4000, height=4000))
    with pytest.raises(errors.PictureChanged):
        await redact(sessions, shelf, file_id, ada, CORNER, version=old)


async def test_what_waits_or_was_approved_is_not_changed_but_taken_back(
    sessions: Sessions, shelf: Shelf, approved: UUID, ada: Person
) -> None:
    with pytest.raises(errors.NotRedactable):
        await redact(sessions, shelf, approved, ada, CORNER)
    async with transaction(sessions) as session:
        await service.take_back(session, viewer=viewing(ada), file_id=approved)
    await redact(sessions, shelf, approved, ada, CORNER)
    assert (await seen(sessions, approved, ada)).state == "open"  # and has to be looked at again


async def test_handing_on_needs_an_attestation_and_clean_pixels(
    sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person
) -> None:
    scan = await add(sessions, shelf, case_id, ada, making.dicom(modality="US", frames=2))
    me = viewing(ada)
    async with transaction(sessions) as session:
        with pytest.raises(errors.NotAttested):
            await service.hand_on(session, viewer=me, file_id=scan, draft=Attestation())
        with pytest.raises(errors.PixelsNotCleaned):
            await service.hand_on(session, viewer=me, file_id=scan, draft=Attestation(attested=True))
        await service.say_clean(session, viewer=me, file_id=scan, number=1)
        with pytest.raises(errors.PixelsNotCleaned):
            await service.hand_on(session, viewer=me, file_id=scan, draft=Attestation(attested=True))
        await service.say_clean(session, viewer=me, file_id=scan, number=2)
    await hand_on(sessions, scan, ada)
    assert (await seen(sessions, scan, ada)).state == "waiting"


async def test_a_place_that_a_rule_found_is_answered_before_handing_on(
    sessions: Sessions, shelf: Shelf, file_id: UUID, ada: Person
) -> None:
    attested = Attestation(attested=True)
    async with transaction(sessions) as session:
        with pytest.raises(errors.PixelsNotCleaned):
            await service.hand_on(session, viewer=viewing(ada), file_id=file_id, draft=attested)
    await redact(sessions, shelf, file_id, ada, CORNER)
    async with transaction(sessions) as session:
        await service.hand_on(session, viewer=viewing(ada), file_id=file_id, draft=attested)


async def refusal(
    sessions: Sessions, file_id: UUID, person: Person, *roles: Role
) -> type[DomainError] | None:
    async with sessions() as session:
        try:
            await service.take(session, viewer=viewing(person), file_id=file_id)
        except DomainError as error:
            return type(error)
    return None


async def test_the_second_look_is_another_clinicians(  # noqa: PLR0917
    sessions: Sessions, case_id: UUID, waiting: UUID, ada: Person, ben: Person, gil: Person
) -> None:
    cora = await someone(sessions, "Cora Coauthor", Role.VERIFIED_CLINICIAN)
    async with transaction(sessions) as session:
        await cases.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=cora.id)
    assert await refusal(sessions, waiting, ada) is errors.FileNotFound
    assert await refusal(sessions, waiting, cora) is errors.FileNotFound
    assert await refusal(sessions, waiting, ben) is None
    async with sessions() as session:
        member = Viewer(person_id=gil.id, name=gil.name)
        with pytest.raises(errors.SecondLookOnly):
            await service.take(session, viewer=member, file_id=waiting)


async def test_a_write_up_that_was_withdrawn_waits_for_nobody(
    sessions: Sessions, case_id: UUID, waiting: UUID, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as session:
        await cases.withdraw(session, viewer=viewing(ada), case_id=case_id)
        assert await service.queue(session, viewer=viewing(ben)) == []
    assert await refusal(sessions, waiting, ben) is errors.FileNotFound


async def test_the_page_of_figures_takes_as_many_queries_with_many(  # noqa: PLR0917
    as_: Enter, sessions: Sessions, shelf: Shelf, case_id: UUID, file_id: UUID, ada: Person
) -> None:
    author, counts = await as_(ada), []
    for _ in range(2):
        async with count_queries(sessions) as queries:
            assert (await author.get(f"/cases/{case_id}/figures")).status_code == 200
        counts.append(len(queries))
        await add(sessions, shelf, case_id, ada, making.pdf())
    assert counts[0] == counts[1]


async def test_one_at_a_time_takes_a_look(
    sessions: Sessions, waiting: UUID, ben: Person, rex: Person
) -> None:
    async with transaction(sessions) as session:
        await service.take(session, viewer=viewing(ben), file_id=waiting)
    assert await refusal(sessions, waiting, rex) is errors.TakenByAnother
    async with sessions() as session:
        assert await service.queue(session, viewer=viewing(rex)) == []
        [row] = await service.queue(session, viewer=viewing(ben))
        assert (row.id, row.mine, row.field, row.pictures) == (waiting, True, "cardiology", 1)
        with pytest.raises(errors.NotWaiting):
            await service.decide(session, viewer=viewing(rex), file_id=waiting, draft=Verdict(approve=True))


async def test_it_is_sent_back_with_a_reason_and_nobody_is_named(
    sessions: Sessions, waiting: UUID, ben: Person, ada: Person, case_id: UUID
) -> None:
    async with sessions() as session:
        await service.take(session, viewer=viewing(ben), file_id=waiting)
        with pytest.raises(errors.ReasonMissing):
            await service.decide(session, viewer=viewing(ben), file_id=waiting, draft=Verdict(approve=False))
    await look(sessions, waiting, ben, approve=False, reason="A name in the corner.")
    told = await seen(sessions, waiting, ada)
    assert (told.state, told.reason) == ("returned", "A name in the corner.")
    assert "Ben" not in str(told)
    assert str(ben.id) not in str(told)
    async with sessions() as session:
        [news] = await session.scalars(select(Notification).where(Notification.person_id == ada.id))
        assert (news.kind, news.link) == ("case.figure_seen", f"/cases/{case_id}/figures")


async def test_the_page_of_a_second_look_keeps_what_was_written(
    as_: Enter, waiting: UUID, ben: Person
) -> None:
    looker = await as_(ben)
    taken = await looker.post(f"/looks/{waiting}/take")
    assert (taken.status_code, taken.headers["location"]) == (303, f"/looks/{waiting}")
    refused = await looker.post(f"/looks/{waiting}", data={"act": "return", "reason": "  "})
    assert refused.status_code == 422
    assert "Say what has to be changed" in refused.text
    sent = await looker.post(f"/looks/{waiting}", data={"act": "return", "reason": "A date on the left."})
    assert (sent.status_code, sent.headers["location"]) == (303, "/looks")


async def test_every_step_is_in_the_audit_log(
    sessions: Sessions, shelf: Shelf, file_id: UUID, ada: Person, ben: Person
) -> None:
    await redact(sessions, shelf, file_id, ada, CORNER)
    await hand_on(sessions, file_id, ada)
    await look(sessions, file_id, ben)
    async with sessions() as session:
        acts = [e.act async for e in audit.entries(session) if e.subject_id == file_id]
    assert acts == [
        "files.uploaded",
        "files.redacted",
        "files.said_clean",
        "files.handed_on",
        "files.second_look_taken",
        "files.approved",
    ]


async def test_handing_in_waits_for_the_second_look_and_for_consent(
    sessions: Sessions, case_id: UUID, file_id: UUID, ada: Person, ben: Person
) -> None:
    async def gaps() -> list[tuple[str, str]]:
        async with sessions() as session:
            found = await cases.gaps(session, viewer=viewing(ada), case_id=case_id)
            return [(gap.problem, gap.who) for gap in found if gap.about == "figures"]

    assert await gaps() == [("not_looked_at", "1")]
    await consent_to_images(sessions, case_id, ada, until="2020-01")
    assert await gaps() == [("not_covered", ""), ("not_looked_at", "1")]
    with pytest.raises(NotComplete):
        await submit(sessions, case_id, ada)
    await consent_to_images(sessions, case_id, ada)
    await hand_on(sessions, file_id, ada)
    await look(sessions, file_id, ben)
    assert await gaps() == []
    await submit(sessions, case_id, ada)


async def test_words_under_a_figure_are_screened_too(
    sessions: Sessions, case_id: UUID, approved: UUID, ada: Person
) -> None:
    said = FigureDraft(caption="Mr John Smith on 12 March 2024", alt="Seen by Ada Okafor")
    async with transaction(sessions) as session:
        await cases.describe_figure(
            session, viewer=viewing(ada), case_id=case_id, file_id=approved, draft=said
        )
    async with sessions() as session:
        mine = await cases.write_up(session, viewer=viewing(ada), case_id=case_id)
    assert {gap.problem for gap in mine.gaps if gap.about == "figures"} == {"may_identify", "names_author"}
    assert any("Smith" in words for words in mine.figures[0].told)


async def test_removing_a_figure_deletes_its_pixels(  # noqa: PLR0917
    sessions: Sessions, settings: Settings, case_id: UUID, file_id: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    async with transaction(sessions) as session:
        await cases.remove_figure(session, viewer=viewing(ada), case_id=case_id, file_id=file_id)
    await do_jobs()
    assert stored(settings) == {}
    async with sessions() as session:
        assert list(await session.scalars(select(FilePicture))) == []


async def test_a_figure_that_came_after_the_patient_saw_the_text_is_told(
    sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person
) -> None:
    async with sessions() as session:
        before = await cases.consent_ledger(session, viewer=viewing(ada), case_id=case_id)
    await add(sessions, shelf, case_id, ada)
    async with sessions() as session:
        after = await cases.consent_ledger(session, viewer=viewing(ada), case_id=case_id)
    assert before.consent is not None
    assert after.consent is not None
    assert (before.consent.changed, after.consent.changed) == ([], ["figures"])


async def test_what_waits_is_found_behind_what_may_not_be_looked_at(  # noqa: PLR0917
    sessions: Sessions,
    shelf: Shelf,
    case_id: UUID,
    waiting: UUID,
    ada: Person,
    ben: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "MOST", 1)
    async with transaction(sessions) as session:
        draft = CaseDraft(title="Another", specialty="cardiology")
        other = (await cases.start(session, viewer=viewing(ada), draft=draft)).id
    later = await add(sessions, shelf, other, ada)
    await hand_on(sessions, later, ada)
    async with transaction(sessions) as session:
        await cases.withdraw(session, viewer=viewing(ada), case_id=case_id)
    async with sessions() as session:
        assert [row.id for row in await service.queue(session, viewer=viewing(ben))] == [later]
