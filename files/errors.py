"""What can go wrong with an upload, as sentences that say what to do."""

from core.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    TooManyRequests,
    Unavailable,
)


class FileNotFound(NotFound):
    """There is no such file, or none that you may see."""


class FileGone(Gone):
    """This file was taken away for good."""


class LinkExpired(Forbidden):
    """This link has expired. Reload the page it stood on."""


class FileMissing(Invalid):
    """Choose a file first."""


class FileTooLarge(DomainError):
    """The file is too large. Send one of at most 32 MB."""

    status = 413


class FileKindUnknown(DomainError):
    """This kind of file is not taken. Send a JPEG, PNG, WebP, HEIC, PDF or DICOM file."""

    status = 415


class FileUnreadable(Invalid):
    """The file could not be read: it is damaged, or something else than it says. Export it again."""


class NoPictureInside(Invalid):
    """There is no picture in this DICOM file. Send an image object."""


class TooManyPixels(Invalid):
    """The picture is too large. Send one of at most 50 million pixels."""


class TooManyFrames(Invalid):
    """The file has too many pages or frames. Send at most 40, those that matter."""


class DecodingTooSlow(Invalid):
    """The file took too long to read. Export it in a simpler form."""


class QuotaSpent(Conflict):
    """Your files take up all the room you have. Remove some that you do not need."""


class UploadsTooOften(TooManyRequests):
    """Those were many uploads in a short time. Wait a little, then go on."""


class ScannerFoundSomething(Invalid):
    """The virus scanner refused this file. Do not open it; ask your technical support."""


class ScannerUnreachable(Unavailable):
    """Files cannot be taken right now, because the virus scanner does not answer. Try again in a while."""


class WorkshopBusy(Unavailable):
    """Many files are being read just now. Try again in a minute."""


class NotRedactable(Conflict):
    """This file waits for its second look or has passed it. Take it back first."""


class PictureStands(Conflict):
    """This picture stands in what was handed in. Send a blackened copy in its place."""


class NothingToRedact(Invalid):
    """Draw at least one rectangle inside the picture."""


class PictureChanged(Conflict):
    """The picture was changed in between. Look at it as it is now, then go on."""


class NotAttested(Invalid):
    """Say that you looked at every picture and that nobody can be recognised in it."""


class PixelsNotCleaned(Conflict):
    """Blacken what is written in each picture, or say of it that nothing needs to go, then hand it on."""


class NotWaiting(Conflict):
    """This file does not wait for a second look any more. Go back to the list."""


class TakenByAnother(Conflict):
    """Somebody else looks at this file already. Choose another one from the list."""


class SecondLookOnly(Forbidden):
    """Second looks are for verified clinicians who have no part in the write-up."""


class ReasonMissing(Invalid):
    """Say what has to be changed before you send the file back."""
