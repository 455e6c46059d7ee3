"""Catalogues of translations: `python -m web.catalogues extract` renews them, `check` finds faults.

Texts come from templates, from `_`, `N_` and `ngettext` in Python, and from the errors: the docstring of a
DomainError is its message, and the sentences of `Invalid({...})` stand beside fields.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from web.i18n import DOMAIN, LOCALES, NAMES, SOURCE

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "web" / "templates"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
SAMPLES = "styleguide"
_OUTSIDE = frozenset({"tests", "bench", "migrations"})
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

Found = tuple[str, str | tuple[str, ...]]


def collect() -> Catalog:
    """Every text of the house, with the files it stands in."""
    catalog = Catalog(domain=DOMAIN, fuzzy=False, creation_date=_EPOCH)
    for where, text in sorted({*_from_templates(), *_from_python(), *_from_errors()}, key=str):
        catalog.add(text, locations=[(where, 0)])
    return catalog


def extract() -> None:
    """Write every catalogue anew: texts that are gone leave it, new ones are there empty."""
    fresh = collect()
    for code in translated():
        catalog = _read(code)
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(code, catalog)


def check() -> list[str]:
    """What is missing, left over or wrong, a line each."""
    fresh = collect()
    return [fault for code in translated() for fault in _faults(code, fresh)]


def translated() -> list[str]:
    return [code for code in NAMES if code != SOURCE]


def sources() -> list[Path]:
    """The Python files of the packages, without tests and tools."""
    packages = [init.parent for init in ROOT.glob("*/__init__.py") if init.parent.name not in _OUTSIDE]
    return sorted(
        file for package in packages for file in package.rglob("*.py") if "node_modules" not in file.parts
    )


def _faults(code: str, fresh: Catalog) -> Iterator[str]:
    catalog = _read(code)
    wanted = {message.id for message in fresh if message.id}
    held = {message.id: message for message in catalog if message.id}
    for text in sorted(wanted - held.keys(), key=str):
        yield f"{code}: not in the catalogue (run extract): {text}"
    for text in sorted(held.keys() - wanted, key=str):
        yield f"{code}: no longer used (run extract): {text}"
    for message in held.values():
        yield from _faults_of(code, catalog, message)


def _faults_of(code: str, catalog: Catalog, message: Message) -> Iterator[str]:
    said = message.string if isinstance(message.string, list | tuple) else [message.string]
    if not all(said):
        yield f"{code}: not translated: {message.id}"
        return
    if message.fuzzy:
        yield f"{code}: fuzzy: {message.id}"
    for error in message.check(catalog):
        yield f"{code}: {error}: {message.id}"


def _from_templates() -> Iterator[Found]:
    options = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    for file in sorted(TEMPLATES.rglob("*.html")):
        if SAMPLES not in file.parts:
            yield from _from_file("jinja2.ext:babel_extract", file, options)


def _from_python() -> Iterator[Found]:
    for file in sources():
        yield from _from_file("python", file, {})


def _from_file(method: str, file: Path, options: dict[str, str]) -> Iterator[Found]:
    where = file.relative_to(ROOT).as_posix()
    for _line, text, *_rest in extract_from_file(method, file, keywords=KEYWORDS, options=options):
        yield where, text


def _from_errors() -> Iterator[Found]:
    trees = {file: ast.parse(file.read_text("utf-8")) for file in sources()}
    classes = [
        (f, node) for f, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    errors = _descendants("DomainError", [node for _, node in classes])
    for file, node in classes:
        docstring = ast.get_docstring(node)
        if node.name in errors and docstring:
            yield file.relative_to(ROOT).as_posix(), " ".join(docstring.partition("\n\n")[0].split())
    for file, tree in trees.items():
        for text in _beside_fields(tree, errors):
            yield file.relative_to(ROOT).as_posix(), text


def _descendants(root: str, classes: list[ast.ClassDef]) -> set[str]:
    known = {root}
    while more := {
        c.name for c in classes if c.name not in known and known & {_name(base) for base in c.bases}
    }:
        known |= more
    return known


def _beside_fields(tree: ast.Module, errors: set[str]) -> Iterator[str]:
    """The sentences in `Invalid({"title": "..."})`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in errors:
            for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if isinstance(given, ast.Dict):
                    yield from (v.value for v in given.values if _is_text(v))  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _file(code: str) -> Path:
    return LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(code: str) -> Catalog:
    if not _file(code).exists():
        return Catalog(locale=code, domain=DOMAIN, fuzzy=False)
    with _file(code).open("rb") as source:
        return read_po(source, locale=code, domain=DOMAIN)


def _write(code: str, catalog: Catalog) -> None:
    catalog.fuzzy = False
    catalog.header_comment = f"# Consilium in {NAMES[code]}. Apache-2.0."
    catalog.creation_date = catalog.revision_date = _EPOCH
    catalog.project, catalog.version = "Consilium", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Consilium"
    _file(code).parent.mkdir(parents=True, exist_ok=True)
    with _file(code).open("wb") as target:
        write_po(target, catalog, sort_output=True, include_lineno=False, width=110)


def main(arguments: list[str]) -> int:
    if arguments == ["extract"]:
        extract()
        return 0
    if arguments != ["check"]:
        sys.stderr.write("Say `extract` or `check`.\n")
        return 2
    faults = check()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
