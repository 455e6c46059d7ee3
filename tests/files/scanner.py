"""A clamd that speaks the real protocol on a real socket: INSTREAM, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from struct import unpack


class Scanner:
    """`seen`: what was streamed to it. `answer`: what it says of everything without EICAR in it."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.answer = b"stream: OK"
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        data = b""
        while size := unpack(">I", await reader.readexactly(4))[0]:
            data += await reader.readexactly(size)
        self.seen.append(data)
        said = b"stream: Eicar-Test-Signature FOUND" if b"EICAR" in data else self.answer
        writer.write(said + b"\0")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def scanner(path: str = "") -> AsyncIterator[Scanner]:
    """On a port of its own, or at the path of a unix socket."""
    made = Scanner()
    if path:
        server = await asyncio.start_unix_server(made.serve, path)
        made.address = path
    else:
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        made.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield made
