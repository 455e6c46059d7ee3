"""clamd, where an operator runs one: bytes go to it before anything of ours looks into them (INSTREAM)."""

import asyncio
from asyncio import StreamReader, StreamWriter
from struct import pack

import structlog

from files.errors import ScannerFoundSomething, ScannerUnreachable

SECONDS = 30.0
CHUNK = 64 * 1024
logger = structlog.get_logger(__name__)


async def scan(address: str, data: bytes) -> None:
    """`address`: "host:port", or the path of a unix socket; empty: no scanner, nothing is asked.

    Raises ScannerFoundSomething; ScannerUnreachable when it does not answer, or not as it should.
    """
    if not address:
        return
    try:
        async with asyncio.timeout(SECONDS):
            said = await _ask(address, data)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        logger.warning("virus scanner not reached", error=type(error).__name__)
        raise ScannerUnreachable from error
    if said.endswith(" FOUND"):
        logger.warning("virus scanner refused an upload", said=said[:200])
        raise ScannerFoundSomething
    if said != "stream: OK":
        logger.warning("virus scanner answered oddly", said=said[:200])
        raise ScannerUnreachable


async def _ask(address: str, data: bytes) -> str:
    reader, writer = await _open(address)
    try:
        writer.write(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            writer.write(pack(">I", len(piece)) + piece)
            await writer.drain()
        writer.write(pack(">I", 0))
        await writer.drain()
        return (await reader.readuntil(b"\0")).rstrip(b"\0").decode(errors="replace").strip()
    finally:
        writer.close()


async def _open(address: str) -> tuple[StreamReader, StreamWriter]:
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address)
    host, _, port = address.rpartition(":")
    return await asyncio.open_connection(host.strip("[]"), int(port))
