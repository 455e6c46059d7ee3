"""Figures, printed with `pytest -s`; what is asserted is only that the work was done."""

import time
from pathlib import Path
from random import Random
from statistics import quantiles
from uuid import uuid4

from search.embedded import Embedded
from search.port import Document, Filters
from search.query import parse

STEMS = (
    "fever",
    "sepsis",
    "cardiac",
    "renal",
    "hepatic",
    "acute",
    "pain",
    "lesion",
    "graft",
    "dose",
    "renin",
)


def documents(count: int) -> list[Document]:
    dice = Random(7)  # noqa: S311 - the same texts every time
    words = [
        f"{a}{b}" for a in STEMS for b in ("", "itis", "osis", "oma", "ectomy", "ology", "emia", "pathy")
    ]
    return [
        Document(
            kind=dice.choice(["thread", "post", "article", "case"]),
            id=uuid4(),
            title=" ".join(dice.choices(words, k=8)),
            href="/x",
            text=" ".join(dice.choices(words, k=250)),
            specialty=dice.choice(["cardiology", "urology", ""]),
        )
        for _ in range(count)
    ]


async def test_a_thousand_documents_are_indexed_and_asked(tmp_path: Path) -> None:
    index, kept = Embedded(tmp_path), documents(1000)
    began = time.perf_counter()
    await index.change(kept, [])
    built = time.perf_counter() - began
    for loose in (False, True):
        times = []
        for document in kept[:100]:
            asked = parse(" ".join(document.title.split()[:2]))
            began = time.perf_counter()
            assert await index.search(asked, filters=Filters(), limit=50, loose=loose)
            times.append((time.perf_counter() - began) * 1000)
        cuts = quantiles(times, n=20)
        print(f"\n1,000 documents in {built:.2f} s; {loose=}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")  # noqa: T201
