"""What may stand in the way. The docstring is what the person reads."""

from core.errors import Conflict, Forbidden, Invalid, NotFound


class DocumentFull(Conflict):
    """The write-up holds as much as it may. Make it shorter, then save again."""


class RoomNotFound(NotFound):
    """There is no such room, or none that you may see."""


class MayNotSchedule(Forbidden):
    """Verified clinicians open rooms. Ask for verification in your account."""


class MayNotHost(Forbidden):
    """Only the host of this room may do that."""


class MayNotEnter(Forbidden):
    """You were sent out of this room and cannot come back. Ask the host if that was a mistake."""


class RoomEnded(Conflict):
    """This meeting is over."""


class RoomNotOpenYet(Conflict):
    """The doors open half an hour before the meeting begins. Come back then."""


class NotAcknowledged(Conflict):
    """Read the disclosures and confirm that you have seen them, then enter."""


class BadTicket(Forbidden):
    """Your ticket for this room is used up or too old. Open the room again."""


class EndsBeforeStart(Invalid):
    """A meeting ends after it begins, and lasts no longer than twelve hours."""


class StartsInThePast(Invalid):
    """Choose a start that is still to come."""


class StartsTooLate(Invalid):
    """Choose a start within the next two years."""


class BoardForRoomNotFound(Invalid):
    """Choose one of the boards you may see."""
