"""Every module with tables, so that the metadata is whole wherever the schema is laid or compared."""

from importlib import import_module
from importlib.util import find_spec

PACKAGES = (
    "core.limits",
    "core.audit",
    "core.outbox.models",
    "identity.models",
    "files.models",
    "forums.models",
    "clubs.models",
    "cases.models",
    "inbox.models",
    "moderation.models",
    "credit.models",
    "search.models",
    "realtime.models",
)


def load() -> None:
    for name in PACKAGES:
        if find_spec(name.partition(".")[0]) is not None and find_spec(name) is not None:
            import_module(name)
