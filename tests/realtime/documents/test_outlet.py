"""The way out of a connection: one frame under way at a time, in order."""

import asyncio
from typing import Any
from uuid import uuid4

from realtime.documents.lines import Line
from realtime.documents.outlet import Outlet


class Server:
    """Takes frames; each is under way until it is let go. Like granian it gives back what can be asked."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.under_way: list[asyncio.Future[None]] = []

    def send(self, message: Any) -> asyncio.Future[None]:
        self.sent.append(message["bytes"])
        self.under_way.append(asyncio.get_running_loop().create_future())
        return self.under_way[-1]

    async def let_go(self) -> None:
        self.under_way[-1].set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def a_line() -> Line:
    return Line(person_id=uuid4(), writes=True)


async def test_what_comes_while_a_frame_is_under_way_waits_for_it_and_goes_in_order() -> None:
    server, line = Server(), a_line()
    Outlet(server.send, line)
    for frame in (b"one", b"two", b"three"):
        line.send(frame)
    assert server.sent == [b"one"]
    await server.let_go()
    assert server.sent == [b"one", b"two"]
    await server.let_go()
    assert server.sent == [b"one", b"two", b"three"]


async def test_what_waited_before_there_was_a_way_out_is_sent_first() -> None:
    server, line = Server(), a_line()
    line.send(b"early")
    Outlet(server.send, line)
    line.send(b"later")
    await server.let_go()
    assert server.sent == [b"early", b"later"]


async def test_a_server_whose_sending_is_a_coroutine_is_served_too() -> None:
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        await asyncio.sleep(0)
        sent.append(message["bytes"])

    line = a_line()
    Outlet(send, line)
    for frame in (b"one", b"two", b"three"):
        line.send(frame)
    async with asyncio.timeout(5):
        while len(sent) < 3:
            await asyncio.sleep(0)
    assert sent == [b"one", b"two", b"three"]


async def test_a_line_that_is_cut_is_over_and_a_frame_that_does_not_go_is_noticed() -> None:
    server, line = Server(), a_line()
    outlet = Outlet(server.send, line)
    line.send(b"one")
    assert outlet.stuck(-1)
    assert not outlet.stuck(60)
    line.cut("too_slow")
    assert outlet.over.is_set()


async def test_a_browser_that_is_gone_gets_nothing_more() -> None:
    server, line = Server(), a_line()
    outlet = Outlet(server.send, line)
    line.send(b"one")
    line.send(b"two")
    server.under_way[0].set_exception(OSError("gone"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    line.send(b"three")
    assert server.sent == [b"one"]
    assert outlet.over.is_set()
