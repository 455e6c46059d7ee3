"""The pages and the JSON API, over HTTP."""

import asyncio
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from identity.models import Person
from moderation.models import Decision, Flag, Report
from moderation.screens import screen
from tests.conftest import Enter
from tests.moderation.conftest import BECAUSE, CALM, MILD, PITCH, Write, shown, the_flag
from web.pages.moderation.common import pieces

ZERO = UUID(int=0)


async def test_members_find_no_queue_and_guests_are_asked_to_sign_in(as_: Enter, ada: Person) -> None:
    assert (await (await as_(ada)).get("/moderation")).status_code == 403
    assert (await (await as_()).get("/api/moderation/flags")).status_code == 401
    assert (await (await as_(ada)).get("/api/moderation/flags")).status_code == 403


async def test_a_reader_reports_a_post(
    as_: Enter, sessions: Sessions, write: Write, ada: Person, ben: Person
) -> None:
    post = await write(ada, CALM)
    browser = await as_(ben)
    address = f"/report?kind=post&id={post.post_id}"
    assert CALM[:40] in (await browser.get(address)).text
    empty = await browser.post(address, data={"text": "Look"})
    assert empty.status_code == 422
    assert "Look" in empty.text
    sent = await browser.post(address, data={"reason": "commercial_bias", "text": "Look"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/posts/{post.post_id}")
    again = await browser.post(address, data={"reason": "privacy"})
    assert again.status_code == 409
    assert (await the_flag(sessions, post)).signals == ["B13"]


async def test_the_report_page_shows_nothing_that_its_reader_may_not_see(
    as_: Enter, write: Write, ada: Person, ben: Person
) -> None:
    held = await write(ada, PITCH)
    refused = await (await as_(ben)).get(f"/report?kind=post&id={held.post_id}")
    assert refused.status_code == 404
    assert "game-changer" not in refused.text
    assert (await (await as_(ben)).get(f"/report?kind=flag&id={held.post_id}")).status_code == 404
    assert (await (await as_()).get(f"/report?kind=post&id={held.post_id}")).status_code in {303, 401}


async def test_the_moderator_sees_the_spans_and_the_reasons(
    as_: Enter, sessions: Sessions, write: Write, ada: Person, mia_declared: Person
) -> None:
    flag = await the_flag(sessions, await write(ada, PITCH, title="A <b>great</b> drug"))
    browser = await as_(mia_declared)
    listed = await browser.get("/moderation")
    assert "A &lt;b&gt;great&lt;/b&gt; drug" in listed.text
    assert f"/moderation/flags/{flag.id}" in listed.text
    seen = unescape((await browser.get(f"/moderation/flags/{flag.id}")).text)
    assert ">game-changer<a class=" in seen
    assert "The trade name Jardiance stands without its generic name, empagliflozin." in seen
    assert "Ada Okafor" in seen


async def test_a_removal_goes_through_two_browsers_and_back_to_the_author(
    *,
    as_: Enter,
    sessions: Sessions,
    session: AsyncSession,
    write: Write,
    ada: Person,
    mia_declared: Person,
    max_: Person,
) -> None:
    post = await write(ada, PITCH)
    flag = await the_flag(sessions, post)
    path = f"/moderation/flags/{flag.id}"
    mia, max_browser, author = await as_(mia_declared), await as_(max_), await as_(ada)
    form = {"snapshot_id": str(flag.snapshot_id), "outcome": "remove", "rule_id": "IN-05", "reason": "short"}
    refused = await mia.post(path, data=form)
    assert refused.status_code == 422
    assert "short" in refused.text
    assert (await mia.post(path, data=form | {"reason": BECAUSE})).status_code == 303
    answer = {"answer": "confirm", "snapshot_id": str(flag.snapshot_id)}
    assert (await mia.post(f"{path}/second", data=answer)).status_code == 409
    assert (await max_browser.post(f"{path}/second", data=answer)).status_code == 303
    assert await shown(session, post) == "removed"
    decision = await session.scalar(select(Decision))
    assert decision is not None
    page = f"/moderation/decisions/{decision.id}"
    read = unescape((await author.get(page)).text)
    assert BECAUSE in read
    assert "Mia Lindqvist" not in read
    assert (await author.get("/moderation/decisions")).text.count(page) == 1
    assert (await author.post(f"{page}/appeal", data={"text": "It was a quotation."})).status_code == 303
    assert (await mia.get("/moderation/appeals")).text.count(page) == 1
    mine = await mia.get(page)
    assert "Another moderator decides on the appeal." in mine.text


async def test_who_has_not_disclosed_is_sent_to_do_it(
    as_: Enter, sessions: Sessions, write: Write, ada: Person, mia: Person
) -> None:
    flag = await the_flag(sessions, await write(ada, MILD))
    browser = await as_(mia)
    assert "/account/disclosures" in (await browser.get(f"/moderation/flags/{flag.id}")).text
    signed = await browser.post("/account/disclosures", data={"none": "1"})
    assert signed.status_code == 303
    assert "Counts now" in (await browser.get("/account/disclosures")).text
    form = {
        "snapshot_id": str(flag.snapshot_id),
        "outcome": "dismiss",
        "rule_id": "IN-05",
        "reason": "No harm done.",
    }
    assert (await browser.post(f"/moderation/flags/{flag.id}", data=form)).status_code == 303


async def test_a_half_filled_relation_is_given_back_with_what_was_typed(as_: Enter, ada: Person) -> None:
    browser = await as_(ada)
    refused = await browser.post("/account/disclosures", data={"company-0": "Pfizer"})
    assert refused.status_code == 422
    assert 'value="Pfizer"' in refused.text
    nothing = await browser.post("/account/disclosures", data={"none": ""})
    assert nothing.status_code == 422
    filled = {"company-0": "Pfizer", "nature-0": "speaker", "products-0": "Paxlovid"}
    assert (await browser.post("/account/disclosures", data=filled)).status_code == 303
    listed = await browser.get("/api/moderation/disclosures")
    assert listed.json()[0]["items"] == [{"company": "Pfizer", "nature": "speaker", "products": "Paxlovid"}]


async def test_the_api_does_what_the_pages_do(
    *, as_: Enter, sessions: Sessions, write: Write, ada: Person, ben: Person, mia: Person
) -> None:
    post = await write(ada, CALM)
    reader, moderator = await as_(ben), await as_(mia)
    body = {"kind": "post", "id": str(post.post_id), "reason": "conduct"}
    assert (await reader.post("/api/moderation/reports", json=body)).status_code == 201
    assert (await reader.post("/api/moderation/reports", json=body)).status_code == 409
    [row] = (await moderator.get("/api/moderation/flags")).json()
    path = f"/api/moderation/flags/{row['id']}"
    assert (await moderator.put(f"{path}/claim")).status_code == 204
    view = (await moderator.get(path)).json()
    draft = {
        "snapshotId": view["snapshotId"],
        "outcome": "request_edit",
        "ruleId": "HO-03",
        "reason": BECAUSE,
    }
    wrong = await moderator.post(f"{path}/decision", json=draft | {"ruleId": "XX-99"})
    assert wrong.status_code == 422
    decided = await moderator.post(f"{path}/decision", json=draft)
    assert decided.status_code == 200
    author = await as_(ada)
    [decision] = (await author.get("/api/moderation/decisions")).json()
    assert decision["id"] == decided.json()["decisionId"]
    sheet = (await author.get(f"/api/moderation/decisions/{decision['id']}")).json()
    assert sheet["body"].endswith(CALM)
    appealed = await author.post(
        f"/api/moderation/decisions/{decision['id']}/appeal", json={"text": "I attacked nobody."}
    )
    assert appealed.status_code == 201
    assert (await reader.get(f"/api/moderation/decisions/{decision['id']}")).status_code == 404


@pytest.mark.parametrize("path", ["/moderation", "/moderation/appeals", "/moderation/decisions"])
async def test_empty_pages_teach(as_: Enter, mia: Person, path: str) -> None:
    seen = await (await as_(mia)).get(path)
    assert seen.status_code == 200
    assert "empty-title" in seen.text


async def test_two_reports_at_once_make_one_flag(
    *, as_: Enter, session: AsyncSession, write: Write, ada: Person, ben: Person, gil: Person
) -> None:
    post = await write(ada, CALM)
    body = {"kind": "post", "id": str(post.post_id), "reason": "conduct"}
    browsers = [await as_(person) for person in (ben, gil)]
    sent = await asyncio.gather(*(b.post("/api/moderation/reports", json=body) for b in browsers))
    assert [answer.status_code for answer in sent] == [201, 201]
    assert await session.scalar(select(func.count()).select_from(Flag)) == 1
    assert await session.scalar(select(func.count()).select_from(Report)) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "reports", {"kind": "post", "id": "x", "reason": "conduct"}, 400),
        ("POST", "reports", {"kind": "thread", "id": str(ZERO), "reason": "conduct"}, 400),
        ("POST", "reports", {"kind": "post", "id": str(ZERO), "reason": "conduct", "text": "\u0000"}, 400),
        ("POST", "reports", {"kind": "case", "id": str(ZERO), "reason": "conduct"}, 404),
        ("POST", "disclosures", {"items": [{"company": "\u0000\u0000", "nature": "speaker"}]}, 400),
        ("POST", "disclosures", {"none": True, "items": [{"company": "Pfizer", "nature": "speaker"}]}, 422),
        ("GET", "flags?signal=%00", None, 400),
        ("GET", "flags?after=0", None, 400),
        ("GET", f"flags/{ZERO}", None, 404),
        ("PUT", f"flags/{ZERO}/claim", None, 404),
        ("POST", f"flags/{ZERO}/second", {"agreed": True, "snapshotId": str(ZERO)}, 404),
        ("POST", f"decisions/{ZERO}/answer", {"agreed": True}, 404),
        ("POST", f"decisions/{ZERO}/appeal", {"text": "I attacked nobody."}, 404),
    ],
)
async def test_bad_requests_get_a_documented_answer(  # noqa: PLR0917 - one row of the table each
    as_: Enter, mia: Person, method: str, path: str, body: object, status: int
) -> None:
    answer = await (await as_(mia)).request(method, f"/api/moderation/{path}", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_text_is_cut_where_findings_begin_and_end() -> None:
    findings = list(screen(PITCH).findings)
    cut = pieces(PITCH, findings)
    assert "".join(piece.text for piece in cut) == PITCH
    for number, finding in enumerate(findings, start=1):
        assert "".join(p.text for p in cut if number in p.numbers) == PITCH[finding.start : finding.end]
