"""Pixels and nothing else: whatever came with them is left behind by copying them into a fresh image."""

from io import BytesIO

from PIL import Image, ImageCms, ImageDraw, ImageOps

from files.workshop.wire import PIXELS, SIDE, Frame, No, Rect

Image.MAX_IMAGE_PIXELS = PIXELS
WEBP_SIDE = 16_383  # what the format can hold
LOSSY_QUALITY, SMALL_QUALITY = 92, 82


def open_one(data: bytes, form: str) -> Image.Image:
    """The first picture of `data`, upright, on white, in sRGB. Raises No."""
    try:
        found = Image.open(BytesIO(data), formats=[form])
    except Image.DecompressionBombError as bomb:
        raise No("TooManyPixels") from bomb
    with found:
        refuse_vast(found.width, found.height)
        found.load()
        return clean(found)


def refuse_vast(width: int, height: int) -> None:
    if width * height > PIXELS or width < 1 or height < 1:
        raise No("TooManyPixels")


def clean(found: Image.Image) -> Image.Image:
    """Grey or RGB, in a new image that has never seen a header."""
    upright = ImageOps.exif_transpose(found)
    toned = _in_srgb(_flat(upright))
    fresh = Image.new(toned.mode, toned.size)
    fresh.paste(toned)
    return fitted(fresh, SIDE)


def fitted(image: Image.Image, side: int) -> Image.Image:
    """No longer and no higher than `side`."""
    if max(image.size) <= side:
        return image
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def encoded(image: Image.Image, *, lossless: bool) -> bytes:
    out = BytesIO()
    how = {"lossless": True, "quality": 30, "method": 0} if lossless else {"quality": LOSSY_QUALITY}
    image.save(out, "WEBP", exif=b"", xmp=b"", icc_profile=b"", **how)
    return out.getvalue()


def frame(image: Image.Image, *, lossless: bool) -> Frame:
    return Frame(width=image.width, height=image.height, image=encoded(image, lossless=lossless))


def kept(data: bytes) -> Image.Image:
    """An image of ours."""
    with Image.open(BytesIO(data), formats=["WEBP"]) as found:
        found.load()
        return found.convert("RGB")


def blackened(data: bytes, rects: list[Rect]) -> Frame:
    """The image with the rectangles painted over, written anew; nothing of what was under them is left.

    Without loss: what was near a rectangle is not smeared by a second encoding.
    """
    image = kept(data)
    pen = ImageDraw.Draw(image)
    for r in rects:
        pen.rectangle((r.x, r.y, r.x + r.width - 1, r.y + r.height - 1), fill=(0, 0, 0))
    return frame(image, lossless=True)


def shrunk(data: bytes, sides: list[int]) -> list[bytes]:
    image, made = kept(data), []
    for side in sides:
        out = BytesIO()
        fitted(image, side).save(out, "WEBP", quality=SMALL_QUALITY, exif=b"", xmp=b"", icc_profile=b"")
        made.append(out.getvalue())
    return made


def _flat(image: Image.Image) -> Image.Image:
    """Without palette, transparency or 16 bits."""
    if image.mode.startswith(("I", "F")):
        return _to_eight_bits(image)
    if image.mode in {"P", "PA", "LA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        solid = image.convert("RGBA")
        paper = Image.new("RGBA", solid.size, (255, 255, 255, 255))
        flat = Image.alpha_composite(paper, solid).convert("RGB")
        flat.info = {"icc_profile": image.info.get("icc_profile")}
        return flat
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    low, high = image.getextrema()
    span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
    scaled = image.convert("F").point(lambda v: (v - float(low)) * (255.0 / span))  # type: ignore[arg-type]
    return scaled.convert("L")


def _in_srgb(image: Image.Image) -> Image.Image:
    """The profile is applied and then left behind; one that cannot be read is only left behind."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB") if image.mode == "CMYK" else image
