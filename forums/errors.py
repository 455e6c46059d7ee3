"""What may stand in the way. The docstring is what the person reads."""

from core.errors import Conflict, Forbidden, Invalid, NotFound


class BoardNotFound(NotFound):
    """There is no such board, or none that you may see."""


class ThreadNotFound(NotFound):
    """There is no such thread, or none that you may see."""


class PostNotFound(NotFound):
    """There is no such post, or none that you may see."""


class SlugTaken(Conflict):
    """Another board already has this short name. Choose a different one."""


class BoardTooOpen(Invalid):
    """A board cannot be more open than the board it belongs to. Choose a stricter visibility."""


class BoardInItself(Invalid):
    """A board cannot stand below itself or below a board of its own. Choose another one."""


class BoardTooDeep(Invalid):
    """Boards stand at most five levels deep. Choose a board further up."""


class BoardNotPrivate(Conflict):
    """Only private boards have members. Everybody this board is for can read it already."""


class MayNotManageBoards(Forbidden):
    """Only administrators may create or change boards."""


class MayNotPost(Forbidden):
    """Your account may not write here. Verified clinicians may; ask for verification in your account."""


class MayNotEdit(Forbidden):
    """Only the author may edit this post."""


class MayNotMarkAnswer(Forbidden):
    """Only the person who asked, or a moderator, may mark the answer."""


class MayNotModerate(Forbidden):
    """Only a moderator of this board may do that."""


class ThreadLocked(Conflict):
    """This thread is locked, nobody can write in it. Copy your text if you want to use it elsewhere."""


class NotAQuestion(Conflict):
    """Only questions and cases can have an answer."""


class OpeningIsNoAnswer(Conflict):
    """The opening post cannot answer itself. Choose one of the replies."""


class PostChanged(Conflict):
    """Somebody changed this post since you began. Compare the two texts below, then save again."""


class PostRemoved(Conflict):
    """A moderator removed this post, so it cannot be edited. You can appeal against the decision."""


class NothingWritten(Invalid):
    """Write something before you send it."""


class QuoteNotFound(Invalid):
    """The post you quote is not in this thread any more. Send your reply without the quote."""
