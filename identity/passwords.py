"""Passwords: argon2id (RFC 9106, 64 MiB), worked out on threads so that nobody else waits."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Invalid
from identity.words import N_

SHORTEST, LONGEST = 12, 128
_AT_ONCE = 2  # each takes 64 MiB and a core; a flood of sign-ins waits in line instead of taking the machine

_hasher = PasswordHasher()
_limiter: RunVar[CapacityLimiter] = RunVar("password_limiter")
T = TypeVar("T")

TOO_SHORT = N_("Use at least 12 characters. A few words in a row are easy to remember.")
TOO_LONG = N_("Use at most 128 characters.")
TOO_COMMON = N_("This password is easy to guess. Choose another one.")

# What people type when twelve characters are asked for; compared without case, digits at the end, and spaces.
_COMMON = frozenset({
    "password", "passwordpassword", "passwort", "passwortpasswort", "contraseña", "administrator",
    "qwertyuiop", "qwertyuiopas", "qwertzuiop", "azertyuiop", "letmeinletmein", "iloveyou",
    "iloveyouiloveyou", "welcome", "welcomewelcome", "changeme", "changemenow", "changemeplease",
    "consilium", "consiliumconsilium", "correcthorsebatterystaple", "abcdefghijkl", "abcdefghijklm",
    "abcdefghijklmnop", "trustnoone", "hospital", "hospitalhospital", "doctordoctor", "medicine",
    "physician", "secretsecret",
})  # fmt: skip


async def hash_password(password: str) -> str:
    """The PHC string of a password that `check_new` has passed."""
    return await _aside(lambda: _hasher.hash(_normal(password)))


async def verify(password_hash: str | None, password: str) -> bool:
    """Whether they fit. Without a hash the same work is done: time tells nobody who has an account."""
    if len(password) > LONGEST * 4:  # not worth hashing; nobody's password
        password = ""
    known = await _aside(lambda: _fits(password_hash or _stand_in(), password))
    return known and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    return _hasher.check_needs_rehash(password_hash)


def check_new(password: str, *, email: str = "", name: str = "", field: str = "password") -> None:
    """Raises Invalid for `field` when the password is too short, too long, or guessed first."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise Invalid({field: TOO_SHORT})
    if len(plain) > LONGEST:
        raise Invalid({field: TOO_LONG})
    if _is_common(plain.casefold(), {email, email.partition("@")[0], name}):
        raise Invalid({field: TOO_COMMON})


def _is_common(plain: str, own: set[str]) -> bool:
    bare = plain.replace(" ", "").rstrip("0123456789!.?$*#")
    about = {"".join(word.casefold().split()) for word in own}
    repeated = len(set(plain)) <= len(plain) // 3
    running = all(ord(b) - ord(a) in {1, -9} for a, b in pairwise(plain))
    return repeated or running or bare in _COMMON or not bare or bare in about or plain in about


def _normal(password: str) -> str:
    """The same password from every keyboard (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return _hasher.hash("nobody has this password")


async def _aside(work: Callable[[], T]) -> T:
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_AT_ONCE)
        _limiter.set(limiter)
    return await to_thread.run_sync(work, limiter=limiter)
