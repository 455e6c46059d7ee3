"""Where a request comes from, and what an e-mail address looks like."""

import re
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from core.errors import Invalid
from identity.words import N_

MALFORMED = N_("Enter an address such as name@example.org.")

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)


def email_address(text: str) -> str:
    """The address without spaces around it. Raises Invalid for anything a mail server would not take."""
    plain = text.strip()
    if len(plain) > 254 or not _EMAIL.fullmatch(plain):  # noqa: PLR2004 - RFC 5321
        raise Invalid({"email": MALFORMED})
    return plain


def client_address(peer: str, forwarded: Sequence[str], *, trusted_proxies: int) -> str:
    """The address of the client: `trusted_proxies` steps from the right of X-Forwarded-For.

    What stands further left was written by the client itself. With no trusted proxy the header is not read.
    """
    hops = [hop.strip() for line in forwarded for hop in line.split(",")]
    if trusted_proxies == 0 or not hops:
        return peer
    wanted = hops[-min(trusted_proxies, len(hops))]
    return wanted if _is_address(wanted) else peer


def neighbourhood(address: str) -> str:
    """What limits count by: an IPv4 address, or the /64 that one IPv6 customer has to himself."""
    if not _is_address(address):
        return address[:64]
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True
