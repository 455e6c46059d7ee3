"""WeasyPrint at arm's length: a child process with a bound on time and memory, which fetches nothing.

What it gets is one message on its standard input, what it gives is the PDF on its standard output.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from ctypes.util import find_library
from pathlib import Path

import msgspec

from cases.press.order import CANNOT, Order
from core.outbox import Hopeless

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 45  # the outbox gives a job 54
MEMORY = 2_000_000_000  # bytes of address space
MOST_BYTES = 50_000_000
# Of our own environment the child gets what finding libraries and fonts takes: no secret, no database.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
COMMAND = (sys.executable, "-m", "cases.press.child")


class CannotPrint(Hopeless):
    """PDF files cannot be made here: the Pango library is not installed (Debian: libpango-1.0-0)."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class PrintingFailed(Exception):
    """The process that prints ended without a PDF, or took too long or too much memory for it."""


def can_print() -> bool:
    """Whether the library is there that WeasyPrint sets text with."""
    return find_library("pango-1.0") is not None


async def press(
    html: str, images: Mapping[str, bytes], *, seconds: int = SECONDS, memory: int = MEMORY
) -> bytes:
    """The document as a PDF. Raises CannotPrint, PrintingFailed."""
    order = msgspec.msgpack.encode(Order(html, dict(images), memory, seconds))
    child = await asyncio.create_subprocess_exec(
        *COMMAND,
        cwd=ROOT,
        env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            made, said = await child.communicate(order)
    except TimeoutError as error:
        raise PrintingFailed(f"It took more than {seconds} seconds.") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == CANNOT:
        raise CannotPrint
    if child.returncode or not made.startswith(b"%PDF-") or len(made) > MOST_BYTES:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise PrintingFailed(f"Exit {child.returncode}. {last[0]}"[:500])
    return made
