"""Who looks: one person for each way of standing to things, each with a canary for a name."""

from dataclasses import dataclass
from uuid import UUID

from core import clock
from core.db import Sessions
from core.policy import GUEST, Grant, Role, Viewer
from identity.models import Person, RoleGrant

VERIFIED = (Role.VERIFIED_CLINICIAN,)


def canary(key: str) -> str:
    """A word that stands nowhere else; no canary is a part of another."""
    return f"qz{key}zq"


# Roles held everywhere. `outsider` edits another collection and `warden` moderates the private board only:
# the world gives them these.
CAST: dict[str, tuple[Role, ...]] = {
    "newcomer": (),
    "clinician": VERIFIED,
    "author": VERIFIED,
    "coauthor": VERIFIED,
    "decliner": VERIFIED,
    "reviewer": (*VERIFIED, Role.REVIEWER),
    "invitee": VERIFIED,
    "editor": (*VERIFIED, Role.EDITOR),
    "outsider": VERIFIED,
    "moderator": (Role.MODERATOR,),
    "warden": VERIFIED,
    "insider": VERIFIED,
    "officer": (Role.CREDIT_OFFICER,),
    "registrar": (Role.REGISTRAR,),
    "administrator": (Role.ADMINISTRATOR,),
}
EXTRAS: dict[str, tuple[Role, ...]] = {
    "ghost": VERIFIED,  # an author whose name stands in one case under review and nowhere else
    "whistle": VERIFIED,  # reports
    "second": (Role.MODERATOR,),  # confirms removals
}
EVERYBODY = ("guest", *CAST)


@dataclass(frozen=True)
class Someone:
    person: Person
    viewer: Viewer

    @property
    def id(self) -> UUID:
        return self.person.id


Cast = dict[str, Someone]


async def gather(sessions: Sessions) -> Cast:
    """Everybody with their roles, and with canaries as names, addresses and affiliations."""
    return {key: await join(sessions, key, roles) for key, roles in (CAST | EXTRAS).items()}


async def join(sessions: Sessions, key: str, roles: tuple[Role, ...]) -> Someone:
    async with sessions() as session, session.begin():
        person = Person(
            name=f"{canary(key + 'name').capitalize()} Person",
            email=f"{canary(key + 'mail')}@example.org",
            email_confirmed_at=clock.now(),
            specialty="cardiology",
            affiliation=canary(key + "works"),
        )
        session.add(person)
        await session.flush()
        session.add_all(RoleGrant(person_id=person.id, role=role) for role in roles)
    return Someone(person, _viewer(person, *(Grant(role) for role in roles)))


async def appoint(sessions: Sessions, cast: Cast, key: str, role: Role, scope: UUID) -> None:
    """Give a role on one board or collection."""
    known = cast[key]
    async with sessions() as session, session.begin():
        session.add(RoleGrant(person_id=known.id, role=role, scope_id=scope))
    cast[key] = Someone(known.person, _viewer(known.person, *known.viewer.grants, Grant(role, scope)))


def _viewer(person: Person, *grants: Grant) -> Viewer:
    held = frozenset({*grants, Grant(Role.MEMBER)})
    return Viewer(person_id=person.id, name=person.name, grants=held)


def viewer_of(cast: Cast, key: str) -> Viewer:
    return GUEST if key == "guest" else cast[key].viewer
