"""What must happen later, written in the transaction that makes it necessary."""

from core.outbox.models import Job
from core.outbox.queue import Handler, cancel, enqueue, enqueue_all, failed, failed_of, retry_delay
from core.outbox.worker import Hopeless, Outbox, run_one

__all__ = [
    "Handler",
    "Hopeless",
    "Job",
    "Outbox",
    "cancel",
    "enqueue",
    "enqueue_all",
    "failed",
    "failed_of",
    "retry_delay",
    "run_one",
]
