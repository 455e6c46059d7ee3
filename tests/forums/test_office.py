"""Boards in the office: how administrators make them and say who reads them."""

import re

import pytest
from httpx import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.policy import Role
from forums import service
from forums.errors import BoardNotPrivate, MayNotManageBoards
from forums.models import Visibility
from identity.errors import PersonNotFound
from identity.models import Person
from identity.policy import OPERATOR
from tests.conftest import Enter, someone
from tests.forums.conftest import MakeBoard, clinician, make_board, viewer

__all__ = ["make_board"]

HERE = "/office/boards"
CARDIOLOGY = {
    "name": "Cardiology",
    "slug": "cardiology",
    "purpose": "Hearts and vessels.",
    "rules": "Be kind.",
    "specialty": "cardiology",
    "parent_id": "",
    "position": "3",
    "visibility": "clinicians",
    "threads_by": "clinicians",
    "replies_by": "moderators",
}


@pytest.fixture
async def root(sessions: Sessions) -> Person:
    return await someone(sessions, "Root Admin", Role.ADMINISTRATOR)


def chosen(page: Response) -> set[str]:
    return set(re.findall(r'name="(?:visibility|threads_by|replies_by)" value="(\w+)" checked', page.text))


async def test_an_administrator_makes_a_board_from_the_empty_page(
    as_: Enter, session: AsyncSession, root: Person
) -> None:
    browser = await as_(root)
    assert f'href="{HERE}/new"' in (await browser.get("/boards")).text
    assert f'href="{HERE}"' in (await browser.get("/office")).text
    assert 'href="/cases/collections"' in (await browser.get("/office")).text
    made = await browser.post(f"{HERE}/new", data=CARDIOLOGY)
    assert made.status_code == 303
    shown = await browser.get(made.headers["location"])
    assert "Hearts and vessels." in shown.text
    assert chosen(shown) == {"clinicians", "moderators"}
    (board,) = await service.managed_boards(session, OPERATOR)
    assert (board.slug, board.position, board.threads_by, board.replies_by, board.specialty) == (
        "cardiology",
        3,
        "clinicians",
        "moderators",
        "cardiology",
    )


async def test_a_board_is_changed_and_moved_below_another(
    as_: Enter, session: AsyncSession, make_board: MakeBoard, root: Person
) -> None:
    medicine, rhythm = await make_board("medicine"), await make_board("rhythm")
    browser, url = await as_(root), f"{HERE}/{rhythm.id}"
    draft = {"name": "Arrhythmia", "slug": "arrhythmia", "parent_id": str(medicine.id)}
    assert (await browser.post(url, data=draft)).status_code == 303
    tree = (await browser.get(HERE)).text
    assert tree.index("Medicine") < tree.index('class="rows nested"') < tree.index("Arrhythmia")
    changed = await service.managed_board(session, OPERATOR, board_id=rhythm.id)
    assert (changed.slug, changed.parent_id) == ("arrhythmia", medicine.id)
    form = (await browser.get(f"{HERE}/{medicine.id}")).text
    assert f'value="{rhythm.id}"' not in form


async def test_a_refused_form_keeps_its_text(as_: Enter, make_board: MakeBoard, root: Person) -> None:
    other = await make_board("cardiology")
    browser = await as_(root)
    refused = await browser.post(f"{HERE}/new", data=CARDIOLOGY | {"purpose": "A long story"})
    assert refused.status_code == 409
    assert "A long story" in refused.text
    assert "already has this short name" in refused.text
    mistyped = await browser.post(f"{HERE}/{other.id}", data=CARDIOLOGY | {"slug": "No Way", "rules": "Mine"})
    assert mistyped.status_code == 422
    assert "Mine" in mistyped.text
    assert 'href="#f-slug"' in mistyped.text


async def test_members_of_a_private_board_are_found_admitted_and_expelled(
    as_: Enter, make_board: MakeBoard, root: Person, ben: Person
) -> None:
    quiet = await make_board("quiet", visibility=Visibility.PRIVATE)
    browser, reader, url = await as_(root), await as_(ben), f"{HERE}/{quiet.id}"
    assert (await reader.get("/boards/quiet")).status_code == 404
    found = (await browser.get(url, params={"q": "sato"})).text
    assert f'action="{url}/admit"' in found
    assert str(ben.id) in found
    assert (await browser.post(f"{url}/admit", data={"person_id": str(ben.id)})).status_code == 303
    assert (await reader.get("/boards/quiet")).status_code == 200
    assert "Ben Sato" in (await browser.get(url)).text
    assert "/admit" not in (await browser.get(url, params={"q": "sato"})).text
    assert (await browser.post(f"{url}/expel", data={"person_id": str(ben.id)})).status_code == 303
    assert (await reader.get("/boards/quiet")).status_code == 404


async def test_who_does_not_manage_boards_has_no_page_for_them(
    as_: Enter, make_board: MakeBoard, mia: Person, ada: Person, session: AsyncSession
) -> None:
    quiet = await make_board("quiet", visibility=Visibility.PRIVATE)
    for path in (HERE, f"{HERE}/new", f"{HERE}/{quiet.id}"):
        assert (await (await as_(mia)).get(path)).status_code == 403
        assert (await (await as_()).get(path, follow_redirects=False)).status_code in {303, 401}
    assert HERE not in (await (await as_(ada)).get("/boards")).text
    with pytest.raises(MayNotManageBoards):
        await service.members(session, clinician(ada), board_id=quiet.id)


async def test_only_people_there_are_join_and_only_private_boards(
    session: AsyncSession, make_board: MakeBoard, root: Person, ben: Person
) -> None:
    lounge, quiet = await make_board("lounge"), await make_board("quiet", visibility=Visibility.PRIVATE)
    admin = viewer(root, Role.ADMINISTRATOR)
    with pytest.raises(BoardNotPrivate):
        await service.admit(session, admin, board_id=lounge.id, person_id=ben.id)
    with pytest.raises(PersonNotFound):
        await service.admit(session, admin, board_id=quiet.id, person_id=quiet.id)
    assert await service.members(session, admin, board_id=quiet.id) == []
