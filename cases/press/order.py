"""What the process that prints is told."""

from msgspec import Struct

CANNOT = 3
"""Its exit code when the libraries that WeasyPrint needs are not there."""


class Order(Struct, frozen=True):
    """As MessagePack on its standard input. `images`: content by name; `memory`: bytes of address space."""

    html: str
    images: dict[str, bytes]
    memory: int
    seconds: int
