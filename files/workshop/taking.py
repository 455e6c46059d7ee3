"""An upload of any kind becomes frames."""

from msgspec.structs import replace
from PIL import Image

from files.sniffing import Source
from files.workshop import pixels
from files.workshop.hints import hints
from files.workshop.wire import Frame, Taken

FORMATS = {Source.JPEG: "JPEG", Source.PNG: "PNG", Source.WEBP: "WEBP", Source.HEIC: "HEIF"}
LOSSLESS = frozenset({Source.PNG})


def taken(data: bytes, source: str) -> Taken:
    """Raises No, and what decoders raise."""
    match Source(source):
        case Source.DICOM:
            from files.workshop import dicom  # noqa: PLC0415 - heavy, and for this kind alone

            pictures, must_clean, header = dicom.taken(data)
            frames = dicom.frames_of(pictures)
            return Taken(frames=[_hinted(f) for f in frames], must_clean=must_clean, header=header)
        case Source.PDF:
            from files.workshop import pages  # noqa: PLC0415

            return Taken(frames=[_hinted(f) for f in pages.frames(data)], must_clean=True)
        case kind:
            return Taken(frames=[_hinted(_picture(data, kind))])


def _picture(data: bytes, kind: Source) -> Frame:
    if kind is Source.HEIC:
        from pi_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener(thumbnails=False)
    return pixels.frame(pixels.open_one(data, FORMATS[kind]), lossless=kind in LOSSLESS)


def _hinted(frame: Frame) -> Frame:
    image: Image.Image = pixels.kept(frame.image)
    return replace(frame, hints=hints(image))
