from core.errors import Conflict, Invalid, NotFound


class EvidenceNotFound(NotFound):
    """No such evidence, or none that you may see."""


class AlreadyCounted(Conflict):
    """This contribution already counts in that system. The same work is never counted twice."""


class NotSelfClaimable(Conflict):
    """Credit in this system is given by an accredited provider; you cannot claim it yourself here."""


class ClaimedTooMuch(Invalid):
    """You can claim at most what the evidence shows."""


class ReflectionTooShort(Invalid):
    """Write at least 50 characters on what you learned and what you will do differently."""


class NotAttested(Invalid):
    """Tick the box that says you took part as claimed."""


class BadLogEntry(Invalid):
    """A self-log entry needs a title, the day, and between 1 and 480 minutes."""


class NothingLeftToday(Conflict):
    """You have reached the most that can count on one day."""
