"""Errors become close codes here and nowhere else."""

from msgspec import MsgspecError

from core.errors import Forbidden, NotFound, SignInRequired
from realtime import errors
from realtime.protocol.closing import Close
from realtime.rooms.room import RoomFull


class HelloMissing(Exception):
    """The first frame did not come in time."""


_CODES: tuple[tuple[type[Exception], Close], ...] = (
    (HelloMissing, Close.NO_HELLO),
    (RoomFull, Close.FULL),
    (errors.BadTicket, Close.BAD_TICKET),
    (errors.RoomEnded, Close.ENDED),
    (errors.MayNotEnter, Close.REMOVED),
    (errors.RoomNotOpenYet, Close.NOT_ALLOWED),
    (SignInRequired, Close.NOT_ALLOWED),
    (NotFound, Close.NOT_ALLOWED),
    (Forbidden, Close.NOT_ALLOWED),
    (MsgspecError, Close.BAD_FRAME),
    (TimeoutError, Close.SILENT),
)


def code_of(error: Exception) -> Close:
    """What an error means for the socket; one that nobody foresaw lets the browser come back."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Close.RESTART)
