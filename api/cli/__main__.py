"""`consilium VERB ...`, and what it says when that cannot be done: one sentence, exit status 1."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module

from api.serving.errors import Refused
from core.errors import DomainError, Invalid
from core.postgres import PostgresTrouble
from core.settings import BadSettings

# A verb's module has `define(parser)` and `run(arguments) -> int`; it is imported when the verb is used.
VERBS = {
    "serve": "Start everything and serve until Ctrl-C",
    "web": "Serve web requests only, as one of several processes of a larger installation",
    "demo": "Load the sample community, unless it is there already",
    "user": "Add people, give and take roles, list who holds one",
    "migrate": "Bring the schema of the database up to date",
    "backup": "Write database, files and secret into one file",
    "restore": "Bring back what `backup` wrote",
    "import": "Take in cases, articles or notes from a file",
    "screen": "Find in texts of a file what may tell who a patient is",
    "reindex": "Build the search index anew while searches go on",
    "outbox": "List and replay jobs that failed for good",
    "audit": "Verify the chain of the audit log",
    "doctor": "Check the installation and say what is wrong",
}


def usage() -> str:
    lines = [f"  {verb:<10} {help_}" for verb, help_ in VERBS.items()]
    return "\n".join(["usage: consilium VERB [OPTIONS]", "", *lines, "", "consilium VERB --help tells more."])


def main(words: Sequence[str]) -> int:
    verb, *rest = words or ["help"]
    if verb in {"help", "--help", "-h"}:
        print(usage())
        return 0
    if verb not in VERBS:
        print(f"There is no verb {verb!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    module = import_module(f"api.cli.{verb}")
    parser = ArgumentParser(prog=f"consilium {verb}", description=VERBS[verb] + ".")
    parser.add_argument("--data", help="the data folder (CONSILIUM_DATA, or ./data)")
    module.define(parser)
    return obey(module.run, parser.parse_args(rest))


def obey(run: object, arguments: object) -> int:
    assert callable(run)
    try:
        return int(run(arguments))
    except (Refused, PostgresTrouble, BadSettings) as trouble:
        print(trouble, file=sys.stderr)
    except DomainError as error:
        said = error.fields.values() if isinstance(error, Invalid) else ()
        print(" ".join(said) or error.message, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
