"""`consilium screen privacy --in FILE.jsonl --out FILE.jsonl`: what in texts may tell who a patient is."""

import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Annotated

from msgspec import DecodeError, Meta, Struct, ValidationError
from msgspec.json import Decoder

from api.imports.records import Fault, shown
from api.serving.errors import Refused
from moderation.screens.privacy import find

MAX_LINE = 64_000_000


class Given(Struct):
    """A line of the input; other members are left alone."""

    id: Annotated[str, Meta(min_length=1)] | int
    text: str


_DECODER = Decoder(Given)


def define(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["privacy"], help="the screen that reads the texts")
    parser.add_argument(
        "--in",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help='lines of {"id": ..., "text": ...}',
    )
    parser.add_argument(
        "--out",
        dest="target",
        type=Path,
        required=True,
        metavar="FILE",
        help='lines of {"id": ..., "spans": [{"start", "end", "type"}]}, offsets in characters',
    )
    parser.add_argument("--language", choices=["en", "es", "fr"], help="guessed for each text when not given")


def run(arguments: Namespace) -> int:
    """Writes the whole output, or nothing: what stood at the target stays when a line is at fault."""
    faults: list[Fault] = []
    texts = spans = 0
    with replacing(arguments.target) as file:
        for one in lines(arguments.source):
            if isinstance(one, Fault):
                faults.append(one)
            elif not faults:
                texts, spans = texts + 1, spans + write(file, one, arguments.language)
        if faults:
            raise Refused("\n".join([*shown(arguments.source, faults), "Nothing was written."]))
    print(f"{texts} texts, {spans} spans.")
    return 0


def lines(source: Path) -> Iterator[Given | Fault]:
    """Each line that is not blank, or why it is none of ours. Raises Refused for an unreadable file."""
    try:
        with source.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
                if len(line) > MAX_LINE:
                    yield Fault(number, f"The line is longer than {MAX_LINE // 1_000_000} MB.")
                    return
                if line.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield given(number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror}.") from error


def given(number: int, line: bytes) -> Given | Fault:
    try:
        return _DECODER.decode(line)
    except (ValidationError, DecodeError, UnicodeDecodeError) as error:
        return Fault(number, f"{error}")


def write(file: IO[str], one: Given, language: str | None) -> int:
    """Write a text's spans; returns how many."""
    spans = [{"start": s.start, "end": s.end, "type": s.type.value} for s in find(one.text, language)]
    file.write(json.dumps({"id": one.id, "spans": spans}) + "\n")
    return len(spans)


class replacing:  # noqa: N801 - reads as a word in `with`
    """A new file that takes the place of `target` when all went well, and is gone when not."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __enter__(self) -> IO[str]:
        try:
            handle, self.name = tempfile.mkstemp(
                dir=self.target.absolute().parent, prefix=f".{self.target.name}."
            )
        except OSError as error:
            raise Refused(f"{self.target} cannot be written: {error.strerror}.") from error
        self.file = os.fdopen(handle, "w", encoding="utf-8")
        return self.file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.file.close()
        try:
            if kind is None:
                umask = os.umask(0)
                os.umask(umask)
                Path(self.name).chmod(0o666 & ~umask)
                Path(self.name).replace(self.target)
        except OSError as error:
            raise Refused(f"{self.target} cannot be written: {error.strerror}.") from error
        finally:
            with suppress(FileNotFoundError):
                Path(self.name).unlink()
