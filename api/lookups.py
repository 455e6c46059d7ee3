"""Works by DOI or PubMed id, from the registries that the settings name."""

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
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            for _ in range(MOST_REDIRECTS):
                async with client.stream("GET", address, headers={"Accept": CSL}) as answer:
                    if answer.next_request is None:
                        return await _read(answer)
                    address = _onward(address, answer.next_request.url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(type(error).__name__) from error
    return None


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
