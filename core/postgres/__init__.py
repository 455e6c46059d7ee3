"""PostgreSQL out of a wheel, as a child of the service. docs/operations.md tells an operator about it."""

from core.postgres.errors import AlreadyRunning, PostgresTrouble
from core.postgres.server import Running, start
from core.postgres.testing import server as ephemeral

__all__ = ["AlreadyRunning", "PostgresTrouble", "Running", "ephemeral", "start"]
