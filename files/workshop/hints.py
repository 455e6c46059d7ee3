"""Where to look: burned-in text by a rule, faces by OpenCV's cascades. Suggestions, never a verdict."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from files.workshop.wire import Hint, Rect

LOOKED_AT = 1200  # the longest side of the copy that is searched, in pixels
MOST = 40
GLYPH_LOW, GLYPH_HIGH = 6, 90  # heights of a line of text in that copy
CASCADES = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
INK_LOW, INK_HIGH = 0.25, 0.92  # how much of a bar of text is strokes
Grey = NDArray[np.uint8]


def hints(image: Image.Image) -> list[Hint]:
    """Lines that look like text, and faces, in pixels of `image`; at most 40 of each."""
    scale = min(1.0, LOOKED_AT / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    grey = np.asarray(image.convert("L").resize(size), dtype=np.uint8)
    found = [Hint("text", r) for r in text_lines(grey)[:MOST]] + [Hint("face", r) for r in faces(grey)[:MOST]]
    return [Hint(h.kind, _grown(h.rect, scale, image.size)) for h in found]


def text_lines(grey: Grey) -> list[Rect]:
    """Runs of sharp strokes as wide apart as letters are: closed into bars, then judged by shape and ink.

    It asks whether something is written there, not what: it reads no letter.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel)
    _, sharp = cv2.threshold(edges, 70, 255, cv2.THRESH_BINARY)
    bars = cv2.morphologyEx(sharp, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (11, 3)))
    outlines, _ = cv2.findContours(bars, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [Rect(*map(int, cv2.boundingRect(outline))) for outline in outlines]
    return sorted((b for b in boxes if _written(b, sharp)), key=lambda b: -b.width * b.height)


def faces(grey: Grey) -> list[Rect]:
    """Frontal and half-turned ones, of at least a twentieth of the picture's shorter side."""
    least = max(24, min(grey.shape) // 20)
    even = cv2.equalizeHist(grey)
    found = [
        Rect(*(int(v) for v in box))
        for name in CASCADES
        for box in _cascade(name).detectMultiScale(
            even, scaleFactor=1.1, minNeighbors=6, minSize=(least, least)
        )
    ]
    return list(dict.fromkeys(found))


def _cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / name))


def _written(box: Rect, sharp: NDArray[np.generic]) -> bool:
    if not (GLYPH_LOW <= box.height <= GLYPH_HIGH and box.width >= 1.8 * box.height):
        return False
    inside = sharp[box.y : box.y + box.height, box.x : box.x + box.width]
    inked = float(np.count_nonzero(inside)) / inside.size
    columns = np.count_nonzero(inside, axis=0) > 0
    strokes = int(np.count_nonzero(np.diff(columns.astype(np.int8)) == 1))
    return INK_LOW <= inked <= INK_HIGH and (strokes >= 1 or box.width >= 3 * box.height)


def _grown(rect: Rect, scale: float, size: tuple[int, int]) -> Rect:
    """In the image's own pixels, with a margin, within its edges."""
    margin = 3
    left, top = max(0, rect.x - margin) / scale, max(0, rect.y - margin) / scale
    right = min(size[0], (rect.x + rect.width + margin) / scale)
    bottom = min(size[1], (rect.y + rect.height + margin) / scale)
    return Rect(int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))
