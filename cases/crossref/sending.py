"""Crossref over HTTPS: a deposit is a form with a file; how it went is asked for by the file's name.

Its documentation calls these doMDUpload and submissionDownload.
"""

import httpx
from lxml import etree

from cases.crossref.port import Deposit, NotAnswered, Receipt, Registry
from core.settings import Settings

SECONDS = 30
MOST_BYTES = 1_000_000


class Crossref:
    """A Registrar. `address`: of the registry's servlets, such as https://doi.example/servlet."""

    def __init__(self, settings: Settings) -> None:
        self.address = settings.crossref_address.rstrip("/")
        self.user, self.password = settings.crossref_user, settings.crossref_password
        self.registry = Registry(
            prefix=settings.doi_prefix,
            policy=settings.doi_policy,
            depositor="Consilium",
            email=settings.crossref_email,
            registrant=settings.crossref_registrant,
        )

    async def send(self, deposit: Deposit) -> Receipt:
        """Accepted means that it waits in line there. Raises NotAnswered."""
        form = {"operation": "doMDUpload", "login_id": self.user, "login_passwd": self.password}
        file = {"fname": (deposit.name, deposit.content, "application/xml")}
        answer = await self._call("POST", "/deposit", data=form, files=file)
        if answer.status_code in {401, 403}:
            return Receipt(state="refused", said="The registry does not accept the name or the password.")
        if answer.is_client_error:
            return Receipt(state="refused", said=_words(answer))
        return Receipt(state="waiting")

    async def ask(self, name: str) -> Receipt:
        """Raises NotAnswered."""
        query = {"usr": self.user, "pwd": self.password, "file_name": name, "type": "result"}
        answer = await self._call("GET", "/submissionDownload", params=query)
        if answer.is_client_error:
            return Receipt(state="waiting", said=_words(answer))
        return _receipt(answer.content)

    async def _call(self, method: str, path: str, **sent: object) -> httpx.Response:
        try:
            async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
                answer = await client.request(method, self.address + path, **sent)  # type: ignore[arg-type]
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotAnswered(type(error).__name__) from error
        if answer.is_server_error or answer.is_redirect or len(answer.content) > MOST_BYTES:
            raise NotAnswered(f"HTTP {answer.status_code}")
        return answer


def _receipt(content: bytes) -> Receipt:
    """What a doi_batch_diagnostic says of the one record of ours. Raises NotAnswered."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        told = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAnswered("The answer is no XML.") from error
    if told.get("status") != "completed":
        return Receipt(state="waiting", said=told.get("status") or "")
    records = list(told.iter("record_diagnostic"))
    said = " ".join(" ".join(record.itertext()) for record in records)
    sound = bool(records) and all(record.get("status") in {"Success", "Warning"} for record in records)
    return Receipt(state="registered" if sound else "refused", said=" ".join(said.split())[:1000])


def _words(answer: httpx.Response) -> str:
    return f"HTTP {answer.status_code}: {' '.join(answer.text.split())}"[:1000]
