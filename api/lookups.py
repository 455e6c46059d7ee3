"""Works by DOI or PubMed id, from the registries that the settings name."""

import asyncio
import socket
from ipaddress import ip_address
from urllib.parse import quote

import httpx

from cases.lookup import Lookup
from core.references import Reference, parse
from core.settings import Settings

SECONDS = 20
MOST_BYTES = 2_000_000
MOST_REDIRECTS = 5
CSL = "application/vnd.citationstyles.csl+json"
GONE = {400, 404, 406, 410}
"""What a registry answers for a name it does not have, or has nothing citable of."""


def looker_up(settings: Settings) -> Lookup:
    async def look_up(sought: str) -> Reference | None:
        address = _address(settings, sought)
        return await _ask(address) if address else None

    return look_up


def _address(settings: Settings, sought: str) -> str:
    """Empty where the registry is switched off."""
    kind, _, name = sought.partition(":")
    if kind == "doi":
        return settings.doi_registry and settings.doi_registry + quote(name, safe="/")
    return settings.pubmed_registry and f"{settings.pubmed_registry}?format=csl&id={quote(name)}"


async def _ask(address: str) -> Reference | None:
    """Raises OSError when nobody answers, or not as a registry does."""
    trusted = httpx.URL(address).netloc  # what the operator wrote may be inside
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            for _ in range(MOST_REDIRECTS):
                url = httpx.URL(address)
                request = client.build_request("GET", url, headers={"Accept": CSL})
                if url.netloc != trusted:
                    await pin(request)
                answer = await client.send(request, stream=True)
                try:
                    if not answer.has_redirect_location:
                        return await _read(answer)
                    address = _onward(address, url.join(answer.headers["location"]))
                finally:
                    await answer.aclose()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(type(error).__name__) from error
    return None


async def pin(request: httpx.Request) -> None:
    """Send it to an address that was looked at: the name must not mean another one a moment later.

    Raises OSError for a name that leads to this host or its network.
    """
    host, port = request.url.host, request.url.port or 443
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(each[4][0]) for each in found]
    if not addresses or not all(one.is_global for one in addresses):
        raise OSError("led inside")
    request.extensions["sni_hostname"] = host
    request.url = request.url.copy_with(host=str(addresses[0]))  # the header `Host` keeps the name


def _onward(address: str, url: httpx.URL) -> str:
    """Registries lead on by https, or within themselves: a name must not lead to what only this host reaches.

    Raises OSError.
    """
    if url.scheme != "https" and url.netloc != httpx.URL(address).netloc:
        raise OSError(f"led to {url.scheme}")
    return str(url)


async def _read(answer: httpx.Response) -> Reference | None:
    if answer.status_code in GONE:
        return None
    answer.raise_for_status()
    return _reference(await _body(answer))


async def _body(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            return b""
    return body


def _reference(body: bytes) -> Reference | None:
    """What is not CSL-JSON is no answer: registries lead to a page where they cannot cite."""
    if not body.lstrip().startswith((b"{", b"[")):
        return None
    found = parse("csl", body).references
    return found[0] if found else None
