"""The server as a child of this process: started, watched, started again, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self
from urllib.parse import quote

from core.postgres import binaries, cluster, folder, sockets
from core.postgres.account import ENVIRONMENT, server_account
from core.postgres.errors import DiskFull, PostgresTrouble, StillStopping
from core.postgres.lifeline import tied_to_me
from core.postgres.pace import Pace

LAST_WORDS = 16_384  # bytes of the log in which the reason for an end is looked for
LOG_LIMIT = 10 * 2**20  # bytes; a longer log is put aside once, at the next start
RELAXED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Running:
    """A PostgreSQL on a Unix socket. Call `tend` now and then; leave the block, or call `stop`, to end it."""

    def __init__(self, data: Path, *, durable: bool, patience: float, programs: Path | None) -> None:
        """Raises a PostgresTrouble when the server does not answer within `patience` seconds."""
        self.data = folder.prepare(data)
        self._cluster, self._durable = self.data / "postgres", durable
        self._claim = folder.Claim(self.data)
        self._process: subprocess.Popen[bytes] | None = None
        self.pace = Pace()
        try:
            self._account = server_account(self._cluster)
            self._set_up(programs)
            self._spawn()
            self._wait(patience)
            self._claim.tell(self.url)
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """For the service: owner of its own database, no superuser."""
        return self.url_as(cluster.ROLE)

    @property
    def pid(self) -> int:
        """Of the server's first process."""
        assert self._process is not None
        return self._process.pid

    def url_as(self, role: str, database: str = cluster.ROLE) -> str:
        """`postgresql://role@/database?host=FOLDER`; the superuser is `postgres`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    @property
    def fallen(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def tend(self) -> bool:
        """Start a server that died again, with a growing pause; true when it had to. Returns at once."""
        if not self.fallen or not self.pace.due():
            return False
        with contextlib.suppress(StillStopping):
            self._spawn(patience=0.0)
        return not self.fallen

    def why(self) -> str:
        """What an operator should know about the fall of a server, one sentence or nothing."""
        found = cluster.trouble(self._said(), self.data, log=self.log)
        return str(found) if isinstance(found, DiskFull) else ""

    def stop(self, patience: float = 20.0) -> None:
        """Let transactions roll back, write everything down, end; then give the data folder back."""
        process, self._process = self._process, None
        if process is not None:
            for demand, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                process.send_signal(demand)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                    break
            with contextlib.suppress(OSError):
                self.sockets.rmdir()
        self._claim.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _set_up(self, programs: Path | None) -> None:
        account = self._account
        self.programs = programs or (binaries.folder_for_anyone() if account.drops else binaries.folder())
        self.log = self.data / "postgres.log"
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        if not folder.is_cluster(self._cluster):
            cluster.found(self._cluster, self.programs, account, durable=self._durable)
        cluster.admit(self._cluster, account)
        self.sockets = sockets.socket_folder(self.data, account)

    def _spawn(self, patience: float = 15.0) -> None:
        lock = folder.claim_cluster(self.data, patience)
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self._log_start = os.fstat(log).st_size
            self._process = self._popen(lock, log)
        except OSError as error:
            raise PostgresTrouble(reason=error, log=self.log) from error
        finally:
            os.close(log)
            os.close(lock)  # from here on only the server and its children hold it
        self.pace.began()

    def _popen(self, lock: int, log: int) -> subprocess.Popen[bytes]:
        account = self._account
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            [str(self.programs / "postgres"), "-D", account.data_argument(self._cluster), *self._options()],
            cwd=self._cluster,
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            process_group=0,  # Ctrl-C is for us: the server ends last
            preexec_fn=tied_to_me(signal.SIGINT),  # noqa: PLW1509 - one system call, from the main thread
            **account.identity(),
        )

    def _options(self) -> list[str]:
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self.sockets}"',
            "unix_socket_permissions=0700",
            "max_connections=100",
            "log_min_messages=warning",
            *(() if self._durable else RELAXED),
        ]
        return [word for setting in settings for word in ("-c", setting)]

    def _wait(self, patience: float) -> None:
        until = time.monotonic() + patience
        while not self.ready():
            if self._process is None or self._process.poll() is not None or time.monotonic() > until:
                raise cluster.trouble(self._said(), self.data, log=self.log)
            time.sleep(0.01)

    def ready(self) -> bool:
        """Whether the server takes connections, by the last line it keeps in its pid file."""
        try:
            lines = (self._cluster / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return lines[0] == str(self.pid) and any(line.strip() == "ready" for line in lines[7:])

    def _said(self) -> str:
        with self.log.open(errors="replace") as log:
            log.seek(max(self._log_start, self.log.stat().st_size - LAST_WORDS))
            return log.read(LAST_WORDS)


def start(
    data: Path, *, durable: bool = True, patience: float = 60.0, programs: Path | None = None
) -> Running:
    """Start PostgreSQL on the folder `data` (made if need be) and wait until it takes connections.

    Call it from the main thread: the server ends when the thread that started it does. `durable=False`
    trades safety against power loss for speed; `programs` is a folder of PostgreSQL programs instead of the
    wheel's. Raises a PostgresTrouble whose text is one sentence for the operator.
    """
    return Running(data, durable=durable, patience=patience, programs=programs)
