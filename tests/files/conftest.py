"""A write-up of Ada's with a figure, at the stages of a figure's life."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from msgspec.structs import replace

from cases import service as cases
from cases.schemas import ConsentScope, FigureDraft
from cases.service.consenting import record_consent
from cases.states import Decision
from core.db import Sessions, transaction
from core.policy import Role, Viewer
from core.settings import Settings
from files import service
from files.schemas import Attestation, Verdict
from files.store import Shelf, shelf_of
from identity.models import Person
from tests.cases.conftest import (  # noqa: F401 - fixtures
    CONSENT,
    ask,
    collection,
    complete,
    review,
    rex,
    rule,
    start,
    submit,
    viewing,
    zoe,
)
from tests.files import making

DoJobs = Callable[[], Awaitable[int]]


@pytest.fixture
def shelf(settings: Settings) -> Shelf:
    return shelf_of(settings)


@pytest.fixture
async def case_id(sessions: Sessions, ada: Person, collection: object) -> UUID:  # noqa: F811
    """Complete but for its figures; consent covers images."""
    made = await start(sessions, ada, collection)  # type: ignore[arg-type]
    await complete(sessions, made, ada)
    await consent_to_images(sessions, made, ada)
    return made


async def consent_to_images(sessions: Sessions, case_id: UUID, author: Person, until: str = "") -> None:
    draft = replace(CONSENT, scope=[*CONSENT.scope, ConsentScope.IMAGES], images_until=until)
    async with transaction(sessions) as session:
        await record_consent(session, viewer=viewing(author), case_id=case_id, draft=draft)


async def add(sessions: Sessions, shelf: Shelf, case_id: UUID, author: Person, data: bytes = b"") -> UUID:
    """Upload a figure as the author, with caption and description."""
    who, sent = viewing(author), data or making.png(text="SMITH 12.03.1961")
    async with transaction(sessions) as session:
        made = await cases.add_figure(
            session,
            viewer=who,
            shelf=shelf,
            case_id=case_id,
            data=sent,
        )
        said = FigureDraft(caption="The tracing at night", alt="A tracing with tall waves")
        await cases.describe_figure(session, viewer=who, case_id=case_id, file_id=made.id, draft=said)
    return made.id


@pytest.fixture
async def file_id(sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person) -> UUID:
    """Of a picture with burned-in text, just uploaded by Ada."""
    return await add(sessions, shelf, case_id, ada)


async def hand_on(sessions: Sessions, file_id: UUID, author: Person) -> None:
    """Whatever a rule sees in it: said to need nothing."""
    who = viewing(author)
    async with transaction(sessions) as session:
        for picture in (await service.file(session, viewer=who, file_id=file_id)).pictures:
            await service.say_clean(session, viewer=who, file_id=file_id, number=picture.number)
        await service.hand_on(session, viewer=who, file_id=file_id, draft=Attestation(attested=True))


async def look(
    sessions: Sessions, file_id: UUID, looker: Person, *, approve: bool = True, reason: str = ""
) -> None:
    who: Viewer = viewing(looker)
    async with transaction(sessions) as session:
        await service.take(session, viewer=who, file_id=file_id)
        draft = Verdict(approve=approve, reason=reason)
        await service.decide(session, viewer=who, file_id=file_id, draft=draft)


@pytest.fixture
async def waiting(sessions: Sessions, file_id: UUID, ada: Person) -> UUID:
    """Handed on."""
    await hand_on(sessions, file_id, ada)
    return file_id


@pytest.fixture
async def approved(sessions: Sessions, waiting: UUID, ben: Person) -> UUID:
    """Ben has looked."""
    await look(sessions, waiting, ben)
    return waiting


@pytest.fixture
async def published(  # noqa: PLR0917
    sessions: Sessions,
    case_id: UUID,
    approved: UUID,
    ada: Person,
    ed: Person,
    rex: Person,  # noqa: F811
) -> UUID:
    """The case with its figure, read by everybody."""
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await cases.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    async with transaction(sessions) as session:
        await cases.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)
    return case_id
