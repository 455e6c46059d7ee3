"""Two-step sign-in: an authenticator app (RFC 6238) and ten recovery codes, each good once."""

import hmac
import secrets
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.ids import new_id
from identity.errors import NoSecondFactor, SecondFactorExists, WrongCode
from identity.letters import Letter, write
from identity.models import Person, RecoveryCode, SecondFactor
from identity.seals import seal, unseal
from identity.sessions import digest

STEP = 30  # seconds
CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP = 4, 4


async def has_second_factor(session: AsyncSession, *, person_id: UUID) -> bool:
    kept = select(SecondFactor.confirmed_at).where(SecondFactor.person_id == person_id)
    return await session.scalar(kept) is not None


async def codes_left(session: AsyncSession, *, person_id: UUID) -> int:
    unused = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return await session.scalar(unused) or 0


async def begin_second_factor(session: AsyncSession, *, person_id: UUID, secret: str) -> str:
    """A fresh key for the app, as an otpauth:// address; it counts once a code has proved it.

    `secret` is the service's own (settings.secret). Raises SecondFactorExists.
    """
    key = pyotp.random_base32()
    sealed = seal(secret, key, about=str(person_id))
    row = {"id": new_id(), "created_at": clock.now(), "person_id": person_id, "sealed_secret": sealed}
    written = await session.execute(
        insert(SecondFactor)
        .values(row | {"last_step": 0})
        .on_conflict_do_update(
            index_elements=["person_id"],
            set_={"sealed_secret": sealed, "last_step": 0},
            where=SecondFactor.confirmed_at.is_(None),
        )
        .returning(SecondFactor.id)
    )
    if written.one_or_none() is None:
        raise SecondFactorExists
    return await _address(session, person_id, key)


async def second_factor_address(session: AsyncSession, *, person_id: UUID, secret: str) -> str:
    """The otpauth:// address of a set-up that has begun. Raises NoSecondFactor."""
    row = await session.scalar(
        select(SecondFactor.sealed_secret).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_(None)
        )
    )
    key = unseal(secret, row, about=str(person_id)) if row else None
    if key is None:
        raise NoSecondFactor
    return await _address(session, person_id, key)


async def confirm_second_factor(
    session: AsyncSession, *, person_id: UUID, code: str, secret: str
) -> list[str]:
    """Turn it on with a first code; gives the recovery codes. Raises WrongCode, NoSecondFactor."""
    kept = await session.scalar(
        select(SecondFactor)
        .where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_(None))
        .with_for_update()
    )
    if kept is None:
        raise NoSecondFactor
    step = _step_of(unseal(secret, kept.sealed_secret, about=str(person_id)), code)
    if step is None:
        raise WrongCode
    kept.confirmed_at, kept.last_step = clock.now(), step
    await session.flush()
    await _tell(session, person_id, Letter.TWO_STEP_ON, "two-step sign-in on")
    return await new_recovery_codes(session, person_id=person_id)


async def new_recovery_codes(session: AsyncSession, *, person_id: UUID) -> list[str]:
    """Ten codes of 79 bits; the old ones end. Raises NoSecondFactor."""
    if not await has_second_factor(session, person_id=person_id):
        raise NoSecondFactor
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [_new_code() for _ in range(CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_code_hash(person_id, c)) for c in codes)
    await session.flush()
    return codes


async def check_code(session: AsyncSession, *, person_id: UUID, code: str, secret: str) -> None:
    """Accept a code of the app or a recovery code, each once. Raises WrongCode."""
    plain = "".join(code.split()).replace("-", "").casefold()[:64]
    if plain.isdigit() and await _app_code(session, person_id, plain, secret):
        return
    if await _recovery_code(session, person_id, plain):
        return
    raise WrongCode


async def end_second_factor(session: AsyncSession, *, person_id: UUID) -> None:
    """Turn it off; prove the password first. Raises NoSecondFactor."""
    ended = await session.execute(
        delete(SecondFactor).where(SecondFactor.person_id == person_id).returning(SecondFactor.confirmed_at)
    )
    row = ended.one_or_none()
    if row is None:
        raise NoSecondFactor
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    if row.confirmed_at is not None:
        await _tell(session, person_id, Letter.TWO_STEP_OFF, "two-step sign-in off")


async def _app_code(session: AsyncSession, person_id: UUID, code: str, secret: str) -> bool:
    sealed = await session.scalar(
        select(SecondFactor.sealed_secret).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
        )
    )
    step = _step_of(unseal(secret, sealed, about=str(person_id)), code) if sealed else None
    if step is None:
        return False
    # A code seen over a shoulder is worth nothing once used: steps only go up.
    used = (
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.id)
    )
    return (await session.execute(used)).one_or_none() is not None


async def _recovery_code(session: AsyncSession, person_id: UUID, code: str) -> bool:
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == _code_hash(person_id, code))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return (await session.execute(used)).one_or_none() is not None


def _step_of(key: str | None, code: str) -> int | None:
    """The 30-second step this code belongs to: the present one or a neighbour, since clocks differ."""
    if key is None:
        return None
    app, now = pyotp.TOTP(key), int(clock.now().timestamp()) // STEP
    plain = "".join(code.split())
    fitting = [s for s in (now - 1, now, now + 1) if _same(app.generate_otp(s), plain)]
    return max(fitting, default=None)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _new_code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _code_hash(person_id: UUID, code: str) -> bytes:
    return digest(f"{person_id}:{code.replace('-', '')}")


async def _address(session: AsyncSession, person_id: UUID, key: str) -> str:
    email = (await session.execute(select(Person.email).where(Person.id == person_id))).scalar_one()
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name="Consilium")


async def _tell(session: AsyncSession, person_id: UUID, letter: Letter, act: str) -> None:
    row = (await session.execute(select(Person.email, Person.locale).where(Person.id == person_id))).one()
    await write(session, letter, to=row.email, locale=row.locale)
    await audit.record(session, actor_id=person_id, act=act, subject_kind="person", subject_id=person_id)
