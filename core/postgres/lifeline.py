"""A child never outlives its parent, not even when the parent is killed with SIGKILL."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int | None = None, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send `by` to this process when the thread that started it ends.

    `parent` is the expected parent's pid: whoever was orphaned before this call leaves at once.
    On systems other than Linux nothing is asked for.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, by.value, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def tied_to_me(by: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` for subprocess. Spawn from a thread that lives as long as the child should: the main."""
    parent = os.getpid()
    return lambda: die_with_parent(parent, by=by)
