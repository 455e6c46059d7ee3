import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from identity import names, passwords
from identity.addresses import client_address, email_address, neighbourhood


def test_without_a_trusted_proxy_the_header_is_not_read() -> None:
    assert client_address("203.0.113.9", ["198.51.100.1"], trusted_proxies=0) == "203.0.113.9"


def test_behind_proxies_the_address_counts_from_the_right() -> None:
    forwarded = ["198.51.100.66, 203.0.113.9", "10.0.0.2"]
    assert client_address("10.0.0.1", forwarded, trusted_proxies=1) == "10.0.0.2"
    assert client_address("10.0.0.1", forwarded, trusted_proxies=2) == "203.0.113.9"
    assert client_address("10.0.0.1", ["203.0.113.9"], trusted_proxies=5) == "203.0.113.9"


@pytest.mark.parametrize("written", ["", "unknown", "evil\r\nx", "1.2.3.4.5", "127.0.0.1; drop"])
def test_what_is_no_address_is_passed_over(written: str) -> None:
    assert client_address("10.0.0.1", [written], trusted_proxies=1) == "10.0.0.1"


def test_one_customer_of_ipv6_counts_once() -> None:
    assert neighbourhood("2001:db8:1:2:a::1") == neighbourhood("2001:db8:1:2:b::2")
    assert neighbourhood("2001:db8:1:2::1") != neighbourhood("2001:db8:1:3::1")
    assert neighbourhood("::ffff:203.0.113.9") == neighbourhood("203.0.113.9")


@pytest.mark.parametrize("address", ["ada@example.org", " o'neil+cme@mail.example.co.uk ", "x@a.bc"])
def test_a_usual_address_is_taken(address: str) -> None:
    assert email_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@exa mple.org",
        "ada@example.org\r\nBcc: all@example.org",
        "ada@example.org, ben@example.org",
        '"<script>"@example.org',
        "ada@[127.0.0.1]",
        "ada@exаmple.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org",
    ],
)
def test_what_no_mail_server_takes_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        email_address(address)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Okafor ", "Ada Okafor"),
        ("Ada\u202eOkafor", "AdaOkafor"),
        ("Ada\nOkafor", "AdaOkafor"),
        ("مریم می\u200cخواهد", "مریم می\u200cخواهد"),
        ("<b>Bo</b>", "<b>Bo</b>"),
    ],
)
def test_a_name_is_one_line_that_bends_nothing(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "A", "\u202e\u200b", "1234", "former MEMBER", "x" * 121])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        names.clean(typed)


@given(st.text(max_size=200))
def test_no_name_carries_control_characters(typed: str) -> None:
    try:
        kept = names.clean(typed)
    except Invalid:
        return
    assert all(c.isprintable() or c in "\u200c\u200d" for c in kept)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "aaaaaaaaaaaaaa",
        "123456789012",
        "password1234",
        "Passwordpassword!",
        "abcabcabcabc",
        "ada@example.org",
        "adaokafor2024",
        "x" * 129,
        "correct horse battery staple",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check_new(password, email="ada@example.org", name="Ada Okafor")


@pytest.mark.parametrize("password", ["seven quiet herons at dusk", "Tr0ub4dor&3-xkcd", "пять тихих цапель"])
def test_a_good_password_is_taken(password: str) -> None:
    passwords.check_new(password, email="ada@example.org", name="Ada Okafor")


async def test_the_same_password_fits_from_every_keyboard() -> None:
    composed, decomposed = "caf\u00e9 au lait le matin", "cafe\u0301 au lait le matin"
    assert await passwords.verify(await passwords.hash_password(composed), decomposed)


async def test_nothing_fits_an_account_without_a_password() -> None:
    assert not await passwords.verify(None, "nobody has this password")
    assert not await passwords.verify("not a hash", "x")
