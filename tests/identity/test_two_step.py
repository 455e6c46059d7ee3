import asyncio
from datetime import timedelta

import pyotp
import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Sessions, transaction
from core.settings import Settings
from identity import service
from identity.errors import WrongCode
from identity.models import Person, RecoveryCode, SecondFactor
from identity.seals import seal, unseal
from tests.conftest import Enter
from tests.identity.conftest import PASSWORD, Post, words_of

RIGHT = {"email": "zoe@example.org", "password": PASSWORD}
PROOF = {"present_password": PASSWORD}
BASE = "/account/security/two-step"


class Phone:
    """An authenticator app that has scanned the picture."""

    def __init__(self, address: str, codes: list[str]) -> None:
        self.app = pyotp.parse_uri(address)
        self.recovery = codes

    def code(self) -> str:
        assert isinstance(self.app, pyotp.TOTP)
        return self.app.at(clock.now())


@pytest.fixture
async def phone(sessions: Sessions, settings: Settings, zoe: Person) -> Phone:
    """Zoe's; two-step sign-in is on for her since yesterday."""
    with clock.at(clock.now() - timedelta(days=1)):
        async with transaction(sessions) as session:
            address = await service.begin_second_factor(session, person_id=zoe.id, secret=settings.secret)
            codes = await service.confirm_second_factor(
                session, person_id=zoe.id, code=Phone(address, []).code(), secret=settings.secret
            )
    return Phone(address, codes)


async def half_in(client: AsyncClient) -> None:
    entered = await client.post("/sign-in", data=RIGHT | {"to": "/account"})
    assert entered.headers["location"] == "/sign-in/code?to=%2Faccount"


async def test_two_step_is_set_up_with_a_picture_and_a_first_code(
    as_: Enter, zoe: Person, post: Post
) -> None:
    browser = await as_(zoe)
    assert (await browser.post(f"{BASE}/begin", data=PROOF)).status_code == 303
    shown = await browser.get(BASE)
    assert "<svg" in shown.text
    assert "style=" not in shown.text
    assert shown.headers["cache-control"] == "no-store"
    key = shown.text.partition('<code class="secret" dir="ltr">')[2].partition("<")[0]
    done = await browser.post(f"{BASE}/confirm", data={"code": pyotp.TOTP(key).at(clock.now())})
    assert done.text.count('<code class="secret">') == 10
    assert (await browser.get(BASE)).text.count('<code class="secret"') == 0
    assert "is on" in str((await post())[0]["Subject"])


async def test_set_up_needs_the_password_and_a_right_code(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    assert (await browser.post(f"{BASE}/begin", data={"present_password": "guess"})).status_code == 403
    assert (await browser.post(f"{BASE}/confirm", data={"code": "000000"})).status_code == 409
    await browser.post(f"{BASE}/begin", data=PROOF)
    assert (await browser.post(f"{BASE}/confirm", data={"code": "000000"})).status_code == 401


async def test_the_password_alone_opens_nothing(client: AsyncClient, phone: Phone) -> None:
    await half_in(client)
    assert (await client.get("/account")).status_code == 401
    assert (await client.get("/api/identity/me")).status_code == 401


async def test_the_code_of_the_phone_signs_in(client: AsyncClient, phone: Phone) -> None:
    await half_in(client)
    entered = await client.post("/sign-in/code", data={"code": phone.code(), "to": "/account"})
    assert entered.headers["location"] == "/account"
    assert (await client.get("/account")).status_code == 200


async def test_a_code_works_once(client: AsyncClient, as_: Enter, phone: Phone) -> None:
    moment = clock.now()
    other = await as_()
    with clock.at(moment):
        await half_in(client)
        await half_in(other)
        assert (await client.post("/sign-in/code", data={"code": phone.code()})).status_code == 303
        assert (await other.post("/sign-in/code", data={"code": phone.code()})).status_code == 401


@pytest.mark.parametrize("code", ["000000", "", "١٢٣٤٥٦", "' or 1=1", "x" * 60])
async def test_a_wrong_code_signs_nobody_in(client: AsyncClient, phone: Phone, code: str) -> None:
    await half_in(client)
    assert (await client.post("/sign-in/code", data={"code": code})).status_code in {401, 422}
    assert (await client.get("/account")).status_code == 401


async def test_codes_cannot_be_tried_out(client: AsyncClient, phone: Phone) -> None:
    await half_in(client)
    statuses = [(await client.post("/sign-in/code", data={"code": f"{n:06}"})).status_code for n in range(11)]
    assert statuses == [401] * 10 + [429]
    assert (await client.post("/sign-in/code", data={"code": phone.code()})).status_code == 429


async def test_without_a_password_there_is_no_second_step(client: AsyncClient, phone: Phone) -> None:
    assert (await client.get("/sign-in/code")).status_code == 401
    client.cookies.set("half", "guess")
    assert (await client.post("/sign-in/code", data={"code": phone.code()})).status_code == 401


async def test_the_second_step_is_open_for_ten_minutes(client: AsyncClient, phone: Phone) -> None:
    await half_in(client)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert (await client.post("/sign-in/code", data={"code": phone.code()})).status_code == 401


async def test_a_recovery_code_signs_in_however_it_is_typed(client: AsyncClient, phone: Phone) -> None:
    await half_in(client)
    typed = phone.recovery[3].upper().replace("-", " ")
    assert (await client.post("/sign-in/code", data={"code": typed})).status_code == 303
    assert "9 recovery codes left" in (await client.get(BASE)).text


async def test_a_recovery_code_used_twice_at_once_works_once(
    sessions: Sessions, settings: Settings, zoe: Person, phone: Phone
) -> None:
    async def attempt() -> bool:
        try:
            async with transaction(sessions) as session:
                await service.check_code(
                    session, person_id=zoe.id, code=phone.recovery[0], secret=settings.secret
                )
        except WrongCode:
            return False
        return True

    assert sorted(await asyncio.gather(*(attempt() for _ in range(4)))) == [False, False, False, True]


async def test_recovery_codes_of_one_person_are_worth_nothing_to_another(
    sessions: Sessions, settings: Settings, ada: Person, phone: Phone
) -> None:
    with pytest.raises(WrongCode):
        async with transaction(sessions) as session:
            await service.check_code(
                session, person_id=ada.id, code=phone.recovery[0], secret=settings.secret
            )


async def test_new_recovery_codes_end_the_old_ones(as_: Enter, zoe: Person, phone: Phone) -> None:
    browser, other = await as_(zoe), await as_()
    made = await browser.post(f"{BASE}/codes", data=PROOF)
    assert made.text.count('<code class="secret">') == 10
    await half_in(other)
    assert (await other.post("/sign-in/code", data={"code": phone.recovery[0]})).status_code == 401


async def test_turning_it_off_needs_the_password_and_is_told_by_mail(
    as_: Enter, zoe: Person, phone: Phone, client: AsyncClient, post: Post
) -> None:
    browser = await as_(zoe)
    assert (await browser.post(f"{BASE}/off", data={"present_password": "no"})).status_code == 403
    assert (await browser.post(f"{BASE}/off", data=PROOF)).status_code == 303
    assert (await client.post("/sign-in", data=RIGHT)).headers["location"] == "/"
    assert any("no longer asks for a code" in words_of(letter) for letter in await post())


async def test_neither_key_nor_codes_can_be_read_from_the_database(
    session: AsyncSession, settings: Settings, zoe: Person, phone: Phone
) -> None:
    kept = (await session.scalars(select(SecondFactor))).one()
    key = str(phone.app.secret)
    assert key.encode() not in kept.sealed_secret
    assert unseal(settings.secret, kept.sealed_secret, about=str(zoe.id)) == key
    hashes = (await session.scalars(select(RecoveryCode.code_hash))).all()
    assert len(hashes) == 10
    assert all(len(one) == 32 for one in hashes)


def test_a_seal_opens_only_for_whom_and_with_what_it_was_made() -> None:
    sealed = seal("s" * 40, "key", about="zoe")
    assert unseal("s" * 40, sealed, about="zoe") == "key"
    assert unseal("s" * 40, sealed, about="ada") is None
    assert unseal("t" * 40, sealed, about="zoe") is None
