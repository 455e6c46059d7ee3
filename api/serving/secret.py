"""The secret of an installation that was given none: made once, kept in its data folder."""

import os
import secrets
from pathlib import Path

from api.serving.errors import Refused

SHORTEST = 32


def secret_of(data: Path) -> str:
    """Read `secret` in the data folder, or make it there (mode 0600). Raises Refused when it is damaged."""
    path = data / "secret"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(file, "w") as writer:
        writer.write((made := secrets.token_urlsafe(48)) + "\n")
        writer.flush()
        os.fsync(writer.fileno())
    return made


def _read(path: Path) -> str:
    secret = path.read_text().strip()
    if len(secret) < SHORTEST:
        message = (
            f"The secret in {path} is damaged: restore it from a backup, or remove it to sign everybody out."
        )
        raise Refused(message)
    return secret
