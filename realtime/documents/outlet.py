"""The way out of one connection: what its line has to say is sent as soon as the frame before is gone.

It needs no task of its own: with hundreds at a document, waking a task for each costs more than sending.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, cast

from litestar import WebSocket

from realtime.documents.lines import Line

Send = Callable[[Any], Awaitable[None]]
"""Of ASGI. What granian gives back can be asked whether it is done; anything else becomes a task."""


Receive = Callable[[], Awaitable[Any]]
DIRECT = "consilium.direct"
"""Where a scope has the server's own (receive, send), without what is wrapped around them."""


def direct(socket: WebSocket[Any, Any, Any]) -> tuple[Receive, Send]:
    """The server's own ways in and out; those of the framework where nobody kept them."""
    scope = cast("dict[str, Any]", socket.scope)
    found: tuple[Receive, Send] = scope.get(DIRECT, (socket.receive, socket.send))
    return found


class Outlet:
    """`over` is set when the line has been cut."""

    def __init__(self, send: Send, line: Line) -> None:
        self.over = asyncio.Event()
        self._send, self._line = send, line
        self._frames: deque[bytes] = deque()
        self._under_way: asyncio.Future[None] | None = None
        self._since = 0.0
        self._asked = False  # to be told when the frame under way is gone
        line.wake = self._wake
        self._wake()

    def stuck(self, seconds: float) -> bool:
        """Whether one frame has been under way for longer."""
        waits = self._under_way is not None and not self._under_way.done()
        return waits and asyncio.get_running_loop().time() - self._since > seconds

    def close(self) -> None:
        """Nothing more is sent."""
        self._line.wake = _nothing
        self._frames.clear()
        self.over.set()

    def _wake(self) -> None:
        if self._line.over is not None:
            self.over.set()
        elif self._under_way is None or self._under_way.done():
            self._go_on()
        else:
            self._ask()

    def _go_on(self) -> None:
        if not self._frames:
            self._frames.extend(self._line.take())
        if not self._frames:
            return
        frame = self._frames.popleft()
        sent: Any = self._send({"type": "websocket.send", "bytes": frame})
        self._since = asyncio.get_running_loop().time()
        self._under_way = sent if asyncio.isfuture(sent) else asyncio.ensure_future(sent)
        if self._frames or self._under_way is not sent:
            self._ask()

    def _ask(self) -> None:
        if not self._asked and self._under_way is not None:
            self._asked = True
            self._under_way.add_done_callback(self._gone)

    def _gone(self, sent: asyncio.Future[None]) -> None:
        self._asked = False
        if sent.cancelled() or sent.exception() is not None:
            self.close()  # the browser is gone; reading says so
        elif not self.over.is_set():
            self._wake()


def _nothing() -> None:
    pass
