"""Markdown to safe HTML, once, when it is written. Store the result and its version beside the text."""

from core.markdown.errors import TextTooComplex, TextTooLong
from core.markdown.rendering import MAX_BYTES, VERSION, Rendered, plain, render

__all__ = ["MAX_BYTES", "VERSION", "Rendered", "TextTooComplex", "TextTooLong", "plain", "render"]
