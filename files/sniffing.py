"""What a file is, by its first bytes alone: neither its name nor what the sender says of it counts. Pure."""

from collections.abc import Callable
from enum import StrEnum

DICOM_PREAMBLE = 128
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class Source(StrEnum):
    """What was sent. Whatever it was, only pixels of it are kept."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DICOM = "dicom"


def source_of(start: bytes) -> Source | None:
    """From at least the first 132 bytes. None: of a kind that is not taken."""
    return next((source for source, holds in _SIGNS.items() if holds(start)), None)


def _is_heif(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in _HEIF_BRANDS


_SIGNS: dict[Source, Callable[[bytes], bool]] = {
    Source.JPEG: lambda s: s.startswith(b"\xff\xd8\xff"),
    Source.PNG: lambda s: s.startswith(b"\x89PNG\r\n\x1a\n"),
    Source.WEBP: lambda s: s.startswith(b"RIFF") and s[8:12] == b"WEBP",
    Source.HEIC: _is_heif,
    Source.PDF: lambda s: s.startswith(b"%PDF-"),
    Source.DICOM: lambda s: s[DICOM_PREAMBLE : DICOM_PREAMBLE + 4] == b"DICM",
}
