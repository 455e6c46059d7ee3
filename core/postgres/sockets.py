"""A short path for the socket, in a folder that only the server and the service may enter."""

import os
import stat
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from core.postgres.account import Account
from core.postgres.errors import NoSocketFolder

LONGEST = 107 - len("/.s.PGSQL.65535")  # bytes, the limit of the kernel less what PostgreSQL appends


def socket_folder(data: Path, account: Account) -> Path:
    """The folder for `data`, the same at every start, so that a crash leaves no heap of empty folders."""
    facts = data.stat()
    name = "consilium-" + blake2b(f"{facts.st_dev}:{facts.st_ino}".encode(), digest_size=6).hexdigest()
    reason: object = "every place is too long or taken"
    for place in _places():
        try:
            if _ours(place / name, account):
                return place / name
        except OSError as error:
            reason = error
    raise NoSocketFolder(reason=reason)


def _places() -> Iterator[Path]:
    if os.geteuid() == 0:
        yield Path("/run")
    elif runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime)
    yield from (Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108 - taken names are refused below


def _ours(folder: Path, account: Account) -> bool:
    """Make the folder, or find it as we left it; false when somebody else has put something there."""
    if len(os.fsencode(folder)) > LONGEST:
        return False
    try:
        folder.mkdir(mode=0o700)
        if account.drops:
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    except FileExistsError:
        pass
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == account.uid and not facts.st_mode & 0o077
