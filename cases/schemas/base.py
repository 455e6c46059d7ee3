"""What views have in common."""

from msgspec import Struct


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of what goes out."""
