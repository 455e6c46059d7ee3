"""One file: a tar with the dump of the database, the data folder's own files, and their checksums."""

import contextlib
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from api.keeping import dump
from api.serving.errors import Refused

FORMAT = 1
DUMP, CONTENTS = "database.dump", "contents.json"
# What a start makes anew, or what only means something on this machine.
LEFT_OUT = frozenset({"postgres", "postgres.new", "postgres.lock", "postgres.log", "postgres.log.1"})
LEFT_OUT |= {"service.lock", "search", ".restoring"}


def write(target: Path, data: Path, url: str) -> None:
    """Write a backup to `target` (mode 0600), complete or not at all. Raises Refused when it exists."""
    if target.exists():
        raise Refused(f"{target} exists already: choose another name, a backup is never overwritten.")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as folder:
            draft = Path(folder, "draft.tar")
            _pack(draft, Path(folder), data, url)
            os.link(draft, target)
    except OSError as error:
        raise Refused(f"{target} cannot be written ({error.strerror}).") from error


def _pack(draft: Path, folder: Path, data: Path, url: str) -> None:
    dump.dump(url, folder / DUMP)
    digests: dict[str, str] = {}
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            _add(tar, folder / DUMP, DUMP, digests)
            for path in kept(data):
                _add(tar, path, f"data/{path.name}", digests)
            told = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "files": digests}
            (folder / CONTENTS).write_text(json.dumps(told))
            tar.add(folder / CONTENTS, CONTENTS)  # last: a file that was cut off has none
        file.flush()
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, path: Path, name: str, digests: dict[str, str]) -> None:
    """Files and folders; whatever else lies there (a socket, a link) is nothing of ours."""
    if path.is_dir() and not path.is_symlink():
        tar.add(path, name, recursive=False)
        for child in sorted(path.iterdir()):
            _add(tar, child, f"{name}/{child.name}", digests)
    elif path.is_file() and not path.is_symlink():
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:  # the service goes on meanwhile
            reader = _Digesting(file)
            tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), cast("IO[bytes]", reader))
            digests[name] = reader.digest.hexdigest()


class _Digesting:
    """What is read is what is counted, even when the file changes the moment after."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(data: Path) -> list[Path]:
    """The files and folders in the data folder that a backup must hold: secret, mail, uploads."""
    return sorted(path for path in data.iterdir() if path.name not in LEFT_OUT)


@contextmanager
def opened(source: Path, data: Path) -> Iterator[Path]:
    """Unpack a backup beside its final place and check it. Yields the folder with DUMP and `data/`."""
    staging = data / ".restoring"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        _unpack(source, staging)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unpack(source: Path, staging: Path) -> None:
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                _unpack_one(tar, member, staging)
        told = json.loads((staging / CONTENTS).read_text())
        whole = told["files"] == {name: _digest(staging / name) for name in told["files"]}
    except (tarfile.TarError, KeyError, ValueError, OSError) as error:
        raise Refused(
            f"{source} is no backup of Consilium, or a damaged one: nothing was restored."
        ) from error
    if told["format"] != FORMAT:
        raise Refused(
            f"{source} is a backup of another kind (format {told['format']}): nothing was restored."
        )
    if not whole:
        raise Refused(f"{source} is damaged: nothing was restored.")


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, staging: Path) -> None:
    """Plain files and folders below `staging`, closed to others; whatever else is in there is not from us."""
    target = staging / member.name
    if not target.resolve().is_relative_to(staging.resolve()):
        raise tarfile.ReadError(member.name)
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif content := tar.extractfile(member):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(content, file)


def put_back(staging: Path, data: Path) -> None:
    """Move the data folder's files into place, and let go of what must be made anew."""
    for path in kept(data):
        _remove(path)
    _remove(data / "search")
    for path in sorted((staging / "data").glob("*")):
        path.rename(data / path.name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
