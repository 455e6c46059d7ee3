"""Processes beside the parent: none outlives it, and one that falls is started again."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from core.postgres.lifeline import tied_to_me
from core.postgres.pace import Pace

ROOT = Path(__file__).resolve().parents[2]


class Child:
    """`python -m MODULE` with our environment. Spawn from the main thread; it ends when that thread does."""

    def __init__(self, name: str, module: str, environment: Mapping[str, str]) -> None:
        self.name, self.module, self.environment = name, module, environment
        self.pace = Pace()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            python(self.module),
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is for the parent, which stops its children in order
            preexec_fn=tied_to_me(signal.SIGKILL),  # noqa: PLW1509 - one system call, from the main thread
        )
        self.pace.began()

    @property
    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def tend(self) -> bool:
        """Start it again if it has fallen and its pause is over; true when that was done."""
        if not self.fallen or not self.pace.due():
            return False
        self.start()
        return True

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def stop(self, patience: float = 8.0) -> None:
        """Let it finish what it does, `patience` seconds long."""
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return
        process.kill()
        process.wait()


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def errand(module: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `python -m MODULE` to its end; what it prints is returned, what it complains of is shown."""
    return subprocess.run(  # noqa: S603 - our own module
        python(module, *arguments),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        process_group=0,
        preexec_fn=tied_to_me(signal.SIGKILL),
    )
