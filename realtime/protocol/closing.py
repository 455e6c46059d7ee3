"""Why a room socket is closed; `realtime.closing` makes errors into these codes."""

from enum import IntEnum


class Close(IntEnum):
    """Codes 4000-4999 are ours (RFC 6455 7.4.2). Below 4100 a browser may come back by itself."""

    RESTART = 4001
    TOO_SLOW = 4002
    NO_HELLO = 4003
    SILENT = 4004
    REPLACED = 4100
    ENDED = 4101
    REMOVED = 4102
    BAD_FRAME = 4103
    BAD_TICKET = 4104
    NOT_ALLOWED = 4105
    FULL = 4106
    OLD_PAGE = 4107
    TOO_MANY_FRAMES = 4108
    GOODBYE = 4109


def comes_back(code: int) -> bool:
    """Whether a browser should connect again by itself after this code."""
    return code < Close.REPLACED
