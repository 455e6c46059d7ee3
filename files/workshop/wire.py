"""What goes into the child and what comes back, as MessagePack."""

from msgspec import Struct

SIDE = 4096  # the longest side of what is kept, in pixels
PIXELS = 50_000_000  # of one image before it is made smaller; what says it has more is refused unread
FRAMES = 40  # pages or frames of one file


class Rect(Struct, frozen=True):
    """In pixels of the frame, from its top left corner."""

    x: int
    y: int
    width: int
    height: int


class Hint(Struct, frozen=True):
    """A place to look at. `kind`: text or face. Found by a rule, which misses things and errs."""

    kind: str
    rect: Rect


class Frame(Struct, frozen=True, kw_only=True, tag=True):
    """WebP without anything but pixels."""

    width: int
    height: int
    image: bytes
    hints: list[Hint] = []


class Take(Struct, frozen=True, tag=True):
    """Decode an upload."""

    data: bytes
    source: str


class Blacken(Struct, frozen=True, tag=True):
    """Paint rectangles over a kept image, for good."""

    image: bytes
    rects: list[Rect]


class Shrink(Struct, frozen=True, tag=True):
    """Smaller copies, each at most as long and as high as one of `sides`."""

    image: bytes
    sides: list[int]


class Assemble(Struct, frozen=True, tag=True):
    """A DICOM object out of a cleaned header and the images that people looked at."""

    header: bytes
    images: list[bytes]


class Taken(Struct, frozen=True, kw_only=True, tag=True):
    """`must_clean`: of a kind whose pixels often name the patient, or that says they do (domain 3.3)."""

    frames: list[Frame]
    must_clean: bool = False
    header: bytes = b""  # of a DICOM object, by the basic profile, without pixels


class Made(Struct, frozen=True, tag=True):
    images: list[bytes]


class Refused(Struct, frozen=True, tag=True):
    """`why` is the name of an error in files.errors."""

    why: str


Job = Take | Blacken | Shrink | Assemble
Result = Taken | Frame | Made | Refused


class No(Exception):
    """The upload is refused; the text is the name of an error in files.errors."""
