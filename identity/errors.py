from core.errors import Conflict, DomainError, Forbidden, NotFound, SignInRequired


class PersonNotFound(NotFound):
    """No such person, or none that you may see."""


class NameVerified(Conflict):
    """Your name was verified together with your profession. Ask a registrar to correct it."""


class OrganisationNotFound(NotFound):
    """There is no such organisation."""


class OrganisationExists(Conflict):
    """An organisation of this name is listed already. Open that one instead."""


class BadOrganisationLink(Conflict):
    """These two organisations are linked already, or are the same one."""


class BadLink(DomainError):
    """This link has been used or is too old. Ask for a new one."""

    status = 410


class WrongCredentials(DomainError):
    """The address and the password do not fit together. Check both, or reset your password."""

    status = 401


class WrongPassword(DomainError):
    """That is not your present password. Check it and try again."""

    status = 403


class WrongCode(DomainError):
    """That code is not right or no longer valid. Enter the newest code, or one of your recovery codes."""

    status = 401


class SignInExpired(DomainError):
    """This took too long. Start again with your address and password."""

    status = 401


class SecondFactorExists(Conflict):
    """Two-step sign-in is on already. Turn it off first to move it to another device."""


class NoSecondFactor(Conflict):
    """Two-step sign-in is not being set up. Start the set-up again."""


class BadToken(SignInRequired):
    """This access token is unknown, has expired or was revoked. Make a new one in your account."""


class TokenMayOnlyRead(Forbidden):
    """This access token may only read. Use one with the write scope."""


class NotWithAToken(Forbidden):
    """This needs a person who is signed in, not an access token."""


class TokenNotFound(NotFound):
    """You have no such access token."""


class TooManyTokens(Conflict):
    """You have twenty access tokens. Revoke one you no longer need."""


class SessionNotFound(NotFound):
    """You have no such session."""


class RoleNotGranted(NotFound):
    """This person does not hold that role."""


class RoleHeldAlready(Conflict):
    """This person holds that role already."""


class LastAdministrator(Conflict):
    """This is the only administrator. Appoint another one first."""


class VerificationPending(Conflict):
    """You have a request that waits for a decision. Withdraw it to send another one."""


class VerifiedAlready(Conflict):
    """Your profession is verified already."""


class VerificationNotFound(NotFound):
    """No such request, or none that you may see."""


class VerificationDecidedAlready(Conflict):
    """This request has been decided already."""


class OwnVerification(Forbidden):
    """Nobody decides on their own request. Leave it to another registrar."""
