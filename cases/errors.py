"""What can go wrong around a case, as sentences that say what to do."""

from core.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Unavailable


class CaseNotFound(NotFound):
    """There is no such case, or none that you may see."""


class CollectionNotFound(NotFound):
    """There is no such collection. Choose one from the list."""


class FigureNotFound(NotFound):
    """The write-up has no such figure. Reload the page to see which there are."""


class SectionNotFound(NotFound):
    """A write-up has no such section."""


class AuthorNotFound(NotFound):
    """This person is not among the authors. Reload the page to see who is."""


class PersonNotFound(NotFound):
    """No member of that name was found. Choose a person from the list."""


class ReviewNotFound(NotFound):
    """There is no such review, or none that you may see."""


class WorkNotFound(NotFound):
    """The write-up has no reference of this key."""


class MilestoneNotFound(NotFound):
    """The write-up has no such named version."""


class TooManyMilestones(Conflict):
    """A write-up has 200 named versions at most. Saved texts stay in the history without a name too."""


class NothingRecognised(Invalid):
    """Paste DOIs or PubMed ids, one a line, or records as BibTeX, RIS, NBIB or CSL-JSON."""


class TooManyWorks(Invalid):
    """A write-up has 300 references at most. Remove some that you do not cite, or add fewer at a time."""


class VersionNotFound(NotFound):
    """This case has no such version."""


class VerifiedAuthorsOnly(Forbidden):
    """Cases are written up by verified clinicians. Ask for verification in your account first."""


class InvitationOpen(Forbidden):
    """Accept the invitation to be an author before you change the write-up."""


class EditorIsInvolved(Forbidden):
    """You are an author or a reviewer of this case, so another editor handles it."""


class NotPossibleNow(Conflict):
    """The case is not at the stage for this step. Reload the page to see where it stands."""


class NotWritable(Conflict):
    """The write-up is not open for changes at this stage. Copy your text before you leave the page."""


class SectionChanged(Conflict):
    """Somebody saved this section while you were writing. Bring both texts together and save again."""


class FindingGone(Conflict):
    """The text has changed, and these words are no longer where they were found. Look at it as it is now."""


class NotComplete(Conflict):
    """The write-up is not complete yet. The list says what is missing."""


class ConsentMissing(Conflict):
    """Nothing is published without a record of the patient's consent. Ask the authors to complete it."""


class NotConfirmed(Conflict):
    """An editor confirms first that nobody can be recognised in the text. Do so, then publish."""


class NothingToConfirm(Conflict):
    """There is no attestation that waits for a confirmation. Reload the page to see how things are."""


class NotSure(Invalid):
    """Say that you are sure: this cannot be undone."""


class NothingToWithdraw(Conflict):
    """There is no consent on record that could be withdrawn."""


class CaseTakenDown(Gone):
    """This case was taken down, because consent to its publication was withdrawn."""


class FileNotReady(Unavailable):
    """This file is being made. Try again in a minute."""


class FileNotMade(Unavailable):
    """This file could not be made. The people who run this service can see why, and have it made again."""


class NothingCorrected(Invalid):
    """Say what was changed, in words that a reader of the older version understands."""


class CorrectionAtWork(Conflict):
    """The authors are at work on a correction. Publish it when it is handed in, or close it first."""


class TooManyFigures(Conflict):
    """A write-up has at most 30 figures. Take one out first."""


class FiguresNotReady(Conflict):
    """A second clinician has to look at every figure first. Ask the authors to see to it."""


class ImagesNotCovered(Conflict):
    """The consent on record does not cover images today. Ask the authors to complete it."""


class CaseIsHeld(Conflict):
    """A moderator holds this case back. It can go on once that is decided."""


class AlreadyAuthor(Conflict):
    """This person is already among the authors or has an open invitation."""


class CorrespondingAuthorStays(Conflict):
    """Agree on somebody else as the corresponding author first."""


class InvitationAnswered(Conflict):
    """This invitation has been answered already."""


class OrderDoesNotFit(Invalid):
    """Give every author one place in the order, and choose one of them as corresponding author."""


class OrderUnexplained(Invalid):
    """Say why the authors change: the others and the editor read it."""


class OrderHolds(Conflict):
    """All authors have agreed to exactly this already."""


class ProposalGone(Conflict):
    """This proposal is not open any more. Reload the page to see what is."""


class AuthorsAgreeFirst(Conflict):
    """Nobody who accepted is taken out alone. Propose the list without this person, so that all can agree."""


class AuthorsUnsettled(Conflict):
    """The authors have not settled or signed everything. The list says whose answer is missing."""


class RoleNotFound(NotFound):
    """This author has no such role. Reload the page to see how things are."""


class RoleClaimed(Conflict):
    """This author has said what the role is. Dispute it if you see it differently."""


class RoleRuled(Conflict):
    """An editor has ruled on this role."""


class OwnRole(Conflict):
    """This is your own role. Change it where you claim your roles."""


class DisputeNotFound(NotFound):
    """There is no such dispute, or it is closed. Reload the page to see how things are."""


class DisputeOpen(Conflict):
    """This role is disputed already."""


class NoEditorYet(Conflict):
    """Choose a collection for the write-up first: its editors decide."""


class DisclosureContradicts(Invalid):
    """Your record names relationships. Renew the record in your account first, or say here what there is."""


class BadAcknowledgement(Invalid):
    """Complete the entry: whom you thank, and for what."""


class AlreadyThanked(Conflict):
    """This person is on the list already. Take the entry out first."""


class TooManyThanked(Conflict):
    """Sixty people at most can be thanked. Take an entry out first, or thank a group as one."""


class AcknowledgementNotFound(NotFound):
    """There is no such entry, or none that you may see."""


class AcknowledgementAnswered(Conflict):
    """This has been answered already."""


class DisclosureUnclear(Invalid):
    """Either declare that there is nothing to disclose, or say what there is."""


class ReviewerIsAuthor(Conflict):
    """An author cannot review the case. Choose somebody else."""


class ReviewerIsEditor(Conflict):
    """Who decides on a case cannot review it. Choose somebody else."""


class ReviewerNotQualified(Conflict):
    """Reviews are written by verified clinicians. Choose somebody else."""


class ReviewerHasTie(Conflict):
    """This person declared a tie to a company that the case concerns. A second editor has to agree."""


class ReviewerIsColleague(Conflict):
    """This person works where an author works. A second editor has to agree."""


class ReviewerIsCoauthor(Conflict):
    """This person wrote a case with an author within the last three years. A second editor has to agree."""


class ReviewerOpposed(Conflict):
    """An author declared that this person competes with them. A second editor has to agree."""


class ReviewerIsParty(Conflict):
    """This person wrote in the thread that the case comes from. A second editor has to agree."""


class EditorsDecide(Conflict):
    """This person edits the collection that decides on the case, and cannot become an author of it now."""


class OpposedAlready(Conflict):
    """This person is on the list already."""


class TooManyOpposed(Invalid):
    """Five people at most can be named here. Write to the editors when there are more."""


class ReviewerIsThanked(Conflict):
    """The authors thank this person, who may know them. A second editor has to agree."""


class ExceptionNotNeeded(Conflict):
    """Nothing speaks against this person. Ask for the review directly."""


class ExceptionNotPossible(Conflict):
    """No editor can allow this person to review the case. Choose somebody else."""


class ExceptionAsked(Conflict):
    """This is waiting for a second editor already."""


class ExceptionNotFound(NotFound):
    """There is no such question to a second editor, or it is decided. Reload the page."""


class SameEditor(Forbidden):
    """Another editor than the one who asked has to decide this."""


class AlreadyReviewing(Conflict):
    """This person has been asked for this round already. Choose somebody else."""


class ReviewNotOpen(Conflict):
    """This review is not at the stage for that step. Reload the page to see where it stands."""


class ReviewUnfinished(Invalid):
    """Rate every criterion, choose a recommendation and write your comments to the authors."""


class ReviewsMissing(Conflict):
    """Too few reviews count so far. Mark reviews as acceptable first, or decide otherwise."""


class RevisionNeedsReview(Conflict):
    """Ask for at least one review before you ask the authors for a revision."""


class BadSectionText(Invalid):
    """This section cannot be saved like that. Shorten it, and keep titles and keywords on one line."""


class BadConsent(Invalid):
    """Complete the record of consent: its kind, who holds the form, and your attestation."""


class BoardUnknown(Invalid):
    """Choose a board from the list, one that you may see."""


class CollectionExists(Conflict):
    """There is a collection with this short name already. Choose another one."""
