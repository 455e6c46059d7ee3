"""The data folder: may we write in it, is there room, is it ours, does anybody else hold it."""

import errno
import fcntl
import os
import time
from pathlib import Path

from core.postgres.binaries import MAJOR
from core.postgres.errors import (
    AlreadyRunning,
    DiskFull,
    FolderNotWritable,
    NotACluster,
    OtherMajorVersion,
    StillStopping,
)

NEEDED_NEW, NEEDED = 128, 32  # MB: a new cluster with its first log; one more log segment and room to breathe
FULL = (errno.ENOSPC, errno.EDQUOT)


def prepare(data: Path) -> Path:
    """Make the folder if need be, write in it once, and return its absolute path."""
    data = data.absolute()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / f".writable-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise _not_writable(data, error) from error
    _need_room(data, NEEDED if (data / "postgres").exists() else NEEDED_NEW)
    return data


def _not_writable(data: Path, error: OSError) -> Exception:
    if error.errno in FULL:
        return DiskFull(data=data, free=0, needed=NEEDED)
    return FolderNotWritable(data=data, reason=error.strerror)


def _need_room(data: Path, needed: int) -> None:
    if (free := free_megabytes(data)) < needed:
        raise DiskFull(data=data, free=free, needed=needed)


def free_megabytes(data: Path) -> int:
    facts = os.statvfs(data)
    return facts.f_bavail * facts.f_frsize // 2**20


def is_cluster(cluster: Path) -> bool:
    """Whether a cluster of our major version is there already; raises when something else is."""
    if not cluster.exists():
        return False
    try:
        found = (cluster / "PG_VERSION").read_text().strip()
    except PermissionError as error:
        raise FolderNotWritable(data=cluster, reason=error.strerror) from error
    except OSError:
        raise NotACluster(folder=cluster) from None
    if found != str(MAJOR):
        raise OtherMajorVersion(data=cluster.parent, found=found, ours=MAJOR)
    return True


class Claim:
    """Holds the data folder for this process until it is released, or the process ends in whatever way."""

    def __init__(self, data: Path) -> None:
        """Raises AlreadyRunning, which names the holder."""
        self._lock = _open(data / "service.lock", data)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise AlreadyRunning(data=data, pid=holder(data)[0]) from None
        self.tell("")

    def tell(self, url: str) -> None:
        """Leave word for commands that are run beside the service: our pid and where the database is."""
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n{url}\n".encode(), 0)

    def release(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def holder(data: Path) -> tuple[str, str]:
    """Pid and database URL of the service that holds the folder; only true while a Claim is refused."""
    lines = (data / "service.lock").read_text().split("\n")
    return (lines[0] or "unknown", lines[1] if len(lines) > 1 else "")


def claim_cluster(data: Path, patience: float = 15.0) -> int:
    """Wait until no process of an earlier server is left, `patience` seconds at most.

    The server and every process it forks inherit the descriptor, so the lock is free only when the last of
    them is gone; a left-over `postmaster.pid`, whose number may be another program's by now, then means
    nothing.
    """
    lock = _open(data / "postgres.lock", data)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(lock)
                raise StillStopping(data=data) from None
            time.sleep(0.02)
        else:
            (data / "postgres" / "postmaster.pid").unlink(missing_ok=True)
            return lock


def _open(path: Path, data: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise _not_writable(data, error) from error
