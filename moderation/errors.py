"""What may stand in the way. The docstring is what the person reads."""

from core.errors import Conflict, Forbidden, Invalid, NotFound


class SubjectNotFound(NotFound):
    """There is nothing here to report, or nothing that you may see."""


class FlagNotFound(NotFound):
    """There is no such entry in your queue."""


class DecisionNotFound(NotFound):
    """There is no such decision, or none that concerns you."""


class OwnContent(Forbidden):
    """This is your own contribution. Edit it instead of reporting it."""


class AlreadyReported(Conflict):
    """You reported this already, and nobody has decided yet. You will see the outcome here."""


class MayNotModerate(Forbidden):
    """Only moderators may do this."""


class FlagClaimed(Conflict):
    """Another moderator is working on this. Take something else, or wait until the claim runs out."""


class FlagClosed(Conflict):
    """This was decided in the meantime. Open it again to read the decision."""


class TextChanged(Conflict):
    """The author changed the text while you were reading. Read it again below before you decide."""


class DisclosureNeeded(Forbidden):
    """This concerns a company. Sign your own disclosure first; it takes a minute, also when there is none."""


class RelationToCompany(Forbidden):
    """Your disclosure names a company that this concerns. Leave it to another moderator."""


class OwnReport(Forbidden):
    """You reported this yourself. Leave the decision to another moderator."""


class SecondPersonNeeded(Conflict):
    """A removal needs a second moderator. You proposed it; another one confirms it or sends it back."""


class NothingProposed(Conflict):
    """No removal is proposed here any more. Open it again to see where it stands."""


class ProposalOpen(Conflict):
    """A removal is proposed. Confirm it or send it back before anything else is decided."""


class EscalatedByYou(Forbidden):
    """You passed this on. Another moderator of the whole house decides."""


class EscalatedAway(Forbidden):
    """This was passed on to the moderators of the whole house. One of them decides."""


class NotAppealable(Conflict):
    """Nothing was asked or taken away by this decision, so there is nothing to appeal against."""


class AppealTooLate(Conflict):
    """An appeal is possible for 14 days after a decision, and these are over."""


class AppealedAlready(Conflict):
    """An appeal against this decision was made already. It is decided once."""


class AppealClosed(Conflict):
    """This appeal was decided in the meantime. Open it again to read the answer."""


class SameModerator(Forbidden):
    """You took part in the decision. Another moderator decides on the appeal."""


class BadDisclosure(Invalid):
    """Say either that there is nothing to disclose, or name at least one company."""
