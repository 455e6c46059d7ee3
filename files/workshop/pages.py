"""Pages of a PDF become pictures: no script, attachment, form, link, metadata or hidden layer is left."""

import pypdfium2 as pdfium

from files.workshop import pixels
from files.workshop.wire import FRAMES, PIXELS, SIDE, Frame, No

DPI = 150
POINTS = 72


def frames(data: bytes) -> list[Frame]:
    """Raises No; pdfium's own errors mean that it cannot be read."""
    document = pdfium.PdfDocument(data)
    if len(document) > FRAMES:
        raise No("TooManyFrames")
    if not len(document):
        raise No("FileUnreadable")
    sizes = [page.get_size() for page in document]
    scales = [_scale(*size) for size in sizes]
    inked = sum(w * h * s * s for (w, h), s in zip(sizes, scales, strict=True))
    if inked > 4 * PIXELS:
        raise No("TooManyPixels")
    return [_drawn(page, scale) for page, scale in zip(document, scales, strict=True)]


def _drawn(page: pdfium.PdfPage, scale: float) -> Frame:
    """As it is printed: annotations that stand on the page are drawn, forms are not filled."""
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    return pixels.frame(pixels.clean(picture), lossless=True)


def _scale(width: float, height: float) -> float:
    """Pixels a point: 150 dpi, less for a page that would become larger than what is kept."""
    longest = max(width, height, 1.0)
    return min(DPI / POINTS, SIDE / longest)
