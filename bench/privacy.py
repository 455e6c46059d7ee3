"""How much the privacy screens find and how often they cry wolf: identifiers planted into real clinical prose.

Recall is the share of planted identifiers that a span touches, "whole" the share whose every letter is in
spans. A false span touches nothing that was planted; dates, ages and names that the notes really hold count as
false too, so that the figure is an upper bound.
"""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from random import Random

from msgspec import Struct

from bench.privacy_templates import TEMPLATES
from bench.privacy_texts import Note, notes, shared_data
from bench.privacy_values import VALUES
from bench.report import finish, hardware
from moderation.screens.privacy import Span, find

SEED = 20261126
EVERY = 60  # words of prose for each planted sentence
RUNS = 3
_SLOT = re.compile(r"\{(\w+)\}")
_PLACE = re.compile(r"(?<=[.!?])(?<!Dr\.)(?<!M[rs]\.)(?<! [A-Z]\.)\s+(?=[A-Z])|\n")


class Planted(Struct, frozen=True):
    start: int
    end: int
    type: str
    template: str


class Labelled(Struct):
    text: str
    planted: list[Planted]


def filled(template: str, random: Random, part: str, at: int) -> tuple[str, list[Planted]]:
    """A template with values in its slots, and where they stand when it begins at `at`."""
    said, planted, last = "", [], 0
    for slot in _SLOT.finditer(template):
        said += template[last : slot.start()]
        kind, make = VALUES[slot[1]]
        value = make(random, part)
        if kind:
            planted.append(Planted(at + len(said), at + len(said) + len(value), kind, template))
        said += value
        last = slot.end()
    return said + template[last:], planted


def plant(note: Note, random: Random, templates: list[str]) -> Labelled:
    """Sentences with identifiers between the sentences of a note, one for every EVERY words."""
    places = list(_PLACE.finditer(note.text))
    wanted = min(len(places), max(1, len(note.text.split()) // EVERY))
    chosen = sorted(random.sample(range(len(places)), wanted))
    text, planted, last = "", [], 0
    for index in chosen:
        place = places[index]
        text += note.text[last : place.start()] + ("\n" if "\n" in place.group() else " ")
        said, found = filled(random.choice(templates), random, note.part, len(text))
        text += said + ("\n" if said[-1] not in ".!?" else " ")
        planted += found
        last = place.end()
    return Labelled(text + note.text[last:], planted)


def labelled(part: str, *, seed: int = SEED) -> Iterator[Labelled]:
    folder = shared_data()
    if folder is None:
        raise SystemExit("The real texts are not at hand: set CONSILIUM_SHARED_DATA.")
    random = Random(seed)
    templates = [line for line in TEMPLATES[part].splitlines() if line]
    for note in notes(folder):
        if note.part == part and _PLACE.search(note.text):
            yield plant(note, random, templates)


class Tally(Struct):
    planted: Counter[str]
    found: Counter[str]
    whole: int = 0
    spans: int = 0
    false: int = 0
    words: int = 0
    chars: int = 0
    missed: dict[str, int] = {}


def measure(texts: list[Labelled]) -> Tally:
    tally = Tally(Counter(), Counter(), missed=defaultdict(int))
    for one in texts:
        spans = find(one.text)
        tally.spans += len(spans)
        tally.words += len(one.text.split())
        tally.chars += len(one.text)
        tally.false += sum(not any(touch(s, p) for p in one.planted) for s in spans)
        for planted in one.planted:
            tally.planted[planted.type] += 1
            touching = [s for s in spans if touch(s, planted)]
            tally.found[planted.type] += bool(touching)
            tally.whole += covered(planted, touching)
            if not touching:
                tally.missed[planted.template] += 1
    return tally


def touch(span: Span, planted: Planted) -> bool:
    return span.start < planted.end and planted.start < span.end


def covered(planted: Planted, spans: list[Span]) -> bool:
    inside = {n for s in spans for n in range(max(s.start, planted.start), min(s.end, planted.end))}
    return len(inside) == planted.end - planted.start


def figures(tally: Tally) -> dict[str, float]:
    total = sum(tally.planted.values())
    return {
        "recall": sum(tally.found.values()) / total,
        "whole": tally.whole / total,
        "false_per_1000_words": 1000 * tally.false / tally.words,
        "planted": total,
        "words": tally.words,
    }


def report(part: str, tally: Tally) -> dict[str, float]:
    done = figures(tally)
    print(
        f"{part}: {done['planted']} planted in {done['words']} words; recall {done['recall']:.4f} "
        f"(whole {done['whole']:.4f}); false spans per 1,000 words {done['false_per_1000_words']:.2f}"
    )
    for kind in sorted(tally.planted):
        share = tally.found[kind] / tally.planted[kind]
        print(f"  {kind:12} {tally.found[kind]:5} of {tally.planted[kind]:5}  {share:.3f}")
    return done | {f"recall_{kind}": tally.found[kind] / tally.planted[kind] for kind in tally.planted}


def speed(texts: list[Labelled]) -> list[float]:
    """Characters a second of processor time, for each of RUNS runs."""
    rates = []
    for _ in range(RUNS):
        began = time.process_time()
        for one in texts:
            find(one.text)
        rates.append(sum(len(one.text) for one in texts) / (time.process_time() - began))
    return sorted(rates)


def main() -> None:
    print(hardware())
    parts = {part: list(labelled(part)) for part in ("tuning", "held_out")}
    done: dict[str, float] = {}
    for part, texts in parts.items():
        tally = measure(texts)
        done |= {f"{part}_{key}": value for key, value in report(part, tally).items()}
    rates = speed(parts["held_out"])
    print("chars/s: min {:,.0f}, median {:,.0f}, max {:,.0f}".format(*rates))
    finish("privacy", done | {"chars_per_s": rates[len(rates) // 2]})


def missed(part: str = "tuning") -> None:
    """Print what was not found in the half that may be looked at, and every false span."""
    for one in labelled(part):
        spans = find(one.text)
        for planted in one.planted:
            if not any(touch(s, planted) for s in spans):
                print("MISSED", planted.type, json.dumps(one.text[planted.start - 30 : planted.end + 15]))
        for span in spans:
            if not any(touch(span, planted) for planted in one.planted):
                print(
                    "FALSE",
                    span.type.value,
                    span.reason,
                    json.dumps(one.text[max(0, span.start - 25) : span.end + 20]),
                    repr(one.text[span.start : span.end]),
                )


if __name__ == "__main__":
    main()
