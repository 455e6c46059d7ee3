"""A load generator of its own process: N connections kept alive, each asking again when it is answered.

Usage: python -m bench.load HOST PORT CONNECTIONS REQUESTS WARM < requests.json, which is a list of whole
requests as text that are sent in turn; prints JSON on standard output.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator

import uvloop


class Refused(Exception):
    """An answer that was not 200."""


async def answer(reader: asyncio.StreamReader) -> int:
    """Read one response; returns the bytes of its body as sent. Raises Refused for another status."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(b":") for line in lines[1:])}
    if b"content-length" in headers:
        size = int(headers[b"content-length"])
        await reader.readexactly(size)
    else:
        size = await chunks(reader)
    status = int(lines[0].split()[1])
    if status not in {200, 303}:
        raise Refused(lines[0].decode())
    return size


async def chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readline()
    return total


async def visitor(host: str, port: int, left: Iterator[bytes], seconds: list[float], sizes: set[int]) -> None:
    reader, writer = await asyncio.open_connection(host, port, limit=2**22)
    for request in left:
        began = time.perf_counter()
        writer.write(request)
        sizes.add(await answer(reader))
        seconds.append(time.perf_counter() - began)
    writer.close()


async def run(host: str, port: int, connections: int, sent: list[bytes]) -> dict[str, object]:
    seconds: list[float] = []
    sizes: set[int] = set()
    left = iter(sent)
    began = time.perf_counter()
    await asyncio.gather(*(visitor(host, port, left, seconds, sizes) for _ in range(connections)))
    return {"elapsed": time.perf_counter() - began, "seconds": seconds, "bytes": max(sizes)}


async def both(host: str, port: int, connections: int, warm: list[bytes], sent: list[bytes]) -> object:
    if warm:
        await run(host, port, connections, warm)
    return await run(host, port, connections, sent)


def main() -> None:
    host, port, connections, count, warm = sys.argv[1], *map(int, sys.argv[2:6])
    turns = [text.encode() for text in json.loads(sys.stdin.read())]
    everything = [turns[n % len(turns)] for n in range(warm + count)]
    done = uvloop.run(both(host, port, connections, everything[:warm], everything[warm:]))
    print(json.dumps(done))


if __name__ == "__main__":
    main()
