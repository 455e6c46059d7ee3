"""Foreign bytes go into the child; only pixels come out, and only so many."""

from io import BytesIO

import pytest
from PIL import Image
from pydicom import dcmread

from core.errors import DomainError
from files import decoding, errors
from files.sniffing import Source, source_of
from files.workshop.wire import Rect, Taken
from tests.files import making

Pixel = tuple[int, int, int]


def opened(image: bytes) -> Image.Image:
    return Image.open(BytesIO(image))


def at(image: bytes, x: int, y: int) -> Pixel:
    found = opened(image).convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def near(one: Pixel, other: Pixel) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


def said(taken: Taken) -> bytes:
    """All bytes that are kept."""
    return taken.header + b"".join(frame.image for frame in taken.frames)


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("jpeg", making.jpeg()),
        ("png", making.png()),
        ("webp", making.webp()),
        ("heic", making.heic()),
        ("pdf", making.pdf()),
    ],
    ids=["jpeg", "png", "webp", "heic", "pdf"],
)
async def test_nothing_but_pixels_survives(source: str, data: bytes) -> None:
    assert making.PLANTED in data
    assert source_of(data[:200]) == source
    taken = await decoding.take(data, source)
    assert making.PLANTED not in said(taken)
    for frame in taken.frames:
        kept = opened(frame.image)
        kept.load()
        assert kept.format == "WEBP"
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept.info)
        assert not kept.getexif()
        assert (kept.width, kept.height) == (frame.width, frame.height)
        for chunk in (b"EXIF", b"XMP ", b"ICCP"):
            assert chunk not in frame.image[:64]


async def test_a_picture_stands_upright_before_it_loses_the_note_that_said_so() -> None:
    [frame] = (await decoding.take(making.jpeg(orientation=6), "jpeg")).frames
    assert (frame.width, frame.height) == (480, 640)


async def test_what_is_see_through_is_laid_on_white() -> None:
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    [frame] = (await decoding.take(making.png(image=image), "png")).frames
    assert at(frame.image, 20, 20) == (255, 255, 255)


async def test_sixteen_bits_become_eight() -> None:
    image = Image.new("I;16", (30, 30), 1000)
    image.paste(60_000, (0, 0, 15, 30))
    [frame] = (await decoding.take(making.png(image=image), "png")).frames
    assert at(frame.image, 5, 5) == (255, 255, 255)
    assert at(frame.image, 25, 5) == (0, 0, 0)


async def test_a_large_picture_is_made_smaller() -> None:
    [frame] = (await decoding.take(making.jpeg(size=(6000, 3000)), "jpeg")).frames
    assert (frame.width, frame.height) == (4096, 2048)


@pytest.mark.parametrize(
    ("source", "data", "refused"),
    [
        ("png", making.png_bomb(), errors.TooManyPixels),
        ("png", making.png()[:900], errors.FileUnreadable),
        ("jpeg", making.jpeg()[:3000], errors.FileUnreadable),
        ("jpeg", b"\xff\xd8\xff" + b"\0" * 400, errors.FileUnreadable),
        ("png", making.jpeg(), errors.FileUnreadable),
        ("heic", b"\0\0\0\x18ftypheic" + b"\0" * 400, errors.FileUnreadable),
        ("pdf", b"%PDF-1.7 and nothing else", errors.FileUnreadable),
        ("pdf", making.pdf(pages=41), errors.TooManyFrames),
        ("dicom", making.dicom()[:-12_000], errors.FileUnreadable),
        ("dicom", making.dicom(frames=41), errors.TooManyFrames),
    ],
    ids=[
        "bomb",
        "cut png",
        "cut jpeg",
        "no jpeg",
        "wrong",
        "no heic",
        "no pdf",
        "pages",
        "cut dicom",
        "frames",
    ],
)
async def test_what_cannot_be_read_is_refused(source: str, data: bytes, refused: type[DomainError]) -> None:
    with pytest.raises(refused):
        await decoding.take(data, source)


async def test_the_child_knows_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSILIUM_SECRET", "s" * 40)
    assert not {name for name in decoding.ENVIRONMENT if name.startswith(("CONSILIUM", "DATABASE"))}


async def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SECONDS", 0.0)
    with pytest.raises(errors.DecodingTooSlow):
        await decoding.take(making.jpeg(), "jpeg")


async def test_what_is_blackened_is_gone() -> None:
    [frame] = (await decoding.take(making.png(text="SMITH, JOHN 12.03.1961"), "png")).frames
    done = await decoding.blacken(frame.image, [Rect(0, 0, 400, 60)])
    assert {at(done.image, x, y) for x in range(0, 400, 3) for y in range(0, 60, 3)} == {(0, 0, 0)}
    assert at(done.image, 600, 400) == at(frame.image, 600, 400)


async def test_smaller_copies_are_pixels_too() -> None:
    [frame] = (await decoding.take(making.jpeg(), "jpeg")).frames
    page, thumb = await decoding.shrink(frame.image, [1280, 320])
    assert opened(page).size == (640, 480)
    assert opened(thumb).size == (320, 240)


async def test_burned_in_text_is_suggested_and_plain_shapes_are_not() -> None:
    [written] = (await decoding.take(making.png(text="SMITH, JOHN 12.03.1961"), "png")).frames
    [hint] = [hint for hint in written.hints if hint.kind == "text"]
    assert hint.rect.x <= 30
    assert hint.rect.y <= 22
    assert hint.rect.width >= 250
    [plain] = (await decoding.take(making.png(), "png")).frames
    assert plain.hints == []


async def test_a_face_is_suggested() -> None:
    [frame] = (await decoding.take(making.png(image=making.face()), "png")).frames
    [hint] = [hint for hint in frame.hints if hint.kind == "face"]
    eyes, mouth = ((152, 180), (248, 180)), (200, 285)
    for x, y in (*eyes, mouth):
        assert hint.rect.x < x < hint.rect.x + hint.rect.width
        assert hint.rect.y < y < hint.rect.y + hint.rect.height


async def test_pages_of_a_pdf_become_pictures_and_its_text_is_suggested() -> None:
    taken = await decoding.take(making.pdf(), "pdf")
    assert taken.must_clean
    assert [(frame.width, frame.height) for frame in taken.frames] == [(1240, 1755)] * 2
    assert all(hint.kind == "text" for frame in taken.frames for hint in frame.hints)
    assert all(frame.hints for frame in taken.frames)
    red = at(taken.frames[0].image, 400, 1000)
    assert near(red, (204, 51, 51))


async def test_dicom_keeps_the_picture_and_names_nobody() -> None:
    data = making.dicom()
    assert data.count(making.PLANTED) > 15
    taken = await decoding.take(data, "dicom")
    assert making.PLANTED not in said(taken)
    assert b"19610312" not in taken.header
    header = dcmread(BytesIO(taken.header))
    assert header.PatientIdentityRemoved == "YES"
    assert "basic profile" in header.DeidentificationMethod
    assert [code.CodeValue for code in header.DeidentificationMethodCodeSequence] == [
        "113100",
        "113101",
        "113103",
        "113105",
    ]
    assert header.StudyInstanceUID not in {"", "1.2.3.4.5.6"}
    assert not [element for element in header if element.tag.is_private or element.tag.group == 0x6000]
    assert taken.header[:128] == b"\0" * 128
    [frame] = taken.frames
    assert at(frame.image, 60, 40) == (255, 255, 255)
    assert at(frame.image, 2, 2) == (0, 0, 0)


@pytest.mark.parametrize(
    ("modality", "burned", "must"),
    [
        ("CT", "NO", False),
        ("CT", "YES", True),
        ("US", "", True),
        ("SC", "", True),
        ("XC", "", True),
        ("ES", "", True),
    ],
)
async def test_kinds_whose_pixels_name_the_patient_must_be_cleaned(
    modality: str, burned: str, must: bool
) -> None:
    taken = await decoding.take(making.dicom(modality=modality, burned=burned), "dicom")
    assert taken.must_clean is must


async def test_a_dicom_object_is_put_together_of_what_was_looked_at() -> None:
    taken = await decoding.take(making.dicom(frames=2), "dicom")
    black = await decoding.blacken(taken.frames[0].image, [Rect(0, 0, 128, 96)])
    whole = dcmread(BytesIO(await decoding.assemble(taken.header, [black.image, taken.frames[1].image])))
    assert (whole.NumberOfFrames, whole.BurnedInAnnotation, whole.BitsAllocated) == (2, "NO", 8)
    assert not whole.pixel_array[0].any()
    assert whole.pixel_array[1].any()


async def test_codes_and_numbers_that_the_standard_does_not_know_are_left_out() -> None:
    data = dcmread(BytesIO(making.dicom()))
    data.BodyPartExamined, data.Laterality, data.PatientPosition = "SMITH ANNA", "L", "HFS"
    data.ImageType, data.PixelSpacing = ["ORIGINAL", "PRIMARY", "ANNA"], [0.5, 0.25]
    out = BytesIO()
    data.save_as(out)
    header = dcmread(BytesIO((await decoding.take(out.getvalue(), "dicom")).header))
    assert "BodyPartExamined" not in header
    assert "ImageType" not in header
    assert (header.Laterality, header.PatientPosition, header.Modality) == ("L", "HFS", "CT")
    assert header.PixelSpacing == [0.5, 0.25]


async def test_pixels_of_a_shrunk_picture_are_further_apart() -> None:
    data = dcmread(BytesIO(making.dicom()))
    data.PixelSpacing = [0.5, 0.25]
    out = BytesIO()
    data.save_as(out)
    taken = await decoding.take(out.getvalue(), "dicom")
    [small] = await decoding.shrink(taken.frames[0].image, [64])
    whole = dcmread(BytesIO(await decoding.assemble(taken.header, [small])))
    assert (whole.Rows, whole.Columns) == (48, 64)
    assert whole.PixelSpacing == [1.0, 0.5]


async def test_an_object_without_a_picture_is_refused() -> None:
    data = dcmread(BytesIO(making.dicom()))
    del data.PixelData
    out = BytesIO()
    data.save_as(out)
    with pytest.raises(errors.NoPictureInside):
        await decoding.take(out.getvalue(), "dicom")


def test_a_kind_is_known_by_content_alone() -> None:
    for data in (b"", b"GIF89a" + b"\0" * 200, b"<svg>", b"MZ" + b"\0" * 200, b"PK\x03\x04"):
        assert source_of(data) is None
    assert source_of(making.dicom()[:200]) is Source.DICOM
    assert source_of(b"\0\0\0\x18ftypmif1" + b"\0" * 20) is Source.HEIC
