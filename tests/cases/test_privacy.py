"""What is told in an export, and what an erasure leaves."""

from uuid import UUID

import pytest

from cases import privacy, service
from cases.errors import CaseNotFound
from core.db import Sessions, transaction
from identity.models import Person
from tests.cases.conftest import start, viewing


async def test_an_export_has_what_the_person_wrote(sessions: Sessions, ada: Person, submitted: UUID) -> None:
    async with sessions() as session:
        told = await privacy.export(session, ada.id)
    assert [row["id"] for row in told["write_ups"]] == [str(submitted)]  # type: ignore[attr-defined]
    assert len(told["saved_texts"]) > 5  # type: ignore[arg-type]
    assert told["reviews"] == []


async def test_erasure_takes_lonely_drafts_and_keeps_the_record(
    sessions: Sessions, ada: Person, ben: Person, submitted: UUID
) -> None:
    alone, shared = [await start(sessions, ada, None) for _ in range(2)]
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=shared, person_id=ben.id)
        await service.answer_invitation(session, viewer=viewing(ben), case_id=shared, accept=True)
    for _ in range(2):
        async with transaction(sessions) as session:
            kept = await privacy.erase(session, ada.id)
        assert [(one.what, one.count) for one in kept] == [(privacy.SUBMITTED, 2)]
    async with sessions() as session:
        assert await service.write_up(session, viewer=viewing(ben), case_id=shared)
        with pytest.raises(CaseNotFound):
            await service.write_up(session, viewer=viewing(ada), case_id=alone)
        assert await service.write_up(session, viewer=viewing(ada), case_id=submitted)
