"""Every setting, typed, read once from the environment. docs/settings.md says what each is for."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct, field

PREFIX = "CONSILIUM_"


_WANTED = {
    "doi_prefix": "give the prefix that the registry gave you, such as 10.1234",
    "base_url": "give the address people open, such as https://consilium.example, without a path",
    "secret": "give at least 32 characters, drawn by chance",
    "clamd_address": "give host:port, or the path of a socket",
}


class BadSettings(Exception):
    """All faults at once, a line each."""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The environment variable of a field is its name in capitals behind CONSILIUM_."""

    # the service
    base_url: Annotated[str, Meta(pattern=r"^https?://[^/ ]+$")] = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8000
    data: Path = Path("data")
    database_url: str = ""
    secret: Annotated[str, Meta(min_length=32)] = field(default_factory=str)
    trusted_proxies: Annotated[int, Meta(ge=0, le=5)] = 0
    development: bool = False
    log_level: Annotated[str, Meta(pattern="^(debug|info|warning|error)$")] = "info"
    log_json: bool = True
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Meta(ge=0, le=65535)] = 0

    # mail
    smtp_host: str = ""
    smtp_port: Annotated[int, Meta(ge=1, le=65535)] = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: Annotated[str, Meta(pattern="^(none|starttls|tls)$")] = "none"
    mail_from: str = "Consilium <no-reply@localhost>"

    # files
    clamd_address: Annotated[str, Meta(pattern=r"^(|/.+|[^ /]+:[0-9]+)$")] = ""
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key: str = ""
    s3_secret: str = ""

    # search
    meilisearch_url: str = ""
    meilisearch_key: str = ""

    # works that authors cite by DOI or PubMed id
    doi_registry: Annotated[str, Meta(pattern=r"^(https?://[^ ]+)?$")] = "https://doi.org/"
    pubmed_registry: Annotated[str, Meta(pattern=r"^(https?://[^ ]+)?$")] = (
        "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pubmed/"
    )

    # DOIs: nothing is deposited unless all of these are given
    doi_prefix: Annotated[str, Meta(pattern=r"^(10\.\d{4,9})?$")] = ""
    doi_policy: str = ""
    crossref_address: str = ""
    crossref_user: str = ""
    crossref_password: str = ""
    crossref_email: str = ""
    crossref_registrant: str = "Consilium"

    # live rooms
    media_socket: str = ""
    media_addresses: str = "127.0.0.1"
    media_port_min: Annotated[int, Meta(ge=0, le=65535)] = 0
    media_port_max: Annotated[int, Meta(ge=0, le=65535)] = 0
    turn_urls: str = ""
    turn_secret: str = ""

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https:")

    @property
    def registers_dois(self) -> bool:
        given = (self.doi_prefix, self.doi_policy, self.crossref_address, self.crossref_user)
        return all((*given, self.crossref_password, self.crossref_email))

    @property
    def origin(self) -> str:
        return self.base_url


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment. Raises BadSettings naming every variable that is wrong or unknown."""
    environ = os.environ if environ is None else environ
    given = {k.removeprefix(PREFIX).lower(): v for k, v in environ.items() if k.startswith(PREFIX)}
    if "DATABASE_URL" in environ:
        given.setdefault("database_url", environ["DATABASE_URL"])
    values, faults = {}, []
    hints = get_type_hints(Settings, include_extras=True)
    for name, raw in given.items():
        if name not in hints:
            faults.append(f"{PREFIX}{name.upper()}: there is no such setting")
            continue
        try:
            values[name] = msgspec.convert(raw, hints[name], strict=False, dec_hook=lambda t, v: t(v))
        except (msgspec.ValidationError, ValueError):
            faults.append(f"{variable(name)}: {wanted(name, hints[name])}")
    if faults:
        raise BadSettings("\n".join(faults))
    return Settings(**values)


def wanted(name: str, hint: Any) -> str:
    """What to write instead. The value itself is not repeated: it may be a secret."""
    kind, bounds = (*get_args(hint), Meta())[:2] if get_origin(hint) is Annotated else (hint, Meta())
    if name in _WANTED:
        return _WANTED[name]
    if kind is bool:
        return "give true or false"
    if kind is int:
        return f"give a whole number from {bounds.ge} to {bounds.le}"
    if bounds.pattern:
        return "give one of " + ", ".join(bounds.pattern.strip("^$()").split("|"))
    return "this value cannot be used"


def variable(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else PREFIX + name.upper()
