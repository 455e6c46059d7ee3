"""Board, thread, case, search and sign-in as 32 people see them at once: one web process, real PostgreSQL."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from api import migrate, tables, wiring
from bench import community
from bench.community import REPLIES, THREADS, Community
from bench.report import finish, hardware, median, quantile
from core.db import Sessions, create_engine, sessions_on
from core.events import Bus
from core.outbox.worker import drain
from core.postgres.server import start
from core.settings import Settings

CONNECTIONS = 32
RUNS = 3
REQUESTS, WARM = 1500, 300
SIGN_INS = 96


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings_in(folder: str, database_url: str) -> Settings:
    """Of a web process on a free port, with its data in the folder."""
    port = free_port()
    return Settings(
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        data=Path(folder),
        secret="b" * 40,
        database_url=database_url,
    )


@asynccontextmanager
async def wired(settings: Settings) -> AsyncIterator[Sessions]:
    """The database with its tables, and events that arrive: for making what a bench looks at."""
    await migrate.migrate(settings.database_url)
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url)
    try:
        yield sessions_on(engine, bus)
    finally:
        await engine.dispose()


async def prepare(settings: Settings) -> Community:
    async with wired(settings) as sessions:
        made = await community.found(sessions)
        await drain(sessions, wiring.jobs(settings))
    return made


@contextmanager
def served(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The web process that production runs, and nothing beside it."""
    given = {
        "CONSILIUM_DATABASE_URL": settings.database_url,
        "CONSILIUM_DATA": str(settings.data),
        "CONSILIUM_PORT": str(settings.port),
        "CONSILIUM_BASE_URL": settings.base_url,
        "CONSILIUM_SECRET": settings.secret,
        "CONSILIUM_TRUSTED_PROXIES": "1",
        "CONSILIUM_LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "api.serving.web"], env=os.environ | given)
    try:
        wait_for(settings.base_url + "/health/ready")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(url)


def cpu_seconds(parent: int) -> float:
    """User and system time of a process and its children so far."""
    children = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    total = 0
    for pid in [parent, *map(int, children.stdout.split())]:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def ask(settings: Settings, requests: list[str], *, count: int, warm: int) -> dict[str, list[float]]:
    words = ["127.0.0.1", str(settings.port), str(CONNECTIONS), str(count), str(warm)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", *words],
        input=json.dumps(requests).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr.decode())
    answer: dict[str, list[float]] = json.loads(done.stdout)
    return answer


def reading(settings: Settings, path: str, token: str) -> list[str]:
    host = f"127.0.0.1:{settings.port}"
    cookie = f"Cookie: consilium={token}\r\n" if token else ""
    return [f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, br\r\n{cookie}\r\n"]


def signing_in(settings: Settings, emails: list[str]) -> list[str]:
    """From as many addresses and accounts as the limits of one address and account ask for."""
    sent = []
    for n in range(SIGN_INS * RUNS + CONNECTIONS):
        email = emails[n % len(emails)].replace("@", "%40")
        body = f"email={email}&password={community.PASSWORD.replace(' ', '+')}&to=%2F"
        head = (
            f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{settings.port}\r\nSec-Fetch-Site: same-origin\r\n"
            f"X-Forwarded-For: 10.{n % 200}.{n // 200}.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        sent.append(head + body)
    return sent


def measure(
    settings: Settings, process: subprocess.Popen[bytes], name: str, requests: list[str], count: int
) -> dict[str, float]:
    """RUNS runs; the figures are medians over the runs of each run's quantile."""
    runs = []
    for run in range(RUNS):
        turn = requests[run * count :] + requests[: run * count] if len(requests) > 1 else requests
        before = cpu_seconds(process.pid)
        warm = 0 if len(requests) > 1 else WARM
        done = ask(settings, turn, count=count, warm=warm)
        milliseconds = [s * 1000 for s in done["seconds"]]
        runs.append(
            {
                "rps": len(milliseconds) / float(str(done["elapsed"])),
                "p50_ms": quantile(milliseconds, 0.5),
                "p95_ms": quantile(milliseconds, 0.95),
                "p99_ms": quantile(milliseconds, 0.99),
                "cpu_ms": (cpu_seconds(process.pid) - before) * 1000 / (count + warm),
                "bytes": float(str(done["bytes"])),
            }
        )
    middle = {key: median([run[key] for run in runs]) for key in runs[0]}
    spread = f"{min(r['p95_ms'] for r in runs):.0f}-{max(r['p95_ms'] for r in runs):.0f}"
    print(
        f"{name:8} {middle['rps']:7.0f} req/s   p50 {middle['p50_ms']:6.1f}   p95 {middle['p95_ms']:6.1f} "
        f"({spread})   p99 {middle['p99_ms']:6.1f} ms   {middle['cpu_ms']:5.2f} ms CPU   "
        f"{middle['bytes'] / 1000:6.1f} kB"
    )
    return middle


def first_load(settings: Settings, path: str) -> tuple[float, int]:
    """Compressed kilobytes and requests of a first visit: the page and all it loads."""
    with httpx.Client(base_url=settings.base_url, headers={"accept-encoding": "br, gzip"}) as client:
        page = client.get(path)
        assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
        sizes = [carried(client, url) for url in [path, *sorted(assets)]]
    return sum(sizes) / 1000, len(sizes)


def carried(client: httpx.Client, url: str) -> int:
    with client.stream("GET", url) as response:
        return sum(len(part) for part in response.iter_raw())


def main() -> None:
    tables.load()
    print(hardware())
    print(f"{THREADS} threads, one with {REPLIES} replies; {CONNECTIONS} connections, signed in, {RUNS} runs")
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "pg", durable=True) as running:
        settings = settings_in(folder, running.url)
        made = asyncio.run(prepare(settings))
        with served(settings) as process:
            figures = all_pages(settings, process, made)
    finish("pages", figures)


def all_pages(settings: Settings, process: subprocess.Popen[bytes], made: Community) -> dict[str, float]:
    paths = {
        "board": f"/boards/{made.board_slug}",
        "thread": f"/threads/{made.thread_id}",
        "case": f"/cases/{made.case_id}",
        "search": "/search?q=angiogram",
    }
    figures: dict[str, float] = {}
    for name, path in paths.items():
        done = measure(settings, process, name, reading(settings, path, made.token), REQUESTS)
        figures |= {f"{name}_{key}": done[key] for key in ("rps", "p50_ms", "p95_ms", "p99_ms", "cpu_ms")}
    done = measure(settings, process, "sign-in", signing_in(settings, made.emails), SIGN_INS)
    figures |= {"sign_in_rps": done["rps"], "sign_in_p95_ms": done["p95_ms"]}
    figures["board_first_load_kb"], requests = first_load(settings, paths["board"])
    figures["thread_first_load_kb"], _ = first_load(settings, paths["thread"])
    print(f"first visit of the board: {figures['board_first_load_kb']:.1f} kB in {requests} requests")
    return figures


if __name__ == "__main__":
    main()
