"""A version as a PDF: tagged, titled, in its direction; printed within bounds, fetching nothing."""

import re
import shutil
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from cases import imaging, pdf
from cases.pdf import printing
from cases.schemas import Figure, NoticeView
from cases.service import Format
from core.db import Sessions
from core.outbox import dead
from tests.cases.standard import needs_pango
from tests.cases.test_files import DoJobs, file
from tests.cases.test_jats import BASE, CASE, DAY, RICH, case, section
from tests.conftest import Enter

ADDRESS = f"{BASE}/cases/{CASE}/versions/1"
FIGURE = Figure(file=CASE, caption="The ECG", alt="ST elevation in V2", width=80, height=60)


def sheet(one: Any, images: set[str] | None = None) -> str:
    return pdf.sheet(one, address=ADDRESS, base=BASE, images=images or set())


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(kept, "PNG")
    return kept.getvalue()


def unpacked(content: bytes) -> bytes:
    """The file with its streams as they were before they were deflated."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


def words(content: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@needs_pango()
async def test_a_pdf_is_tagged_and_says_what_it_is() -> None:
    content = await pdf.press(sheet(case()), {})
    assert b"/StructTreeRoot" in unpacked(content)
    assert b"pdfuaid:part" in unpacked(content)
    said = words(content)
    for text in (
        "Chest pain & <ST> elevation",
        "Ada B. Okafor",
        "Lectures for Acme & Co",
        ADDRESS,
        "CC BY 4.0",
    ):
        assert text in said


@needs_pango()
async def test_notices_come_first() -> None:
    notice = NoticeView(
        kind="retraction", about=1, said_in=2, changes_html="", reason_html="<p>Invented.</p>", issued_at=DAY
    )
    said = words(await pdf.press(sheet(replace(case(), status="retracted", notices=[notice])), {}))
    assert said.index("Retracted") < said.index("Invented.") < said.index("In short.")


@needs_pango()
async def test_figures_are_shown_and_described() -> None:
    manuscript = replace(case().publication.manuscript, figures=[FIGURE])
    rich = case(manuscript=manuscript)
    assert pdf.sources(rich) == [str(CASE)]
    name = str(CASE)
    with_image = await pdf.press(sheet(rich, {name}), {name: picture()})
    assert b"/Subtype/Image" in unpacked(with_image).replace(b" /", b"/")
    without = sheet(rich)
    assert "ST elevation in V2" in without
    assert 'src="image:' not in without.partition("<h2>Figures</h2>")[2]


def test_a_sheet_has_the_direction_and_language_of_its_text() -> None:
    arabic = sheet(case([section("discussion", "حضر المريض إلى المستشفى يشكو ألمًا في الصدر")]))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="en" dir="ltr">' in sheet(case())


def test_a_sheet_names_no_address_of_ours_to_fetch() -> None:
    markup = sheet(case([section("discussion", RICH)]))
    assert 'src="/' not in markup
    assert f'href="{BASE}/threads/1"' in markup


@needs_pango()
@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:image/png;base64,AA"]
)
async def test_nothing_is_fetched_while_printing(source: str) -> None:
    with pytest.raises(pdf.PrintingFailed, match="is not fetched"):
        await pdf.press(f"<html lang=en><title>x</title><img alt=x src='{source}'>", {})


async def test_the_process_that_prints_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSILIUM_SECRET", "s" * 40)
    telling = "import os, sys; sys.exit('CONSILIUM_SECRET' in os.environ and 3)"
    monkeypatch.setattr(printing, "COMMAND", (sys.executable, "-c", telling))
    with pytest.raises(pdf.PrintingFailed):  # and not CannotPrint, which 3 stands for
        await pdf.press("", {})


@needs_pango()
async def test_printing_ends_at_its_bounds() -> None:
    with pytest.raises(pdf.PrintingFailed, match="more than 0 seconds"):
        await pdf.press(sheet(case()), {}, seconds=0)
    with pytest.raises(pdf.PrintingFailed):
        await pdf.press(sheet(case()), {}, memory=60_000_000)


@needs_pango()
async def test_a_published_case_is_there_as_pdf(
    as_: Enter, sessions: Sessions, published: UUID, do_jobs: DoJobs
) -> None:
    await do_jobs()
    guest = await as_()
    answer = await guest.get(f"/cases/{published}/versions/1/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content == (await file(sessions, published, Format.PDF)).content
    assert b"pdfuaid:part" in unpacked(answer.content)


async def test_without_the_library_the_page_and_the_dead_letters_say_so(
    as_: Enter, sessions: Sessions, published: UUID, do_jobs: DoJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "COMMAND", (sys.executable, "-c", "import sys; sys.exit(3)"))
    await do_jobs()
    guest = await as_()
    assert "PDF could not be made here" in (await guest.get(f"/cases/{published}")).text
    assert (await guest.get(f"/cases/{published}/versions/1/pdf")).status_code == 503
    assert (await guest.get(f"/cases/{published}/versions/1/jats")).status_code == 200
    async with sessions() as session:
        (job,) = await dead.dead(session)
    assert "libpango-1.0-0" in (job.last_error or "")


async def test_images_are_read_where_they_are_kept(sessions: Sessions) -> None:
    async def read(_: AsyncSession, file_id: UUID) -> bytes | None:
        return b"x" if file_id == CASE else None

    async with sessions() as session:
        other = "01a21cb8-b81a-7370-923b-000000000000"
        assert await imaging.images(session, [str(CASE), other, "no id"], read) == {str(CASE): b"x"}
