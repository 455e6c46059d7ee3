"""The JSON API: shapes, and answers to hostile or strange requests."""

from httpx import AsyncClient
from litestar import Litestar

from identity.models import Person
from tests.conftest import Enter
from tests.identity.test_verification import DRAFT

NOBODY = "01890000-0000-7000-8000-000000000000"
UNSAFE: list[tuple[str, str, dict[str, object] | None]] = [
    ("PATCH", "/me", {"name": "Zoe Marchetti"}),
    ("POST", "/tokens", {"name": "x", "scopes": ["read"]}),
    ("POST", "/verifications", {}),
    ("DELETE", f"/sessions/{NOBODY}", None),
    ("DELETE", f"/tokens/{NOBODY}", None),
    ("POST", f"/verifications/{NOBODY}/decision", {"granted": True, "reason": "as I say"}),
]


async def test_the_caller_learns_who_they_are(as_: Enter, ada: Person) -> None:
    me = (await (await as_(ada)).get("/api/identity/me")).json()
    assert (me["id"], me["verified"]) == (str(ada.id), True)
    assert me["profile"]["email"] == "ada@example.org"
    assert [grant["role"] for grant in me["grants"]] == ["verified_clinician"]


async def test_people_are_found_and_no_address_is_told(as_: Enter, ada: Person, ben: Person) -> None:
    found = await (await as_(ben)).get("/api/identity/people", params={"q": "oka"})
    assert [one["id"] for one in found.json()] == [str(ada.id)]
    profile = await (await as_(ben)).get(f"/api/identity/people/{ada.id}")
    assert profile.json()["card"]["name"] == "Ada Okafor"
    assert "example.org" not in found.text + profile.text


async def test_a_guest_changes_nothing(client: AsyncClient) -> None:
    for method, path, body in UNSAFE:
        refused = await client.request(method, f"/api/identity{path}", json=body)
        assert refused.status_code in {400, 401}, path
        assert refused.headers["content-type"].startswith("application/problem+json")


async def test_another_site_changes_nothing(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    for method, path, body in UNSAFE:
        refused = await browser.request(method, f"/api/identity{path}", json=body, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/CrossSiteRequest"), path


OUT_OF_BOUNDS = [
    ("/people", {"q": ""}),
    ("/people", {"q": "x" * 121}),
    ("/people", {"q": "x", "limit": "0"}),
    ("/people", {"q": "x", "limit": "51"}),
    ("/organisations", {"limit": "201"}),
    ("/verifications/queue", {"show": "all"}),
    ("/verifications/queue", {"after": "nonsense"}),
]


async def test_what_is_out_of_bounds_is_a_400(as_: Enter, rex: Person) -> None:
    browser = await as_(rex)
    for path, parameters in OUT_OF_BOUNDS:
        answer = await browser.get(f"/api/identity{path}", params=parameters)
        assert answer.status_code == 400, (path, parameters)


async def test_no_query_finds_more_than_it_says(as_: Enter, ada: Person) -> None:
    browser = await as_(ada)
    for query in ("%", "_", "\\", "' OR 1=1 --", "\u202e"):
        answer = await browser.get("/api/identity/people", params={"q": query})
        assert (answer.status_code, answer.json()) == (200, []), query


async def test_every_problem_is_documented(app: Litestar) -> None:
    paths = app.openapi_schema.to_schema()["paths"]
    for path, operations in paths.items():
        if path.startswith("/api/identity"):
            assert all("401" in operation["responses"] for operation in operations.values()), path


async def test_what_the_database_cannot_keep_is_refused(as_: Enter, gil: Person, amy: Person) -> None:
    browser, office = await as_(gil), await as_(amy)
    nul = "\x00 and the rest of it"
    drafts: list[tuple[str, str, dict[str, object]]] = [
        ("PATCH", "/me", {"name": nul, "affiliation": nul, "orcid": nul}),
        ("POST", "/tokens", {"name": nul, "scopes": ["read"]}),
        ("POST", "/verifications", {**DRAFT, "evidence": nul}),
        ("POST", "/verifications", {**DRAFT, "jurisdiction": nul}),
        ("POST", f"/verifications/{NOBODY}/decision", {"granted": True, "reason": nul}),
    ]
    for method, path, draft in drafts:
        answer = await browser.request(method, f"/api/identity{path}", json=draft)
        assert answer.status_code == 400, path
    assert (await browser.get("/api/identity/organisations", params={"after": nul})).status_code == 400
    assert (await browser.get("/api/identity/people", params={"q": nul})).status_code == 400
    for path in ("/office/people", "/office/organisations"):
        assert (await office.get(path, params={"q": nul})).status_code == 400
