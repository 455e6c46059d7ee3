"""A new cluster, whole or not at all, and who may connect to it."""

import contextlib
import os
import shutil
from pathlib import Path

from core.postgres import folder
from core.postgres.account import Account, founder, service_name
from core.postgres.errors import DiskFull, PostgresTrouble

ROLE = "consilium"  # owns the database of that name; the superuser `postgres` is for backup and repair
INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # words sort the same on every machine
    "--builtin-locale=C.UTF-8",
    "--auth=reject",
    "--no-instructions",
)
FIRST_WORDS = f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {ROLE} OWNER {ROLE}\n"


def found(cluster: Path, bin_folder: Path, account: Account, *, durable: bool) -> None:
    """Make a cluster beside its final place and move it there when complete. `durable` syncs it to disk."""
    staging = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    maker = founder(account)
    maker.give(staging)
    where = maker.data_argument(staging)
    sync = () if durable else ("--no-sync",)
    _must(maker, [str(bin_folder / "initdb"), "-D", where, *INITDB, *sync], staging)
    single = [str(bin_folder / "postgres"), "--single", "-D", where, "-c", "exit_on_error=on", "template1"]
    _must(maker, single, staging, input=FIRST_WORDS)
    account.give(staging)
    staging.rename(cluster)
    _sync(cluster.parent)


def _must(account: Account, command: list[str], staging: Path, **more: str) -> None:
    done = account.run(command, staging, **more)
    if done.returncode:
        raise trouble(done.stderr or done.stdout, staging.parent, log="shown above")


def trouble(output: str, data: Path, *, log: object) -> PostgresTrouble:
    """The sentence for what a program of PostgreSQL said before it gave up."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return DiskFull(data=data, free=folder.free_megabytes(data), needed=folder.NEEDED)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    faults = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    return PostgresTrouble(reason=(faults or lines or ["it said nothing"])[-1], log=log)


def admit(cluster: Path, account: Account) -> None:
    """Let in this service over the socket, by what the kernel says of the peer, and nobody else."""
    name = service_name().replace('"', '""')
    roles = (ROLE, "postgres")
    _replace(
        cluster, "pg_hba.conf", "".join(f"local all {role} peer map=service\n" for role in roles), account
    )
    _replace(cluster, "pg_ident.conf", "".join(f'service "{name}" {role}\n' for role in roles), account)


def _replace(cluster: Path, name: str, text: str, account: Account) -> None:
    """Write a file anew. Root writes here in another user's folder: it follows no link that lies there."""
    where = os.open(cluster, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        draft = f"{name}.new"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=where)
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=where)
        with os.fdopen(file, "w") as writer:
            writer.write(text)
            if account.drops:
                os.fchown(writer.fileno(), account.uid, account.gid)
        os.replace(draft, name, src_dir_fd=where, dst_dir_fd=where)
    finally:
        os.close(where)


def _sync(parent: Path) -> None:
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
