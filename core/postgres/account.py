"""Whose processes and files the server is. PostgreSQL refuses to run as root, and rightly so."""

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.postgres.errors import NoAccount

SERVER_UID = (
    60606  # in the range that systemd and Debian leave unassigned, and inside a 16-bit user namespace
)
ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """`uid` and `gid` run the server. `drops` says whether we are root and step down to them."""

    uid: int
    gid: int
    drops: bool

    def identity(self) -> dict[str, Any]:
        """The arguments that make subprocess start a child as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def data_argument(self, folder: Path) -> str:
        """How the server names its data folder, which is also its working directory.

        Another user may not walk down a path whose upper folders are closed to it, and we open nobody's
        folder. The working directory a process is born in needs no walk; this name leads back to it.
        """
        return "/proc/self/cwd" if self.drops else str(folder)

    def run(self, command: list[str], folder: Path, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a program to its end inside `folder` as this account; the output is captured as text."""
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            command,
            cwd=folder,
            env=dict(ENVIRONMENT),
            capture_output=True,
            text=True,
            check=False,
            **self.identity(),
            **more,
        )

    def give(self, folder: Path) -> None:
        """Make everything in `folder`, and itself, the property of this account. Follows no link."""
        if not self.drops:
            return
        for root, folders, files in os.walk(folder):
            for name in [*folders, *files]:
                os.chown(Path(root, name), self.uid, self.gid, follow_symlinks=False)
        os.chown(folder, self.uid, self.gid, follow_symlinks=False)


def server_account(cluster: Path) -> Account:
    """Whoever owns the cluster; for a new one this user, or the fixed unprivileged id instead of root."""
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0:
        return Account(uid, gid, drops=False)
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, drops=True)
    return Account(SERVER_UID, SERVER_UID, drops=True)


def founder(account: Account) -> Account:
    """Who makes a new cluster: `initdb` insists on a name for its user id, which the fixed id has not."""
    if not account.drops:
        service_name()
        return account
    try:
        named = pwd.getpwnam("nobody")
    except KeyError:
        raise NoAccount(uid=account.uid) from None
    return Account(named.pw_uid, named.pw_gid, drops=True)


def service_name() -> str:
    """The name under which the service knocks at the socket."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise NoAccount(uid=os.geteuid()) from None
