"""Taking a file in, over HTTP and through the service: what is refused, what is kept, what is not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import func, select, update

from cases.errors import TooManyFigures
from cases.models import CaseFigure
from cases.service import picturing
from core import clock
from core.db import Sessions, transaction
from core.outbox import Job, run_one
from core.settings import Settings
from files import decoding, errors, jobs, pace, receiving, service, store
from files.models import File, FilePicture
from files.service import removing, uploading
from files.sniffing import Source
from files.store import Shelf
from files.workshop.wire import Taken
from identity.models import Person
from tests.cases.conftest import viewing
from tests.conftest import Enter
from tests.files import making
from tests.files.conftest import add

DoJobs = Callable[[], Awaitable[int]]


def stored(settings: Settings) -> list[Path]:
    return [path for path in (settings.data / "files").rglob("*") if path.is_file()]


async def send(client: AsyncClient, case_id: UUID, data: bytes) -> int:
    answer = await client.post(f"/api/cases/{case_id}/figures", content=data)
    return answer.status_code


@pytest.mark.parametrize(
    "data",
    [making.jpeg(), making.png(), making.webp(), making.heic(), making.pdf(), making.dicom()],
    ids=["jpeg", "png", "webp", "heic", "pdf", "dicom"],
)
async def test_nothing_planted_in_a_file_is_stored_or_handed_out(  # noqa: PLR0917
    as_: Enter, settings: Settings, case_id: UUID, ada: Person, do_jobs: DoJobs, data: bytes
) -> None:
    author = await as_(ada)
    assert await send(author, case_id, data) == 201
    await do_jobs()
    files = stored(settings)
    assert len(files) >= 3
    for file in files:
        assert making.PLANTED not in file.read_bytes(), file
        assert file.suffix in {".webp", ".dcm"}
        assert making.SECRET not in str(file)
    told = (await author.get(f"/api/cases/{case_id}/figures")).text
    assert making.SECRET not in told


async def test_the_page_takes_a_form_and_forgets_what_the_file_was_called(
    as_: Enter, settings: Settings, sessions: Sessions, case_id: UUID, ada: Person
) -> None:
    author = await as_(ada)
    sent = {"file": ("ZZPATIENTZZ 1961.png", making.png(), "application/pdf")}
    answer = await author.post(f"/cases/{case_id}/figures", files=sent)
    assert answer.status_code == 303
    assert making.SECRET not in (await author.get(f"/cases/{case_id}/figures")).text
    async with sessions() as session:
        [file] = await session.scalars(select(File))
        assert file.source == "png"  # by content, whatever was said of it


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "FileMissing"),
        (b"GIF89a" + b"\0" * 300, 415, "FileKindUnknown"),
        (b"<svg onload=alert(1)>", 415, "FileKindUnknown"),
        (b"%PDF-1.4 broken", 422, "FileUnreadable"),
        (making.png_bomb(), 422, "TooManyPixels"),
    ],
    ids=["nothing", "gif", "svg", "broken", "bomb"],
)
async def test_a_refusal_says_what_to_do_and_leaves_nothing(  # noqa: PLR0917
    as_: Enter, settings: Settings, case_id: UUID, ada: Person, data: bytes, status: int, code: str
) -> None:
    author = await as_(ada)
    answer = await author.post(f"/api/cases/{case_id}/figures", content=data)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")
    assert stored(settings) == []
    page = await author.post(f"/cases/{case_id}/figures", files={"file": ("a.jpg", data)})
    assert page.status_code == status
    assert (await author.get(f"/api/cases/{case_id}/figures")).json() == []


async def test_too_many_bytes_are_refused_while_they_come(as_: Enter, case_id: UUID, ada: Person) -> None:
    author = await as_(ada)
    vast = b"\xff\xd8\xff" + b"\0" * service.MOST_BYTES
    assert await send(author, case_id, vast) == 413

    async def drops() -> object:
        for _ in range(100):
            yield b"x" * 10

    with pytest.raises(errors.FileTooLarge):
        await receiving.gathered(drops(), most=500)  # type: ignore[arg-type]


async def test_uploads_are_counted_and_room_is_bounded(
    *,
    as_: Enter,
    sessions: Sessions,
    shelf: Shelf,
    case_id: UUID,
    ada: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author = await as_(ada)
    monkeypatch.setattr(pace, "UPLOADS_AN_HOUR", 1)
    assert await send(author, case_id, b"no file") == 415
    refused = await author.post(f"/api/cases/{case_id}/figures", content=making.png())
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/UploadsTooOften")
    await add(sessions, shelf, case_id, ada)
    async with transaction(sessions) as session:
        await session.execute(update(File).values(stored=service.uploading.ROOM))
    async with sessions() as session:
        with pytest.raises(errors.QuotaSpent):
            await service.before_reading(session, viewer=viewing(ada), owner_kind="case", owner_id=case_id)


async def test_only_authors_send_and_only_while_the_write_up_is_open(
    as_: Enter, case_id: UUID, ben: Person, ada: Person
) -> None:
    assert await send(await as_(ben), case_id, making.png()) == 404
    assert await send(await as_(), case_id, making.png()) == 401
    author = await as_(ada)
    assert (await author.post(f"/api/cases/{case_id}/withdrawal", json={})).status_code == 204
    assert await send(author, case_id, making.png()) == 409


async def test_derived_sizes_are_made_by_a_job_and_the_whole_stands_in_until_then(
    settings: Settings, file_id: UUID, do_jobs: DoJobs
) -> None:
    assert {path.name for path in stored(settings)} == {"full.webp"}
    await do_jobs()
    assert {path.name for path in stored(settings)} == {"full.webp", "page.webp", "thumb.webp"}


async def test_an_upload_that_was_rolled_back_leaves_no_pixels(
    *, sessions: Sessions, settings: Settings, shelf: Shelf, case_id: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    async with sessions() as session:
        await service.upload(
            session,
            viewer=viewing(ada),
            shelf=shelf,
            owner_kind="case",
            owner_id=case_id,
            data=making.png(),
        )
        await session.rollback()
    assert len(stored(settings)) == 1
    with clock.at(clock.now() + timedelta(hours=2)):
        await do_jobs()
    assert stored(settings) == []


async def test_tidying_leaves_alone_what_a_row_refers_to(
    sessions: Sessions, settings: Settings, file_id: UUID, do_jobs: DoJobs
) -> None:
    with clock.at(clock.now() + timedelta(hours=2)):
        await do_jobs()
    async with sessions() as session:
        key = await session.scalar(select(FilePicture.key))
        waiting = await session.scalars(select(Job.kind).where(Job.kind == store.TIDY))
        assert list(waiting) == []
    assert {path.parent.name for path in stored(settings)} == {key}


async def test_no_connection_is_held_while_a_picture_is_scanned_and_decoded(
    sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, held = sessions.kw["bind"], list[int]()
    take = decoding.take

    async def slow(data: bytes, source: Source) -> Taken:
        held.append(engine.pool.checkedout())
        return await take(data, source)

    monkeypatch.setattr(decoding, "take", slow)
    await add(sessions, shelf, case_id, ada)
    assert held == [0]


async def test_pictures_sent_at_the_same_time_do_not_pass_the_bound_together(
    sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picturing, "MOST", 1)
    sent = [add(sessions, shelf, case_id, ada) for _ in range(3)]
    done = await asyncio.gather(*sent, return_exceptions=True)
    refused = [one for one in done if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [TooManyFigures] * 2
    async with sessions() as session:
        assert await session.scalar(select(func.count(CaseFigure.id))) == 1


async def test_smaller_copies_made_during_a_take_down_go_too(  # noqa: PLR0917
    sessions: Sessions,
    settings: Settings,
    shelf: Shelf,
    case_id: UUID,
    file_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    shrink = decoding.shrink

    async def slow(data: bytes, sides: list[int]) -> list[bytes]:
        begun.set()
        await go_on.wait()
        return await shrink(data, sides)

    monkeypatch.setattr(decoding, "shrink", slow)
    deriving = asyncio.create_task(
        run_one(sessions, {uploading.DERIVE: jobs.deriver(shelf)}, only=uploading.DERIVE)
    )
    await begun.wait()

    async def take_down() -> None:
        async with transaction(sessions) as session:
            await removing.take_down(session, shelf, owner_kind="case", owner_id=case_id)

    going = asyncio.create_task(take_down())
    await asyncio.sleep(0.2)
    go_on.set()
    await asyncio.gather(deriving, going)
    assert stored(settings) == []
