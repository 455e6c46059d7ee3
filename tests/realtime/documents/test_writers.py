"""Who wrote what: whose each client of a document is."""

from uuid import UUID

from cases import service
from core.db import Sessions, transaction
from identity.models import Person
from realtime.documents.writers import colour_of
from tests.cases.conftest import viewing
from tests.conftest import Enter
from tests.realtime.documents.conftest import Write


async def test_each_client_is_its_persons(  # noqa: PLR0917
    as_: Enter, sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
        await service.answer_invitation(session, viewer=viewing(ben), case_id=case_id, accept=True)
    at_desk, on_phone = await write(ada, case_id), await write(ada, case_id)
    other = await write(ben, case_id)
    for author in (at_desk, on_phone, other):
        await author.write("Words. ")
        await author.saved()
    answer = await (await as_(ben)).get(f"/api/realtime/documents/{case_id}/writers")
    assert answer.status_code == 200
    found = {row["client"]: (row["personId"], row["name"], row["colour"]) for row in answer.json()}
    ada_is, ben_is = [(str(one.id), one.name, colour_of(one.id)) for one in (ada, ben)]
    assert found == {
        at_desk.document.client_id: ada_is,
        on_phone.document.client_id: ada_is,
        other.document.client_id: ben_is,
    }


async def test_strangers_are_not_told(as_: Enter, gil: Person, case_id: UUID) -> None:
    answer = await (await as_(gil)).get(f"/api/realtime/documents/{case_id}/writers")
    assert answer.status_code == 404
