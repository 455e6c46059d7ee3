"""Files as people send them, made here: with everything in them that must not survive."""

from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import compress, crc32

import numpy as np
from PIL import Image, ImageCms, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

SECRET = "ZZPATIENTZZ"
PLANTED = SECRET.encode()


def picture(width: int = 640, height: int = 480, *, text: str = "") -> Image.Image:
    """Skin-coloured shapes on grey, and a line of text where one is asked for."""
    image = Image.new("RGB", (width, height), (70, 80, 90))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width // 3, height // 3, width // 2, height // 2), fill=(200, 150, 120))
    if text:
        pen.text((24, 16), text, fill=(255, 255, 255), font_size=24)
    return image


def face() -> Image.Image:
    """Nobody's: a head with hair, brows, eyes, nose and mouth, out of focus."""
    image = Image.new("L", (400, 400), 60)
    pen = ImageDraw.Draw(image)
    pen.ellipse((90, 50, 310, 350), fill=190)
    pen.ellipse((90, 30, 310, 140), fill=50)
    pen.ellipse((100, 75, 300, 340), fill=195)
    for middle in (152, 248):
        pen.rectangle((middle - 34, 148, middle + 34, 160), fill=70)
        pen.ellipse((middle - 28, 166, middle + 28, 194), fill=110)
        pen.ellipse((middle - 12, 168, middle + 12, 192), fill=30)
    pen.polygon([(192, 180), (208, 180), (224, 245), (176, 245)], fill=215)
    pen.ellipse((176, 238, 194, 250), fill=110)
    pen.ellipse((206, 238, 224, 250), fill=110)
    pen.ellipse((152, 272, 248, 298), fill=100)
    return image.filter(ImageFilter.GaussianBlur(4))


def jpeg(*, text: str = "", orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """With EXIF (GPS, a thumbnail, a maker's note), XMP, a named ICC profile, a comment, and a tail."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E], exif[0x013B], exif[0x9C9B] = SECRET, SECRET, PLANTED
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: SECRET})
    exif.get_ifd(0x8769).update({0x927C: PLANTED * 4, 0x9286: PLANTED})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + PLANTED
    out = BytesIO()
    picture(*size, text=text).save(
        out,
        "JPEG",
        quality=90,
        exif=exif,
        comment=PLANTED,
        icc_profile=profile,
        xmp=b"<x:xmpmeta>" + PLANTED + b"</x:xmpmeta>",
    )
    return _with_thumbnail(out.getvalue()) + PLANTED + b"PK\x03\x04 and the start of an archive"


def png(*, text: str = "", image: Image.Image | None = None) -> bytes:
    """With all kinds of text chunks, EXIF, a private chunk, and bytes after the end."""
    told = PngInfo()
    told.add_text("Comment", SECRET)
    told.add_text("Author", SECRET, zip=True)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    out = BytesIO()
    (image or picture(text=text)).save(out, "PNG", pnginfo=told, exif=exif)
    whole = out.getvalue()
    end = whole.rindex(b"IEND") - 4
    return whole[:end] + _chunk(b"prVt", PLANTED) + whole[end:] + b"<script>" + PLANTED


def webp() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    out = BytesIO()
    picture().save(out, "WEBP", exif=exif, xmp=PLANTED, icc_profile=PLANTED)
    return out.getvalue()


def heic() -> bytes:
    """With EXIF and XMP. Made once with pillow-heif: what we install reads HEIC and writes none."""
    return (Path(__file__).parent / "phone.heic").read_bytes()


def png_bomb(side: int = 30_000) -> bytes:
    """A small file that says it holds, and does hold, 900 million pixels."""
    rows = compress(b"\0" * ((side // 8 + 1) * side), 9)
    head = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def pdf(pages: int = 2) -> bytes:
    """With a title, an author, a script that runs on opening, an attachment, and text on each page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 3 0 R/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (7 + 2 * n) for n in range(pages)), pages),
        b"<</S/JavaScript/JS(app.alert\\('" + PLANTED + b"'\\))>>",
        b"<</Title(" + PLANTED + b")/Author(" + PLANTED + b")>>",
        b"<</Type/Filespec/F(" + PLANTED + b")/EF<</F 6 0 R>>>>",
        b"<</Type/EmbeddedFile/Length %d>>stream\n%s\nendstream" % (len(PLANTED), PLANTED),
    ]
    for n in range(pages):
        drawn = b"BT /F1 30 Tf 40 700 Td (Page %d) Tj ET 0.8 0.2 0.2 rg 100 300 200 150 re f" % (n + 1)
        font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R>>"
            % (font, 8 + 2 * n),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def dicom(*, modality: str = "CT", burned: str = "", frames: int = 1) -> bytes:
    """Names in every place that takes one: standard, nested, private, overlay, preamble, file meta."""
    data = Dataset()
    data.PatientName, data.PatientID, data.PatientBirthDate = f"{SECRET}^ANNA", SECRET, "19610312"
    data.InstitutionName = data.StationName = data.OperatorsName = SECRET
    data.StudyDescription = data.SeriesDescription = data.ImageComments = SECRET
    data.StudyDate, data.StudyTime, data.AccessionNumber = "20260914", "101500", SECRET
    data.ReferringPhysicianName, data.DeviceSerialNumber = SECRET, SECRET
    data.SOPClassUID, data.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", generate_uid()
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.3.4.5.6", generate_uid()
    data.Modality, data.BurnedInAnnotation = modality, burned or "NO"
    inner = Dataset()
    inner.ReferencedSOPInstanceUID, inner.PatientName = generate_uid(), SECRET
    deeper = Dataset()
    deeper.CodeMeaning = SECRET
    inner.PurposeOfReferenceCodeSequence = Sequence([deeper])
    data.ReferencedImageSequence = Sequence([inner])
    block = data.private_block(0x0011, SECRET, create=True)
    block.add_new(0x01, "LO", SECRET)
    data.add_new(0x60000010, "US", 8)
    data.add_new(0x60000011, "US", 8)
    data.add_new(0x60000022, "LO", SECRET)
    data.add_new(0x60003000, "OW", PLANTED + b"\0" * 5)
    values = np.zeros((frames, 96, 128), dtype=np.uint16)
    values[:, 20:60, 30:90] = 900
    data.Rows, data.Columns, data.SamplesPerPixel = 96, 128, 1
    data.PhotometricInterpretation, data.BitsAllocated, data.BitsStored = "MONOCHROME2", 16, 12
    data.HighBit, data.PixelRepresentation = 11, 0
    if frames > 1:
        data.NumberOfFrames = frames
    data.add_new(0x7FE00010, "OW", values.tobytes())
    data.add_new(0xFFFCFFFC, "OB", PLANTED + b"\0")
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
    meta.TransferSyntaxUID, meta.SourceApplicationEntityTitle = ExplicitVRLittleEndian, SECRET
    data.file_meta, data.preamble = meta, (PLANTED * 12)[:128]
    out = BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _with_thumbnail(data: bytes) -> bytes:
    """A second JPEG in a segment of its own, as phones leave one."""
    small = BytesIO()
    picture(64, 48).save(small, "JPEG", comment=PLANTED)
    segment = b"JFXX\0\x10" + small.getvalue()
    return data[:2] + b"\xff\xe0" + pack(">H", len(segment) + 2) + segment + data[2:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body))
