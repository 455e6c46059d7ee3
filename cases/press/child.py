"""The process that prints: `python -m cases.press.child`, an Order in, a PDF out."""

import resource
import sys
from io import BytesIO
from typing import Any

import msgspec

from cases.press.order import CANNOT, Order

WIDE, HIGH = 1400, 1250  # pixels: the type area of A4 at some 210 to the inch
QUALITY = 88


def main() -> int:
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    bound(order)
    try:
        import weasyprint  # noqa: PLC0415 - after the bounds
    except OSError:
        return CANNOT
    page = weasyprint.HTML(string=order.html, base_url="about:", url_fetcher=only(order.images))
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))
    return 0


def bound(order: Order) -> None:
    """What goes past this ends the process, not the service."""
    resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (order.seconds, order.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def printable(image: bytes) -> bytes:
    """As JPEG of the resolution that paper can show: WeasyPrint takes those as they are, and others apart."""
    from PIL import Image  # noqa: PLC0415 - after the bounds

    with Image.open(BytesIO(image)) as opened:
        opened.thumbnail((WIDE, HIGH))
        sheet = Image.new("RGB", opened.size, "white")
        sheet.paste(opened, mask=opened.getchannel("A") if "A" in opened.getbands() else None)
    kept = BytesIO()
    sheet.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def only(images: dict[str, bytes]) -> Any:
    """Answers with the images of the order; no address is ever opened."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Only(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            scheme, _, name = url.partition(":")
            if scheme == "image" and name in images:
                return URLFetcherResponse(url, printable(images[name]), {"Content-Type": "image/jpeg"})
            if scheme == "image":
                raise ValueError(url)  # WeasyPrint shows the words of the image instead
            raise FatalURLFetchingError(f"{scheme}: is not fetched")

    return Only()


if __name__ == "__main__":
    sys.exit(main())
