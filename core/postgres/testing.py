"""A server for one run of the tests: fast, empty, gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.postgres.server import start


@contextmanager
def server() -> Iterator[str]:
    """The URL (`postgresql://consilium@/consilium?host=FOLDER`) of a server that ends with the block.

    The role may create databases and is no superuser, just as in the real service.
    """
    with (
        tempfile.TemporaryDirectory(prefix="consilium-") as folder,
        start(Path(folder), durable=False) as running,
    ):
        yield running.url
