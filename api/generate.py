"""Files made from code: `python -m api.generate` writes them, `--check` says which are out of date."""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from api import typescript
from api.app import create_app
from core.db import create_engine, sessions_on
from core.events import Bus
from core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@cache
def openapi() -> str:
    """The OpenAPI document of the JSON API, keys sorted so that it is the same every time."""
    app = create_app(Settings(secret="0" * 40), sessions_on(create_engine("postgresql://nowhere/x"), Bus()))
    schema = app.openapi_schema.to_schema()
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode() + "\n"


def api_types() -> str:
    return typescript.generate(msgspec.json.decode(openapi()))


def room_types() -> str:
    from realtime.protocol.typescript import generate  # noqa: PLC0415

    return generate()


FILES: dict[str, Callable[[], str]] = {
    "docs/openapi.json": openapi,
    "web/islands/api.ts": api_types,
    "web/islands/room/protocol.ts": room_types,
}


def main() -> None:
    stale = []
    for name, make in FILES.items():
        path, text = ROOT / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv:
            stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit("Out of date: " + ", ".join(stale) + ". Run make generate and commit.")


if __name__ == "__main__":
    main()
