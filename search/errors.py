from core.errors import Conflict, Unavailable


class SearchAway(Unavailable):
    """Search does not answer right now. Try again in a minute; boards and cases can still be opened."""


class AlreadyRebuilding(Conflict):
    """The index is being rebuilt already. Wait until that is done."""
