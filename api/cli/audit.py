"""The verb `consilium audit verify`."""

from argparse import ArgumentParser, Namespace

from api.cli.place import whole_settings
from api.cli.work import in_transaction
from core import audit


def define(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["verify"], help="check every link of the chain")


def run(arguments: Namespace) -> int:
    with whole_settings(arguments) as settings:
        count, broken = in_transaction(settings, audit.verify)
    if broken is None:
        print(f"The audit log is whole: {count} entries.")
        return 0
    print(
        f"The audit log is broken at entry {broken}: it, or one before it, was changed after it was written."
    )
    return 1
