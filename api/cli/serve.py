"""The verb `consilium serve`."""

from argparse import ArgumentParser, Namespace

from api.cli.place import settings_of
from api.serving.service import serve


def define(parser: ArgumentParser) -> None:
    parser.add_argument("--port", help="the port (CONSILIUM_PORT, or 8000)")
    parser.add_argument("--host", help="the address to listen on (CONSILIUM_HOST, or 127.0.0.1)")
    parser.add_argument("--no-demo", action="store_true", help="no sample community on the first start")


def run(arguments: Namespace) -> int:
    serve(settings_of(arguments), demo=not arguments.no_demo)
    return 0
