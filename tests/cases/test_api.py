"""The JSON API: its way from draft to publication, its problems, its limits."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from cases.schemas import CollectionView
from core.db import Sessions
from core.policy import Role
from identity.models import Person
from tests.cases.conftest import TEXTS, start
from tests.conftest import Enter, someone
from tests.queries import count_queries

API = "/api/cases"


async def put(browser: AsyncClient, path: str, body: Any, status: int = 204) -> Any:
    return told(await browser.put(f"{API}{path}", json=body), status)


async def post(browser: AsyncClient, path: str, body: Any = None, status: int = 204) -> Any:
    return told(await browser.post(f"{API}{path}", json=body), status)


async def get(browser: AsyncClient, path: str, status: int = 200) -> Any:
    return told(await browser.get(f"{API}{path}"), status)


def told(answer: Any, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return (
        answer.json() if answer.content and answer.headers["content-type"].find("json") > 0 else answer.text
    )


CONSENT = {
    "type": "written",
    "scope": ["public"],
    "patientSawText": True,
    "obtainedIn": "2026-10",
    "language": "en",
    "attested": True,
}
REVIEW = {
    "answers": {
        name: {"score": 4, "text": "Good"}
        for name in ("originality", "clarity", "evidence", "ethics_privacy", "educational_value")
    },
    "recommendation": "accept",
    "commentsToAuthors": "Fine.",
}


async def test_a_case_is_published_through_the_api(
    as_: Enter, sessions: Sessions, ada: Person, ed: Person, rex: Person
) -> None:
    root = await as_(await someone(sessions, "Root Admin", Role.ADMINISTRATOR))
    a, e, r = await as_(ada), await as_(ed), await as_(rex)
    wish = {"slug": "heart", "name": "Heart"}
    nowhere = await post(root, "/collections", wish | {"boardId": str(uuid4())}, 422)
    assert nowhere["type"] == "/problems/BoardUnknown"
    collection = await post(root, "/collections", wish, 201)
    made = await post(a, "/write-ups", {"title": TEXTS["title"], "collectionId": collection["id"]}, 201)
    case = f"/{made['id']}"
    assert [row["id"] for row in await get(a, "/write-ups")] == [made["id"]]
    problem = await post(a, f"{case}/submission", {}, 409)
    assert problem["type"] == "/problems/NotComplete"
    assert {"about": "abstract", "problem": "empty", "who": ""} in problem["gaps"]
    for key, body in TEXTS.items():
        receipt = await put(a, f"{case}/sections/{key}", {"body": body, "version": int(key == "title")}, 200)
        assert receipt["version"] == 1
    await put(a, f"{case}/settings", {"specialty": "cardiology", "collectionId": collection["id"]})
    await put(a, f"{case}/consent", CONSENT)
    await put(a, f"{case}/authors/me/roles", {"roles": {"software": "lead"}})
    await put(a, f"{case}/authors/me/disclosure", {"none": True})
    assert (await get(a, f"{case}/write-up"))["gaps"] == []
    await post(a, f"{case}/submission", {"note": "Hello"})

    assert [row["id"] for row in await get(e, "/desk")] == [made["id"]]
    assert (await get(e, f"{case}/candidates?q=Rex"))[0]["against"] == []
    review = await post(e, f"{case}/reviews", {"personId": str(rex.id)}, 201)
    sheet = f"/reviews/{review['id']}"
    assert [row["id"] for row in await get(r, "/reviews")] == [review["id"]]
    await post(r, f"{sheet}/answer", {"accept": True})
    await put(r, sheet, {"noteToEditor": "So far so good"}, 200)
    assert (await get(r, sheet))["noteToEditor"] == "So far so good"
    await post(r, f"{sheet}/submission", REVIEW)
    await post(e, f"{sheet}/acceptable", {"rating": 4})
    await post(e, f"{case}/decision", {"decision": "accept", "letter": "Yes"})
    version = await post(e, f"{case}/publication", None, 201)
    guest = await as_()
    shown = await get(guest, case)
    assert shown["version"]["id"] == version["id"]
    assert [row["id"] for row in await get(guest, "")] == [made["id"]]
    assert await get(guest, f"{case}/versions") == [shown["version"]]
    assert "@article" in await get(guest, f"{case}/citation?style=bibtex")
    await post(e, f"{case}/retraction", {"reason": "The values were wrong."})
    assert (await get(guest, f"{case}/versions/1"))["status"] == "retracted"


async def test_a_stale_save_carries_both_texts(as_: Enter, sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    browser = await as_(ada)
    await put(browser, f"/{case_id}/sections/abstract", {"body": "One", "version": 0}, 200)
    problem = await put(browser, f"/{case_id}/sections/abstract", {"body": "Two", "version": 0}, 409)
    assert problem["type"] == "/problems/SectionChanged"
    assert (problem["yours"], problem["theirs"], problem["version"]) == ("Two", "One", 1)
    history = await get(browser, f"/{case_id}/sections/abstract/history")
    assert [row["body"] for row in history] == ["One"]


async def test_authors_are_invited_ordered_and_removed(
    as_: Enter, sessions: Sessions, ada: Person, ben: Person
) -> None:
    case = f"/{await start(sessions, ada, None)}"
    a, b = await as_(ada), await as_(ben)
    await post(a, f"{case}/authors", {"personId": str(ben.id)})
    again = await post(a, f"{case}/authors", {"personId": str(ben.id)}, 409)
    assert again["type"] == "/problems/AlreadyAuthor"
    await put(b, f"{case}/sections/abstract", {"body": "x", "version": 0}, 403)
    await post(b, f"{case}/authors/me", {"accept": True})
    await post(b, f"{case}/authors/me", {"accept": True}, 409)
    ids = [author["id"] for author in (await get(a, f"{case}/write-up"))["authors"]]
    order = {"authorIds": ids[::-1], "correspondingId": ids[1]}
    await put(a, f"{case}/authors/order", order | {"authorIds": ids[:1]}, 422)
    await put(a, f"{case}/authors/order", order)
    proposed = (await get(b, f"{case}/write-up"))["order"]["proposal"]
    await post(b, f"{case}/authors/order/answer", {"proposalId": proposed["id"], "agree": True})
    stay = await a.delete(f"{API}{case}/authors/{ids[1]}")
    assert stay.json()["type"] == "/problems/CorrespondingAuthorStays"
    alone = await b.delete(f"{API}{case}/authors/{ids[0]}")
    assert alone.json()["type"] == "/problems/AuthorsAgreeFirst"
    assert (await a.delete(f"{API}{case}/authors/{ids[0]}")).status_code == 204
    await get(a, f"{case}/write-up", 404)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/sections/abstract", {"body": "with a \x00", "version": 0}),
        ("/sections/abstract", {"body": "x" * 50_001, "version": 0}),
        ("/sections/abstract", {"body": "x", "version": -1}),
        ("/sections/abstract", {"body": "x", "version": 0, "more": 1}),
        ("/consent", {"type": "none"}),
        ("/authors/me/roles", {"roles": {"boss": "lead"}}),
    ],
)
async def test_malformed_requests_are_refused(
    as_: Enter, sessions: Sessions, ada: Person, path: str, body: Any
) -> None:
    case_id = await start(sessions, ada, None)
    await put(await as_(ada), f"/{case_id}{path}", body, 400)


NOBODYS = "018f0000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "path", ["/write-ups", "/reviews", "/desk", f"/{NOBODYS}/write-up", f"/{NOBODYS}/dossier"]
)
async def test_guests_are_told_to_sign_in(as_: Enter, path: str) -> None:
    problem = await get(await as_(), path, 401)
    assert problem["type"] == "/problems/SignInRequired"


async def test_what_one_may_not_do_is_refused(  # noqa: PLR0917
    as_: Enter, submitted: UUID, collection: CollectionView, ada: Person, ben: Person, gil: Person
) -> None:
    b = await as_(ben)
    await get(b, f"/{submitted}", 404)
    await get(b, f"/{submitted}/dossier", 404)
    await get(b, f"/{submitted}/write-up", 404)
    await get(b, "/desk", 403)
    await post(b, "/collections", {"slug": "mine", "name": "Mine"}, 403)
    await post(b, f"/{submitted}/decision", {"decision": "accept", "letter": "Yes"}, 404)
    await post(await as_(gil), "/write-ups", {"title": "A case of mine"}, 403)
    assert await get(b, "/collections") != []
    await post(await as_(ada), f"/{submitted}/withdrawal", {})


async def test_the_list_costs_one_query_besides_the_session(
    as_: Enter, sessions: Sessions, published: UUID
) -> None:
    guest = await as_()
    async with count_queries(sessions) as queries:
        assert [row["id"] for row in await get(guest, "?limit=5")] == [str(published)]
    assert len(queries) == 1
