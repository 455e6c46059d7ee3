"""Pixels on their way out: ranges, caches, links, and what happens when consent ends."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from msgspec.structs import replace
from PIL import Image
from pydicom import dcmread
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api import housekeeping, wiring
from cases import imaging
from cases import service as cases
from cases.errors import FileNotReady, ImagesNotCovered
from cases.models import Case
from cases.schemas import ConsentWithdrawal, CorrectionNote
from cases.service import consenting
from cases.states import Decision
from core import clock
from core.db import Sessions, transaction
from core.policy import GUEST, Role
from core.settings import Settings
from files import links, privacy, ranges, service
from files.errors import PictureStands
from files.ranges import Part
from files.store import Shelf, shelf_of
from identity.models import Person
from tests.cases.conftest import ask, review, rule, submit, viewing
from tests.conftest import Enter
from tests.files import making
from tests.files.conftest import add, consent_to_images, hand_on, look
from tests.queries import count_queries

DoJobs = Callable[[], Awaitable[int]]


def own(settings: Settings, person: Person, file_id: UUID, size: str = "full") -> str:
    return links.signed(settings.secret, person.id, file_id, size)


async def test_headers_keep_a_picture_a_picture(
    as_: Enter, settings: Settings, file_id: UUID, ada: Person
) -> None:
    author = await as_(ada)
    answer = await author.get(own(settings, ada, file_id), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert Image.open(BytesIO(answer.content)).size == (640, 480)
    told = answer.headers
    assert told["content-type"] == "image/webp"
    assert told["content-length"] == str(len(answer.content))
    assert told["x-content-type-options"] == "nosniff"
    assert told["content-security-policy"] == "default-src 'none'; sandbox"
    assert told["cache-control"] == "private, no-store"
    assert told["content-disposition"] == f'inline; filename="figure-{file_id.hex[:8]}-1.webp"'
    assert "content-encoding" not in told
    head = await author.head(own(settings, ada, file_id))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == told["content-length"]


async def test_parts_are_served_and_what_is_not_there_is_said(
    as_: Enter, settings: Settings, file_id: UUID, ada: Person
) -> None:
    author, path = await as_(ada), own(settings, ada, file_id)
    whole = await author.get(path)
    length, tag = len(whole.content), whole.headers["etag"]

    async def part(header: str, **more: str) -> tuple[int, bytes, str]:
        answer = await author.get(path, headers={"range": header, **more})
        return answer.status_code, answer.content, answer.headers.get("content-range", "")

    assert await part("bytes=0-9") == (206, whole.content[:10], f"bytes 0-9/{length}")
    assert await part("bytes=-7") == (206, whole.content[-7:], f"bytes {length - 7}-{length - 1}/{length}")
    assert (await part("bytes=5-"))[1] == whole.content[5:]
    assert await part(f"bytes={length}-") == (416, b"", f"bytes */{length}")
    assert (await part("bytes=0-1,4-5"))[0] == 200
    assert (await part("bytes=0-9", **{"if-range": tag}))[0] == 206
    assert (await part("bytes=0-9", **{"if-range": '"another"'}))[0] == 200
    same = await author.get(path, headers={"if-none-match": f'"x", W/{tag}'})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", Part(0, 1)),
        ("bytes=90-", Part(90, 100)),
        ("bytes=90-500", Part(90, 100)),
        ("bytes=-500", Part(0, 100)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header: str, wanted: Part | None) -> None:
    assert ranges.part(header, 100) == wanted


def test_a_range_without_a_byte_in_it_is_no_range() -> None:
    for header in ("bytes=100-", "bytes=-0"):
        with pytest.raises(ranges.Unsatisfiable):
            ranges.part(header, 100)


async def test_links_end_and_cannot_be_bent(
    as_: Enter, settings: Settings, file_id: UUID, ada: Person
) -> None:
    author, path = await as_(ada), own(settings, ada, file_id, "thumb")
    assert (await author.get(path)).status_code == 200
    assert (await author.get(path.replace("/thumb", "/full"))).status_code == 403
    assert (await author.get(path.replace("until=", "until=9"))).status_code == 403
    assert (await author.get(path.partition("?")[0])).status_code == 403
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert (await author.get(path)).status_code == 403


async def test_a_reader_sees_the_published_figure_and_caches_ask_again(
    as_: Enter, published: UUID, approved: UUID, do_jobs: DoJobs
) -> None:
    await do_jobs()
    guest = await as_()
    page = (await guest.get(f"/cases/{published}")).text
    assert f'src="/files/{approved}/page"' in page
    assert 'alt="A tracing with tall waves"' in page
    assert "The tracing at night" in page
    answer = await guest.get(f"/files/{approved}/page")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, no-cache")
    told = (await guest.get(f"/api/cases/{published}")).json()
    [figure] = told["publication"]["manuscript"]["figures"]
    assert figure == {
        "file": str(approved),
        "caption": "The tracing at night",
        "alt": "A tracing with tall waves",
        "width": 640,
        "height": 480,
        "media_type": "image/webp",
        "licence": "",
        "pictures": 1,
    }


async def test_a_published_picture_takes_three_queries(
    as_: Enter, sessions: Sessions, published: UUID, approved: UUID
) -> None:
    guest = await as_()
    async with count_queries(sessions) as queries:
        assert (await guest.get(f"/files/{approved}/page")).status_code == 200
    assert len(queries) == 3, queries


async def test_what_is_printed_gets_what_everybody_sees(
    sessions: Sessions, shelf: Shelf, published: UUID, approved: UUID
) -> None:
    async with transaction(sessions) as session:
        data = await service.public_bytes(session, shelf=shelf, file_id=approved)
        assert data is not None
        assert Image.open(BytesIO(data)).size == (640, 480)
        await cases.hold(session, published, "A look.")
        assert await service.public_bytes(session, shelf=shelf, file_id=approved) is None


async def test_a_published_figure_is_not_changed(
    as_: Enter, published: UUID, approved: UUID, ada: Person
) -> None:
    author = await as_(ada)
    for method, path in (
        ("DELETE", f"/api/files/{approved}/attestation"),
        ("DELETE", f"/api/cases/{published}/figures/{approved}"),
    ):
        assert (await author.request(method, path)).status_code == 409


async def test_images_go_when_the_consent_to_them_ends(
    *, as_: Enter, sessions: Sessions, case_id: UUID, approved: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    await consent_to_images(sessions, case_id, ada, until=f"{clock.now():%Y-%m}")
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await cases.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    editor = viewing(ed, Role.EDITOR)
    with clock.at(clock.now() + timedelta(days=62)):
        async with transaction(sessions) as session:
            with pytest.raises(ImagesNotCovered):
                await cases.publish(session, viewer=editor, case_id=case_id)
    async with transaction(sessions) as session:
        await cases.publish(session, viewer=editor, case_id=case_id)
    guest = await as_()
    assert (await guest.get(f"/files/{approved}/full")).status_code == 200
    with clock.at(clock.now() + timedelta(days=62)):
        assert (await guest.get(f"/files/{approved}/full")).status_code == 404


async def test_a_withdrawal_closes_pictures_at_once_and_then_deletes_them(  # noqa: PLR0917
    as_: Enter,
    sessions: Sessions,
    settings: Settings,
    published: UUID,
    approved: UUID,
    ada: Person,
    do_jobs: DoJobs,
) -> None:
    await do_jobs()
    folder = settings.data / "files"
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3
    guest, author = await as_(), await as_(ada)
    draft = ConsentWithdrawal(reason="Told us.", sure=True)
    async with transaction(sessions) as session:
        await cases.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=draft)
    for browser, path in ((guest, f"/files/{approved}/full"), (author, own(settings, ada, approved))):
        assert (await browser.get(path)).status_code == 404  # sealed before any step has run
    await do_jobs()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (await guest.get(f"/files/{approved}/full")).status_code == 410
    async with sessions() as session:
        found = await cases.consent_ledger(session, viewer=viewing(ada), case_id=published)
        assert found.take_down is not None
        [step] = [step for step in found.take_down.steps if step.name == "images"]
        assert (step.state, step.taken) == ("done", 1)
        assert (
            await wiring.take_down_steps(settings)["images"](session, published) == 0
        )  # again: nothing left
        assert (await privacy.export(session, ada.id))["uploads"] == []


async def test_a_dicom_object_is_handed_out_after_its_second_look(  # noqa: PLR0917
    as_: Enter,
    sessions: Sessions,
    settings: Settings,
    shelf: Shelf,
    case_id: UUID,
    ada: Person,
    ben: Person,
    do_jobs: DoJobs,
) -> None:
    scan = await add(sessions, shelf, case_id, ada, making.dicom())
    author = await as_(ada)
    assert (await author.get(own(settings, ada, scan, "dicom"))).status_code == 404
    await hand_on(sessions, scan, ada)
    await look(sessions, scan, ben)
    await do_jobs()
    answer = await author.get(own(settings, ada, scan, "dicom"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/dicom")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert making.PLANTED not in answer.content
    whole = dcmread(BytesIO(answer.content))
    assert (whole.PatientIdentityRemoved, whole.PatientID) == ("YES", "ANONYMOUS")
    assert whole.pixel_array.max() == 255


async def test_erasing_a_person_takes_their_drafts_pictures_along(  # noqa: PLR0917
    as_: Enter, sessions: Sessions, settings: Settings, file_id: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    from identity import erasure  # noqa: PLC0415

    async with sessions() as session:
        told = await privacy.export(session, ada.id)
        assert [row["id"] for row in told["uploads"]] == [str(file_id)]  # type: ignore[attr-defined]
    async with transaction(sessions) as session:
        await erasure.erase(session, person_id=ada.id)
    await do_jobs()
    assert [path for path in (settings.data / "files").rglob("*") if path.is_file()] == []


async def test_erasing_an_author_of_a_published_case_leaves_its_figure_without_their_id(
    *, as_: Enter, sessions: Sessions, published: UUID, approved: UUID, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as session:
        [kept] = await privacy.erase(session, ada.id)
        assert kept.count == 1
        assert await privacy.erase(session, ben.id) == []
    guest: AsyncClient = await as_()
    assert (await guest.get(f"/files/{approved}/full")).status_code == 200
    async with sessions() as session:
        assert (await privacy.export(session, ben.id))["second_looks"] == 0


async def test_the_printed_version_has_the_figure_and_nothing_that_is_not_public(
    sessions: Sessions, settings: Settings, published: UUID, approved: UUID, do_jobs: DoJobs
) -> None:
    await do_jobs()
    read = wiring.published_picture(shelf_of(settings))
    async with sessions() as session:
        found = await imaging.images(session, [str(approved), str(uuid4()), "elsewhere"], read)
        assert list(found) == [str(approved)]
        assert Image.open(BytesIO(found[str(approved)])).format == "WEBP"
        await session.execute(update(Case).where(Case.id == published).values(held_at=clock.now()))
        assert await imaging.images(session, [str(approved)], read) == {}


async def test_a_printed_version_is_made_anew_without_the_pictures_that_no_consent_covers_any_more(  # noqa: PLR0917
    sessions: Sessions, published: UUID, approved: UUID, ada: Person, do_jobs: DoJobs, settings: Settings
) -> None:
    await do_jobs()

    async def printed(session: AsyncSession) -> bytes:
        kind = cases.Format.PDF
        found = await cases.file_of(session, viewer=GUEST, case_id=published, number=1, kind=kind)
        return found.content

    async with sessions() as session:
        assert b"/Subtype /Image" in await printed(session)
    async with transaction(sessions) as session:
        found = await consenting.standing_of(session, published)
        assert found is not None
        narrower = replace(found.record, scope=["public"])
        await consenting.write(session, published, "recorded", viewing(ada), record=narrower)
    async with sessions() as session:
        with pytest.raises(FileNotReady):
            await printed(session)
    await housekeeping.take_pictures_out(sessions)
    await do_jobs()
    async with sessions() as session:
        assert b"/Subtype /Image" not in await printed(session)
    async with transaction(sessions) as session:
        assert await cases.without_pictures(session) == 0


async def test_the_pixels_of_what_was_handed_in_stay_while_a_correction_is_written(
    sessions: Sessions, published: UUID, approved: UUID, ada: Person, ed: Person
) -> None:
    async with transaction(sessions) as session:
        note = CorrectionNote(note="The legend names the wrong lead.")
        await cases.open_correction(session, viewer=viewing(ed, Role.EDITOR), case_id=published, draft=note)
    async with sessions() as session:
        with pytest.raises(PictureStands):
            await service.take_back(session, viewer=viewing(ada), file_id=approved)


def test_a_mark_of_strange_letters_is_a_wrong_one() -> None:
    assert not links.good("s" * 32, None, uuid4(), "full", 1, 0, "é")
