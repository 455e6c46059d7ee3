"""Comments and suggestions in the export of own data, and after erasure."""

from typing import Any
from uuid import UUID

from pycrdt import Array, Map

from core.db import Sessions, transaction
from identity.models import Person
from realtime import privacy
from tests.realtime.documents.conftest import Author, Write, whole


async def remark(author: Author, kind: str, person: Person, **more: Any) -> None:
    document = author.document
    before = document.get_state()
    entries = whole(document).get(kind, type=Map)
    said = {"id": "one", "section": "abstract", "quote": "rare", "by": str(person.id), "name": person.name}
    entries[f"{kind}-{person.name}"] = Map(said | {"at": "2026-11-01T10:00:00Z"} | more)
    await author.send(document.get_update(before))
    await author.saved()


async def test_an_export_has_what_one_said_beside_the_text_and_erasure_takes_the_name(
    sessions: Sessions, ada: Person, ben: Person, case_id: UUID, write: Write
) -> None:
    author = await write(ada, case_id)
    answer = {"by": str(ada.id), "name": ada.name, "at": "2026-11-02T10:00:00Z", "body": "I agree."}
    await remark(author, "comments", ada, body="Really rare?", resolved=False)
    await remark(author, "suggestions", ada, text="uncommon", state="open")
    await remark(author, "comments", ben, body="By Ben.", replies=Array([answer]))
    taken = {"by": str(ada.id), "name": ada.name, "client": 1, "clock": 0, "length": 3}
    settled: dict[str, Any] = {"settler": str(ada.id), "settled_by": ada.name, "accepted:a": taken}
    await remark(author, "suggestions", ben, text=7, replies="odd", **settled)
    async with transaction(sessions) as session:
        exported = await privacy.export(session, ada.id)
        said = exported["remarks"]
        assert isinstance(said, list)
        assert [(one["kind"], one.get("body") or one.get("text")) for one in said] == [
            ("comments", "Really rare?"),
            ("suggestions", "uncommon"),
            ("replies", "I agree."),
        ]
        await privacy.erase(session, ada.id)
        assert (await privacy.export(session, ada.id))["remarks"] == []
    await author.until(lambda: author.comment(ben)["replies"][0]["name"] == "")
    assert author.comment(ben)["name"] == ben.name
    suggestion = whole(author.document).get("suggestions", type=Map)[f"suggestions-{ben.name}"].to_py()
    assert ada.name not in str(suggestion)
    assert suggestion["accepted:a"]["length"] == taken["length"]
    assert suggestion["name"] == ben.name
    assert author.comment(ada) | {"name": "", "by": ""} == author.comment(ada)
    assert author.comment(ada)["body"] == "Really rare?"
