"""The parent: PostgreSQL first, then the schema, then the children; and back again."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import NoReturn

from api.serving.children import Child, errand
from api.serving.environment import (
    environment,
    for_outbox,
    host_in_url,
    is_first_start,
    note_first_start,
    only_here,
)
from api.serving.errors import Refused
from api.serving.port import refuse_taken_port
from core.postgres import Running, start
from core.postgres.folder import Claim, prepare
from core.settings import Settings

TICK = 0.1  # seconds between two looks at the children
PATIENCE = 60.0  # seconds until the first page must be ready
OPEN = "Others reach this service, and everybody knows that passphrase: use another data folder in earnest."


def serve(settings: Settings, *, demo: bool = True) -> None:
    """Run the service until SIGINT or SIGTERM. Raises Refused or PostgresTrouble when it cannot start."""
    refuse_what_cannot_work(settings)
    with stopped_by_signals(), ExitStack() as house:
        postgres, url = database(settings, house)
        given = environment(settings, url, os.environ)
        news = first_words(settings, given, demo=demo and postgres is not None and only_here(given))
        children = [
            Child("The web server", "api.serving.web", given),
            Child("The outbox worker", "api.outbox_worker", for_outbox(given)),
        ]
        house.callback(stop, children)
        for child in children:
            child.start()
        wait_until_ready(settings, children)
        say(f"Consilium is ready at {given['CONSILIUM_BASE_URL']}", news, "Ctrl-C stops it.")
        watch(postgres, children)


def refuse_what_cannot_work(settings: Settings) -> None:
    Claim(prepare(settings.data)).release()
    refuse_taken_port(settings.host, settings.port)


def database(settings: Settings, house: ExitStack) -> tuple[Running | None, str]:
    """The embedded server and its URL, or nothing and the URL of the operator's own."""
    if not settings.database_url:
        say("Starting PostgreSQL ...")
        postgres = house.enter_context(start(settings.data))
        return postgres, postgres.url
    claim = Claim(prepare(settings.data))
    house.callback(claim.release)
    claim.tell(settings.database_url)
    return None, settings.database_url


def first_words(settings: Settings, given: Mapping[str, str], *, demo: bool) -> str:
    """Bring the schema up to date, fill a new house with the sample community; what to tell about it.

    Its passphrase is known to everybody, so it must not come by itself where others reach it.
    """
    first = is_first_start(settings.data)
    say("Preparing the database ..." if first else "Checking the database ...")
    done = errand("api.serving.prepare", *(["--demo"] if demo and first else []), environment=given)
    if done.returncode:
        raise Refused("The database could not be prepared: the reason is in the lines above.")
    told = done.stdout.strip()
    sample = note_first_start(settings.data, told if demo else "")
    if sample and not only_here(given):
        return f"{sample}\n{OPEN}"
    return sample or told


def wait_until_ready(settings: Settings, children: list[Child]) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(settings):
        if fallen := next((child for child in children if child.fallen), None):
            raise Refused(f"{fallen.name} did not start: the reason is in the lines above.")
        if time.monotonic() > until:
            raise Refused(
                f"The web server did not answer within {PATIENCE:.0f} seconds: see the lines above."
            )
        time.sleep(TICK)


def answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(host_in_url(settings).strip("[]"), settings.port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(postgres: Running | None, children: list[Child]) -> NoReturn:
    """Start again what falls, until a signal ends the wait."""
    while True:
        if postgres is not None:
            tend(postgres)
        for child in children:
            if child.tend():
                say(f"{child.name} fell and was started again.")
        time.sleep(TICK)


def tend(postgres: Running) -> None:
    why = postgres.why() if postgres.fallen else ""
    if postgres.tend():
        say(why, "PostgreSQL fell and was started again; nothing acknowledged is lost.")


def stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """The first signal ends the block in good order; the ones after it are not heard meanwhile."""

    def leave(*_: object) -> NoReturn:
        for sign in SIGNS:
            signal.signal(sign, signal.SIG_IGN)
        raise Stopped

    heard = [sign for sign in SIGNS if sign != signal.SIGHUP or signal.getsignal(sign) is not signal.SIG_IGN]
    before = {sign: signal.signal(sign, leave) for sign in heard}  # nohup has asked not to hear SIGHUP
    try:
        yield
    except Stopped:
        say("Consilium has stopped.")
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


SIGNS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked for the end."""


def say(*lines: str) -> None:
    for line in filter(None, lines):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
