"""Export, erasure, and the boards roles can be limited to."""

from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import GUEST
from forums import privacy, service
from forums.models import Visibility
from forums.schemas import Placed
from identity.models import Person
from identity.policy import OPERATOR
from inbox import privacy as inbox_privacy
from inbox import service as inbox
from tests.forums.conftest import MakeBoard, Say, clinician


async def test_an_export_holds_everything_one_wrote(
    session: AsyncSession, thread: Placed, say: Say, ada: Person, ben: Person
) -> None:
    await say(ben, "Not Ada's")
    await service.edit_post(session, clinician(ada), post_id=thread.post_id, version=1, body="New words")
    await service.hold_post(session, post_id=thread.post_id, reason="look")
    made = await privacy.export(session, ada.id)
    assert [(p["body"], p["shown"]) for p in made["posts"]] == [("New words", "held")]  # type: ignore[attr-defined]
    assert "Three days of fever" in str(made["earlier_texts"])
    assert "Not Ada" not in str(made)


async def test_erasure_forgets_reading_and_keeps_posts(
    session: AsyncSession, thread: Placed, ada: Person
) -> None:
    kept = await privacy.erase(session, ada.id)
    assert [(k.count, k.what) for k in kept] == [(1, privacy.POSTS)]
    assert await service.followers_of_thread(session, thread_id=thread.thread_id) == []
    assert len(await service.posts(session, GUEST, thread_id=thread.thread_id)) == 1


async def test_the_inbox_is_exported_and_emptied(session: AsyncSession, ada: Person) -> None:
    await inbox.tell(session, person_ids=[ada.id], kind="case.published", link="/cases/1")
    assert [n["link"] for n in await inbox_privacy.export(session, ada.id)] == ["/cases/1"]
    assert await inbox_privacy.erase(session, ada.id) == []
    assert await inbox_privacy.export(session, ada.id) == []


async def test_roles_can_be_limited_to_boards_one_may_know_of(
    session: AsyncSession, make_board: MakeBoard, ada: Person
) -> None:
    await make_board("open")
    await make_board("secret", visibility=Visibility.PRIVATE)
    assert [p.label for p in await privacy.places(session, OPERATOR)] == ["Open", "Secret"]
    assert [p.label for p in await privacy.places(session, clinician(ada))] == ["Open"]
