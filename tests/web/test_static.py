import gzip
import json
import re
from pathlib import Path

import pytest
from httpx import AsyncClient

from web import static

WEB = Path(__file__).parents[2] / "web"
pytestmark = pytest.mark.usefixtures("front")


async def test_built_files_are_kept_for_ever_by_browsers(client: AsyncClient) -> None:
    answer = await client.get(static.asset("styles/main.css"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("packing", ["br", "gzip", "identity"])
async def test_files_come_compressed_as_the_browser_can(client: AsyncClient, packing: str) -> None:
    url = static.asset("islands/frame.ts")
    async with client.stream("GET", url, headers={"accept-encoding": packing}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    file = static.DIST / url.removeprefix(static.PREFIX)
    assert answer.headers.get("content-encoding", "identity") == packing
    expected = {"br": file.with_name(file.name + ".br").read_bytes(), "identity": file.read_bytes()}
    assert (gzip.decompress(raw) if packing == "gzip" else raw) == expected.get(packing, file.read_bytes())


@pytest.mark.parametrize(
    "path",
    [
        "../static.py",
        "..%2fstatic.py",
        "%2e%2e/%2e%2e/etc/passwd",
        "manifest.json",
        "main.css",
        "/etc/passwd",
        "",
        "main-x.css.br",
    ],
)
async def test_nothing_but_built_files_is_served(client: AsyncClient, path: str) -> None:
    assert (await client.get(f"/static/{path}")).status_code == 404


async def test_types_are_right(client: AsyncClient) -> None:
    wanted = {"islands/frame.ts": "text/javascript; charset=utf-8", "icons.svg": "image/svg+xml"}
    assert {n: (await client.get(static.asset(n))).headers["content-type"] for n in wanted} == wanted


def test_names_change_with_their_content() -> None:
    assert re.fullmatch(r"/static/main-[\w-]{8}\.css", static.asset("styles/main.css"))


def test_a_service_without_its_front_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    static.require_build()
    monkeypatch.setattr(static, "DIST", tmp_path)
    with pytest.raises(static.FrontNotBuilt, match="npm run build"):
        static.require_build()


async def test_the_browser_gets_a_manifest_and_an_icon(client: AsyncClient) -> None:
    manifest = await client.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert (await client.get(manifest.json()["icons"][0]["src"])).headers["content-type"] == "image/svg+xml"
    assert (await client.get("/favicon.ico")).headers["location"] == static.asset("mark.svg")


def test_what_every_page_loads_is_small() -> None:
    """Compressed bytes of styles, script, icons and mark: the frame of the 60 kB a board page may cost."""
    names = ["styles/main.css", "islands/frame.ts", "icons.svg"]
    files = [static.DIST / static.asset(name).removeprefix(static.PREFIX) for name in names]
    assert sum(file.with_name(file.name + ".br").stat().st_size for file in files) < 25_000


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in packages.items() if name)
