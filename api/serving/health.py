"""For the health checks of containers: `python -m api.serving.health http://...` or `unix:PATH`."""

import sys
import urllib.request
from pathlib import Path

LISTENING = "00010000"  # the flag in the kernel's list of unix sockets


def ask(address: str, *, seconds: float = 3.0) -> None:
    """Raises OSError when nobody listens there, or answers with an error.

    At a socket nobody knocks: the media worker takes every visitor for a new owner and lets go of its rooms.
    """
    if address.startswith("unix:"):
        path = address.removeprefix("unix:")
        if not any(line[3] == LISTENING and line[7:] == [path] for line in unix_sockets()):
            raise OSError(f"nobody listens at {path}")
    elif address.startswith("http://"):
        with urllib.request.urlopen(address, timeout=seconds):  # noqa: S310 - the scheme was just looked at
            pass
    else:
        raise OSError(f"{address} is no address of ours")


def unix_sockets() -> list[list[str]]:
    """For each: number, references, protocol, flags, type, state, inode, path if it has one."""
    return [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]


if __name__ == "__main__":
    try:
        ask(sys.argv[1])
    except OSError as error:
        sys.exit(str(error))
