"""The page of a published case as 32 people see it at once, and how long its files take to make."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any
from uuid import UUID

from PIL import Image

from api import tables
from bench.pages import CONNECTIONS, REQUESTS, RUNS, measure, prepare, reading, served, settings_in
from bench.report import finish, hardware, median
from cases import jats, pdf
from cases.schemas import (
    Figure,
    FrozenAuthor,
    FrozenRole,
    FrozenSection,
    FrozenWork,
    Manuscript,
    Publication,
    PublishedCase,
    VersionRow,
)
from core.markdown import render
from core.postgres.server import start
from core.references import Reference

IMAGES, SIZE = 12, (1600, 1200)
MAKINGS = 7
WORDS = "The patient came in with chest pain that had begun two days before and got worse on exertion. "
TABLE = "\n\n| test | result | unit |\n|--|--|--|\n" + "| troponin | 40 | ng/l |\n" * 12 + "\n"
SECTIONS = {
    "abstract": WORDS * 12,
    "introduction": WORDS * 20,
    "patient_information": WORDS * 12,
    "clinical_findings": WORDS * 12 + TABLE,
    "diagnostic_assessment": WORDS * 20 + TABLE,
    "therapeutic_interventions": WORDS * 16,
    "follow_up": WORDS * 12,
    "discussion": (WORDS * 8 + "\n\n") * 6,
}
BASE = "https://here.example"
DAY = datetime(2026, 11, 20, tzinfo=UTC)


def picture(number: int) -> bytes:
    """As the service keeps one: WebP of a photograph's size, with the noise that a photograph has."""
    chance = Random(number)
    grain = Image.frombytes("L", (200, 150), chance.randbytes(30_000)).resize(SIZE, Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").resize(SIZE)
    kept = BytesIO()
    Image.merge("RGB", (grain, shade, Image.blend(grain, shade, 0.5))).save(kept, "WEBP", quality=82)
    return kept.getvalue()


def rich_case() -> PublishedCase:
    """Some 2,000 words, two tables, 30 works, 6 authors, IMAGES figures."""
    figures = [
        Figure(file=UUID(int=n), caption=f"Figure {n}. {WORDS}", alt=WORDS, width=SIZE[0], height=SIZE[1])
        for n in range(1, IMAGES + 1)
    ]
    works = [
        FrozenWork(
            key=f"work{n}", line=f"Writer {n}. {WORDS} J Cases. 2020;{n}:1-9.", work=Reference(title=WORDS)
        )
        for n in range(1, 31)
    ]
    authors = [
        FrozenAuthor(
            person_id=None,
            name=f"Ann Writer{n}",
            affiliations=["Harbour Hospital"],
            roles=[FrozenRole(role="investigation", degree="equal")],
        )
        for n in range(6)
    ]
    sections = [
        FrozenSection(key=key, body=body, html=render(body).html, markdown_version=1)
        for key, body in SECTIONS.items()
    ]
    manuscript = Manuscript(
        title="Chest pain in a marathon runner",
        keywords=["pain", "troponin"],
        specialty="cardiology",
        sections=sections,
        works=works,
        figures=figures,
    )
    publication = Publication(
        manuscript=manuscript, authors=authors, collection="Heart", licence="CC BY 4.0", published_at=DAY
    )
    return PublishedCase(
        id=UUID(int=1),
        status="published",
        hidden="",
        hidden_reason="",
        collection_id=None,
        version=VersionRow(id=UUID(int=2), number=1, content_hash="0" * 64, published_at=DAY),
        publication=publication,
        notices=[],
    )


async def as_jats(case: PublishedCase, _: dict[str, bytes]) -> bytes:
    return jats.write(case, address=f"{BASE}/cases/1/versions/1", base=BASE)


async def as_pdf(case: PublishedCase, images: dict[str, bytes]) -> bytes:
    sheet = pdf.sheet(case, address=f"{BASE}/cases/1/versions/1", base=BASE, images=set(images))
    return await pdf.press(sheet, images)


Make = Callable[[PublishedCase, dict[str, bytes]], Coroutine[Any, Any, bytes]]


def timed(name: str, make: Make, case: PublishedCase, images: dict[str, bytes]) -> dict[str, float]:
    """As the worker makes it: the PDF in a process of its own, whose start counts."""
    took, size, before = [], 0, _cpu()
    for _ in range(MAKINGS):
        began = time.perf_counter()
        size = len(asyncio.run(make(case, images)))
        took.append((time.perf_counter() - began) * 1000)
    spent = (_cpu() - before) * 1000 / MAKINGS
    print(
        f"{name:8} min {min(took):7.1f}   median {median(took):7.1f}   max {max(took):7.1f} ms"
        f"   {spent:7.1f} ms CPU   {size / 1000:8.1f} kB"
    )
    key = name.lower()
    named = {"median_ms": median(took), "max_ms": max(took), "cpu_ms": spent}
    return {f"{key}_{IMAGES}_images_{unit}": value for unit, value in named.items()}


def _cpu() -> float:
    """Seconds of this process and of those that ended under it: others may keep the machine busy."""
    return sum(sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))


def main() -> None:
    tables.load()
    print(hardware())
    print(f"{CONNECTIONS} connections, signed in and guests, {RUNS} runs of {REQUESTS} requests")
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "pg", durable=True) as running:
        settings = settings_in(folder, running.url)
        made = asyncio.run(prepare(settings))
        with served(settings) as process:
            for name, token in (("member", made.token), ("guest", "")):
                asked = reading(settings, f"/cases/{made.case_id}", token)
                done = measure(settings, process, name, asked, REQUESTS)
                kept = ("rps", "p50_ms", "p95_ms", "p99_ms", "cpu_ms")
                figures |= {f"case_page_{name}_{key}": done[key] for key in kept}
    images = {str(UUID(int=n)): picture(n) for n in range(1, IMAGES + 1)}
    weight = sum(map(len, images.values())) / 1000
    print(f"a case with {IMAGES} images of {SIZE[0]}x{SIZE[1]} ({weight:.0f} kB), made {MAKINGS} times")
    case = rich_case()
    figures |= timed("JATS", as_jats, case, {})
    figures |= timed("PDF", as_pdf, case, images)
    finish("cases", figures)


if __name__ == "__main__":
    main()
