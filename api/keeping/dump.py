"""The database in and out, by PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path
from typing import IO

import asyncpg
from sqlalchemy.engine import URL, make_url

from api.serving.errors import Refused
from core.postgres import binaries

AFRESH = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\nGRANT USAGE ON SCHEMA public TO PUBLIC;\n"


def plain(url: str) -> str:
    """For libraries that do not know SQLAlchemy's way of naming a driver."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def environment(url: str) -> dict[str, str]:
    """How libpq is told where to connect, out of sight of the machine's list of processes."""
    parts: URL = make_url(url)
    socket = parts.query.get("host")
    told = {
        "PGHOST": parts.host or (socket if isinstance(socket, str) else None),
        "PGPORT": str(parts.port) if parts.port else None,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGOPTIONS": "-c client_min_messages=warning",
    }
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"} | {name: v for name, v in told.items() if v}


def dump(url: str, target: Path) -> None:
    """Write a snapshot of the database, in PostgreSQL's custom format. The service may be running."""
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-acl", "--file", str(target)], url)


def load(url: str, source: Path) -> None:
    """Replace all that is in the database, in one transaction: a failure leaves it as it was."""
    script = [str(binaries.folder() / "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(source)]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:  # noqa: S603
        assert reading.stdout is not None
        psql = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _feed(psql, url, reading)


def _feed(psql: list[str], url: str, reading: subprocess.Popen[bytes]) -> None:
    """Nothing is committed unless pg_restore reached its end: psql is cut off without a COMMIT."""
    psql = [str(binaries.folder() / psql[0]), *psql[1:]]
    with subprocess.Popen(  # noqa: S603 - our own program
        psql, env=environment(url), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as writing:
        assert writing.stdin is not None
        assert writing.stderr is not None
        _copy(reading.stdout, writing.stdin)
        if reading.wait():
            writing.kill()
            raise Refused("The backup is damaged: nothing was restored.")
        writing.stdin.close()
        complaint = writing.stderr.read().decode(errors="replace")
        if writing.wait():
            raise Refused(f"The database refused the backup, nothing was restored: {_last(complaint)}")


def _copy(source: IO[bytes] | None, target: IO[bytes]) -> None:
    assert source is not None
    try:
        target.write(AFRESH)
        while block := source.read(2**20):
            target.write(block)
        target.flush()
    except BrokenPipeError:
        pass  # psql has given up; what it said says why


def _run(command: list[str], url: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [str(binaries.folder() / command[0]), *command[1:]],
        env=environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"The database could not be read: {_last(done.stderr)}")


def _last(complaint: str) -> str:
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    return next(
        (line for line in lines if "error:" in line.lower()), lines[-1] if lines else "no reason given"
    )


async def state(url: str) -> tuple[int, int]:
    """How many tables there are, and how many others are connected."""
    connection = await asyncpg.connect(plain(url))
    try:
        tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        others = await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return tables, others
    finally:
        await connection.close()
