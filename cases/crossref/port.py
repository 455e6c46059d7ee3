"""What a registry of DOIs has to do for us. Off unless the settings name one: cases.crossref.sending."""

from typing import Literal, Protocol

from msgspec import Struct


class Registry(Struct, frozen=True, kw_only=True):
    """Who we are there. `prefix`: our DOI prefix; `policy`: the DOI of the page on updates (Crossmark)."""

    prefix: str
    policy: str
    depositor: str
    email: str
    registrant: str


class Deposit(Struct, frozen=True, kw_only=True):
    """`name` is of the file, by which the registry is asked how it went."""

    name: str
    content: bytes


class Receipt(Struct, frozen=True, kw_only=True):
    """`waiting`: the registry has it and has not said more. `said`: its words, for an editor."""

    state: Literal["waiting", "registered", "refused"]
    said: str = ""


class NotAnswered(OSError):
    """The registry did not answer, or not as a registry does. It is asked again later."""


class Registrar(Protocol):
    """Registry and way to it. Both methods raise NotAnswered."""

    @property
    def registry(self) -> Registry: ...

    async def send(self, deposit: Deposit) -> Receipt: ...

    async def ask(self, name: str) -> Receipt: ...
