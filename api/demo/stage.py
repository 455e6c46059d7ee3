"""The stage of the sample community: who is there, what was made, and at what time each act happens.

Ids are made in the order of the acts, and lists go by id: so all acts are sorted by time first.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import yaml
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.outbox import Job
from core.policy import Grant, Viewer
from identity import service as identity
from inbox import jobs as inbox

FOLDER = Path(__file__).parent
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Stage:
    """`session` is that of the one transaction in which everything happens; `begun` is when it began."""

    def __init__(self, session: AsyncSession, begun: datetime) -> None:
        self.session, self.begun = session, begun
        self.people: dict[str, UUID] = {}
        self.boards: dict[str, UUID] = {}
        self.made: dict[str, UUID] = {}
        self.password_hash = ""
        self._viewers: dict[str, Viewer] = {}

    async def viewer(self, key: str) -> Viewer:
        """The person with the grants held now, as a sign-in would give them."""
        if key not in self._viewers:
            person_id = self.people[key]
            card = (await identity.people_by_ids(self.session, [person_id]))[person_id]
            held = await identity.grants_of(self.session, person_id=person_id)
            grants = frozenset(Grant(grant.role, grant.scope_id) for grant in held)
            self._viewers[key] = Viewer(person_id=person_id, name=card.name, grants=grants)
        return self._viewers[key]

    def forget(self, key: str) -> None:
        """The person's grants have changed."""
        self._viewers.pop(key, None)


class Act(NamedTuple):
    """Something somebody does at a moment."""

    at: datetime
    do: Callable[[Stage], Awaitable[None]]


async def play(stage: Stage, acts: Iterable[Act]) -> None:
    """Do everything in the order of time. Nothing of one act lingers in memory in the next."""
    for act in sorted(acts, key=lambda act: act.at):
        with clock.at(min(act.at, stage.begun)):
            await act.do(stage)
            await stage.session.flush()
            await tell(stage.session)
        stage.session.expunge_all()


async def tell(session: AsyncSession) -> None:
    """Let followers hear of the act at its own time; the worker would tell them all on the day of loading."""
    news = delete(Job).where(Job.kind == inbox.KIND, Job.created_at == clock.now()).returning(Job.payload)
    for payload in (await session.scalars(news)).all():
        await inbox.handle(session, payload)


def data(name: str) -> Any:
    """What the file says."""
    return yaml.decode((FOLDER / f"{name}.yaml").read_bytes())


def span(text: str) -> timedelta:
    """A length of time such as "1d 3h 20m"."""
    parts = re.findall(r"(\d+)([dhm])", text)
    return sum((timedelta(**{UNITS[unit]: int(count)}) for count, unit in parts), timedelta())


def form_key(*words: object) -> UUID:
    """The same words give the same key: a form sent twice is sent once."""
    return uuid5(NAMESPACE_URL, "consilium-demo:" + "/".join(map(str, words)))
