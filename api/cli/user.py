"""`consilium user add|grant|revoke|list`: the first administrator, and whatever pages cannot do yet.

Everything goes through the services of identity, as the operator, and so into the audit log.
"""

import asyncio
import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from getpass import getpass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api import migrate
from api.cli.place import whole_settings
from api.cli.work import in_transaction
from api.serving.environment import defaults, note_first_start
from api.serving.errors import Refused
from core.policy import Role
from core.settings import Settings
from identity import links, passwords
from identity import service as identity
from identity.letters import RESET
from identity.policy import OPERATOR

ROLES = [role.value for role in Role if role != Role.MEMBER]
REASON = "By the operator, on the command line"
MOST = 100


def define(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|grant|revoke|list")
    add = acts.add_parser("add", help="make an account; prints a link that sets its password")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=ROLES, help="give this role, too")
    add.add_argument("--password-stdin", action="store_true", help="read the password, print no link")
    add.add_argument("--port", default=SUPPRESS, help="the port of the service, for the link")
    for act, help_ in {"grant": "give a role", "revoke": "take a role back"}.items():
        change = acts.add_parser(act, help=help_)
        change.add_argument("email", metavar="EMAIL")
        change.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
        change.add_argument("--reason", default=REASON, help="for the audit log")
    for limited in (add, acts.choices["grant"], acts.choices["revoke"]):
        limited.add_argument("--scope", type=UUID, metavar="ID", help="only on this board or collection")
    listing = acts.add_parser("list", help="who holds a role, or whom the words find")
    listing.add_argument("words", nargs="*", metavar="WORDS")
    for each in acts.choices.values():
        each.add_argument("--data", default=SUPPRESS, help="the data folder (CONSILIUM_DATA, or ./data)")


def run(arguments: Namespace) -> int:
    acts: dict[str, Callable[[Settings, Namespace], None]] = {
        "add": add,
        "grant": grant,
        "revoke": revoke,
        "list": show,
    }
    with whole_settings(arguments) as settings:
        migrate.main(settings.database_url)
        acts[arguments.act](settings, arguments)
    return 0


def add(settings: Settings, arguments: Namespace) -> None:
    """The account is there at once; an address is not proven by a letter, but by the operator's word."""
    password_hash = asyncio.run(_hashed(arguments)) if arguments.password_stdin else None

    async def act(session: AsyncSession) -> str:
        if await identity.person_with(session, arguments.email):
            raise Refused(f"{arguments.email} has an account already: `consilium user grant` gives it roles.")
        person_id = await identity.add_person(
            session,
            actor=OPERATOR,
            name=arguments.name,
            email=arguments.email,
            password_hash=password_hash,
        )
        if arguments.role:
            await _grant(session, arguments, person_id, REASON)
        return "" if password_hash else await _link(session, settings, arguments.email, person_id)

    link = in_transaction(settings, act)
    if settings.data.is_dir():
        note_first_start(settings.data)  # a house with an account of its own gets no sample community
    print(f"{arguments.email} has an account{f' and is {arguments.role}' if arguments.role else ''}.")
    if link:
        print(f"This link sets the password, once and within an hour: {link}")


def grant(settings: Settings, arguments: Namespace) -> None:
    async def act(session: AsyncSession) -> None:
        await _grant(session, arguments, await _known(session, arguments.email), arguments.reason)

    in_transaction(settings, act)
    print(f"{arguments.email} is {arguments.role} now.")


def revoke(settings: Settings, arguments: Namespace) -> None:
    async def act(session: AsyncSession) -> None:
        await identity.revoke_role(
            session,
            actor=OPERATOR,
            person_id=await _known(session, arguments.email),
            role=Role(arguments.role),
            scope_id=arguments.scope,
            reason=arguments.reason,
        )

    in_transaction(settings, act)
    print(f"{arguments.email} is no longer {arguments.role}.")


def show(settings: Settings, arguments: Namespace) -> None:
    query = " ".join(arguments.words)
    people = in_transaction(
        settings, lambda session: identity.office_people(session, actor=OPERATOR, query=query, limit=MOST)
    )
    for person in people:
        print(f"{person.email:<32} {person.name:<28} {', '.join(person.roles)}".rstrip())
    if not people:
        print("Nobody was found." if query else "Nobody holds a role beyond verified clinician.")
    if len(people) == MOST:
        print(f"Only the first {MOST} are shown: say part of a name or an address.")


async def _grant(session: AsyncSession, arguments: Namespace, person_id: UUID, reason: str) -> None:
    await identity.grant_role(
        session,
        actor=OPERATOR,
        person_id=person_id,
        role=Role(arguments.role),
        scope_id=arguments.scope,
        reason=reason,
    )


async def _known(session: AsyncSession, email: str) -> UUID:
    person_id = await identity.person_with(session, email)
    if person_id is None:
        raise Refused(f"Nobody has an account with the address {email}: `consilium user add` makes one.")
    return person_id


async def _link(session: AsyncSession, settings: Settings, email: str, person_id: UUID) -> str:
    link = await links.prepare(session, purpose="reset", email=email, person_id=person_id)
    given = "CONSILIUM_BASE_URL" in os.environ
    base = settings.base_url if given else defaults(settings)["CONSILIUM_BASE_URL"]
    return base + RESET + await links.issue(session, link_id=link)


async def _hashed(arguments: Namespace) -> str:
    """Of the password somebody types unseen, or of the first line of standard input."""
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    passwords.check_new(password, email=arguments.email, name=arguments.name)
    return await passwords.hash_password(password)
