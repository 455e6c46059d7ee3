"""The pages: from the first word to the published case, in several browsers, without script."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from cases import service
from cases.schemas import CollectionView
from cases.states import Decision
from core import clock
from core.db import Sessions, transaction
from core.policy import GUEST, Role
from identity.models import Person
from realtime import service as rooms
from realtime.schemas import RoomDraft
from tests.cases.conftest import TEXTS, ask, complete, review, rule, start, submit, viewing
from tests.cases.test_publishing import report
from tests.conftest import Enter, someone
from tests.queries import count_queries


async def send(browser: AsyncClient, path: str, **fields: Any) -> Response:
    """Post a form; a success leads on (303)."""
    answer = await browser.post(path, data=fields)
    assert answer.status_code == 303, (answer.status_code, answer.text[:3000])
    return answer


async def saw(browser: AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
    return answer.text


async def test_a_case_goes_from_the_first_word_to_publication(  # noqa: PLR0917
    as_: Enter, collection: CollectionView, ada: Person, ben: Person, ed: Person, rex: Person
) -> None:
    a, b, e, r = [await as_(person) for person in (ada, ben, ed, rex)]
    made = await send(
        a, "/cases/new", title=TEXTS["title"], specialty="cardiology", collection_id=str(collection.id)
    )
    case = made.headers["location"].removesuffix("/write")
    assert "Chest pain" in await saw(a, "/cases/mine")

    found = await saw(a, f"{case}/authors?q=ben")
    assert ben.name in found
    await send(a, f"{case}/authors/invite", person_id=str(ben.id))
    assert "You are invited" in await saw(b, "/cases/mine")
    await send(b, f"{case}/authors/answer", answer="accept")

    for number, (key, body) in enumerate(TEXTS.items()):
        writer = a if number % 2 else b
        await send(writer, f"{case}/write/{key}", body=body, version=int(key == "title"), act="save")
    page = await saw(a, f"{case}/write/abstract")
    assert "Saved" in page
    assert re.search(r'name="version" value="1"', page)
    missing = await saw(a, f"{case}/submit")
    assert "no role claimed yet" in missing
    assert "Informed consent" in missing
    await send(
        a,
        f"{case}/write/consent",
        type="written",
        scope=["public", "peer_review"],
        patient_saw_text="1",
        obtained_in="2026-10",
        language="en",
        capacity="capable",
        held_by="author_institution",
        attested="1",
    )
    for writer in (a, b):
        places = "Harbour Hospital\nInstitute of Running"
        await send(writer, f"{case}/authors/roles", affiliations=places, role_supervision="lead")
        await send(writer, f"{case}/authors/disclosure", none="1", statement="")
    assert "nobody proposed yet in which order" in await saw(a, f"{case}/submit")
    ids = re.findall(r'name="place_([^"]+)"', await saw(a, f"{case}/authors"))
    order = {f"place_{author}": str(place) for place, author in enumerate(ids, start=1)}
    await send(a, f"{case}/authors/order", **order, corresponding=ids[0])
    assert "has not agreed to the proposed list" in await saw(a, f"{case}/submit")
    proposal = re.search(r'name="proposal_id" value="([^"]+)"', await saw(b, f"{case}/authors"))
    assert proposal is not None
    await send(b, f"{case}/authors/order/answer", proposal_id=proposal[1], answer="agree")
    assert "Everything is there" in await saw(a, f"{case}/submit")
    await send(a, f"{case}/submit", note="Thank you")

    assert "Chest pain" in await saw(e, "/cases/desk")
    assert rex.name in await saw(e, f"{case}/editorial?q=rex")
    await send(e, f"{case}/editorial/ask", person_id=str(rex.id))
    mine = await saw(r, "/reviews")
    sheet = re.search(r'href="(/reviews/[^"]+)"', mine)
    assert sheet is not None
    await send(r, f"{sheet[1]}/answer", answer="accept")
    form = {f"score_{name}": "4" for name in ("originality", "clarity", "evidence", "ethics_privacy")}
    refused = await r.post(sheet[1], data=form | {"act": "submit", "text_clarity": "Clear to me"})
    assert refused.status_code == 422
    assert "Clear to me" in await saw(r, sheet[1])
    await send(
        r,
        sheet[1],
        **form,
        score_educational_value="5",
        recommendation="accept",
        comments_to_authors="A fine case.",
        note_to_editor="Between us",
        act="submit",
    )
    desk = await saw(e, f"{case}/editorial")
    assert "Between us" in desk
    review_id = re.search(r'name="review_id" value="([^"]+)"', desk)
    assert review_id is not None
    await send(e, f"{case}/editorial/review", review_id=review_id[1], act="acceptable")
    await send(e, f"{case}/editorial/decide", decision="accept", letter="We are **glad**.")
    assert "glad" in await saw(b, f"{case}/write")
    published = await send(e, f"{case}/editorial/publish")
    guest = await as_()
    page = await saw(guest, published.headers["location"])
    for text in (
        ada.name,
        ben.name,
        "Peer-reviewed",
        "Version 1",
        "Nothing to disclose",
        "Supervision",
        "<sup>1,2</sup>",
    ):
        assert text in page
    assert rex.name not in page
    assert "Chest pain" in await saw(guest, "/cases?specialty=cardiology")


async def test_a_stale_form_shows_both_texts_and_keeps_the_typed_one(
    as_: Enter, ada: Person, ben: Person, sessions: Sessions
) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
        await service.answer_invitation(session, viewer=viewing(ben), case_id=case_id, accept=True)
    a, b = await as_(ada), await as_(ben)
    await send(b, f"/cases/{case_id}/write/abstract", body="Text of Ben", version=0)
    refused = await a.post(f"/cases/{case_id}/write/abstract", data={"body": "Text of Ada", "version": 0})
    assert refused.status_code == 409
    assert refused.text.count("Text of Ada") == 2  # beside the other text, and in the field
    assert "Text of Ben" in refused.text
    assert f"Saved by {ben.name}" in refused.text
    assert 'name="version" value="1"' in refused.text
    await send(a, f"/cases/{case_id}/write/abstract", body="Both", version=1)
    history = await saw(a, f"/cases/{case_id}/write/abstract/history")
    assert "Text of Ben" in history


async def test_a_preview_is_not_a_save(as_: Enter, ada: Person, sessions: Sessions) -> None:
    case_id = await start(sessions, ada, None)
    browser = await as_(ada)
    shown = await browser.post(
        f"/cases/{case_id}/write/abstract", data={"body": "So **rare**", "version": 0, "act": "preview"}
    )
    assert shown.status_code == 200
    assert "<strong>rare</strong>" in shown.text
    assert "So **rare**" in shown.text
    assert "Nothing saved yet" in await saw(browser, f"/cases/{case_id}/write/abstract")


async def test_a_refused_form_keeps_its_text(as_: Enter, ada: Person, sessions: Sessions) -> None:
    case_id = await start(sessions, ada, None)
    browser = await as_(ada)
    refused = await browser.post(
        f"/cases/{case_id}/write/keywords", data={"body": "a" * 60_000, "version": 0}
    )
    assert refused.status_code == 422
    assert "a" * 1000 in refused.text
    unclear = await browser.post(f"/cases/{case_id}/authors/disclosure", data={"statement": ""})
    assert unclear.status_code == 422
    assert "Either declare that there is nothing" in unclear.text
    odd = await browser.post(f"/cases/{case_id}/authors/roles", data={"role_software": "boss"})
    assert odd.status_code == 422
    nobody = await browser.post(f"/cases/{case_id}/authors/invite", data={"person_id": "x"})
    assert nobody.status_code == 422


async def test_late_text_is_shown_where_it_can_no_longer_be_saved(
    as_: Enter, ada: Person, submitted: UUID
) -> None:
    browser = await as_(ada)
    late = await browser.post(f"/cases/{submitted}/write/abstract", data={"body": "Too late", "version": 1})
    assert late.status_code == 409
    assert "Too late" in late.text


async def test_the_order_of_authors_is_theirs(
    as_: Enter, ada: Person, ben: Person, sessions: Sessions
) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
        await service.answer_invitation(session, viewer=viewing(ben), case_id=case_id, accept=True)
        case = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    first, second = case.authors
    browser, other = await as_(ada), await as_(ben)
    await send(
        browser,
        f"/cases/{case_id}/authors/order",
        **{f"place_{first.id}": "2", f"place_{second.id}": "1", "corresponding": str(second.id)},
    )
    async with sessions() as session:
        case = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    assert [a.person.name for a in case.authors] == [ada.name, ben.name]
    assert case.order.proposal is not None
    assert case.order.proposal.missing == [ben.name]
    agree = {"proposal_id": str(case.order.proposal.id), "answer": "agree"}
    await send(other, f"/cases/{case_id}/authors/order/answer", **agree)
    async with sessions() as session:
        case = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    assert [(a.person.name, a.corresponding) for a in case.authors] == [(ben.name, True), (ada.name, False)]
    await send(browser, f"/cases/{case_id}/authors/remove", author_id=str(first.id))
    assert (await browser.get(f"/cases/{case_id}/write")).status_code == 404


async def test_a_case_that_is_not_published_opens_where_one_works_on_it(
    as_: Enter, submitted: UUID, ada: Person, ed: Person, ben: Person
) -> None:
    for person, place in ((ada, "write"), (ed, "editorial")):
        answer = await (await as_(person)).get(f"/cases/{submitted}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{submitted}/{place}")
    for browser in (await as_(ben), await as_()):
        assert (await browser.get(f"/cases/{submitted}")).status_code == 404


async def test_a_retracted_case_says_so_on_top(as_: Enter, published: UUID, ed: Person) -> None:
    browser = await as_(ed)
    short = await browser.post(f"/cases/{published}/editorial/retract", data={"reason": "No"})
    assert short.status_code == 422
    await send(browser, f"/cases/{published}/editorial/retract", reason="The values were wrong.")
    page = await saw(await as_(), f"/cases/{published}")
    assert "This case was retracted" in page
    assert "The values were wrong." in page


async def test_citations_are_files(as_: Enter, published: UUID) -> None:
    guest = await as_()
    for style, start_of in (("bibtex", "@article"), ("ris", "TY  - JOUR"), ("apa", "Okafor")):
        answer = await guest.get(f"/cases/{published}/cite/{style}")
        assert answer.text.startswith(start_of)
        assert "attachment" in answer.headers["content-disposition"]
    assert (await guest.get(f"/cases/{published}/cite/word")).status_code == 400


async def test_an_imported_case_has_its_source_on_its_page(as_: Enter, sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        made = await service.import_published(session, report=report())
        await service.import_published(session, report=report(title="A rare cause of long hiccups"))
    guest = await as_()
    page = await saw(guest, f"/cases/{made.id}")
    assert "https://doi.org/10.1000/xyz" in page
    assert "Case presentation" in page
    past = await saw(guest, f"/cases/{made.id}/versions/1")
    assert "This is not the current version" in past
    assert (await guest.get(f"/cases/{made.id}/versions/9")).status_code == 404


async def test_the_public_page_takes_few_queries(as_: Enter, sessions: Sessions, published: UUID) -> None:
    guest = await as_()
    async with count_queries(sessions) as queries:
        await saw(guest, f"/cases/{published}")
    assert len(queries) <= 5, queries  # one of them asks why its files are not made yet
    async with count_queries(sessions) as queries:
        await saw(guest, "/cases")
    assert len(queries) <= 2, queries


async def test_the_page_of_a_case_names_its_coming_conferences(
    *, as_: Enter, sessions: Sessions, published: UUID, ada: Person
) -> None:
    made, begins = [], clock.now() + timedelta(days=1)
    async with transaction(sessions) as session:
        for title, case_id in (("The hiccups again", published), ("Of something else", None)):
            draft = RoomDraft(
                title=title, case_id=case_id, starts_at=begins, ends_at=begins + timedelta(hours=1)
            )
            made.append(await rooms.schedule(session, viewing(ada, Role.VERIFIED_CLINICIAN), draft=draft))
    guest, host = await as_(), await as_(ada)
    page = await saw(guest, f"/cases/{published}")
    assert f'href="/rooms/{made[0]}"' in page
    assert "The hiccups again" in page
    assert "Of something else" not in page
    await send(host, f"/rooms/{made[0]}/end")
    assert "The hiccups again" not in await saw(guest, f"/cases/{published}")


async def test_the_editorial_page_takes_as_many_queries_with_many_reviews(  # noqa: PLR0917
    as_: Enter, sessions: Sessions, submitted: UUID, ed: Person, rex: Person, zoe: Person
) -> None:
    browser = await as_(ed)
    counts = []
    for reviewer in (rex, zoe):
        review_id = await ask(sessions, submitted, ed, reviewer)
        await review(sessions, review_id, reviewer)
        async with count_queries(sessions) as queries:
            await saw(browser, f"/cases/{submitted}/editorial")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18


async def test_an_administrator_founds_a_collection(as_: Enter, sessions: Sessions, ada: Person) -> None:
    root = await as_(await someone(sessions, "Root Admin", Role.ADMINISTRATOR))
    fields = {"name": "Rare Things", "slug": "rare", "blind_mode": "double", "reviews_needed": "2"}
    await send(root, "/cases/collections", **fields)
    again = await root.post("/cases/collections", data=fields)
    assert again.status_code == 409
    browser = await as_(ada)
    assert "2 reviews needed" in await saw(browser, "/cases/collections")
    assert (await browser.post("/cases/collections", data=fields | {"slug": "more"})).status_code == 403


@pytest.mark.parametrize("path", ["/cases/new", "/cases/mine", "/cases/desk", "/reviews"])
async def test_guests_are_asked_to_sign_in(as_: Enter, path: str) -> None:
    assert (await (await as_()).get(path)).status_code == 401


async def test_who_is_not_verified_is_told_what_to_do(as_: Enter, gil: Person) -> None:
    answer = await (await as_(gil)).get("/cases/new")
    assert answer.status_code == 403
    assert "Ask for verification" in answer.text


async def test_unknown_things_are_not_found(as_: Enter, ada: Person, submitted: UUID) -> None:
    browser = await as_(ada)
    for path in (
        f"/cases/{uuid4()}",
        f"/cases/{uuid4()}/write",
        f"/cases/{submitted}/write/nothing",
        f"/cases/{submitted}/write/nothing/history",
        f"/reviews/{uuid4()}",
    ):
        assert (await browser.get(path)).status_code == 404, path


async def test_a_second_round_goes_to_the_same_alias(
    as_: Enter, sessions: Sessions, reviewed: UUID, ada: Person, ed: Person
) -> None:
    await rule(sessions, reviewed, ed, Decision.MINOR)
    await submit(sessions, reviewed, ada)
    browser = await as_(ed)
    page = await saw(browser, f"/cases/{reviewed}/editorial")
    review_id = re.search(r'name="review_id" value="([^"]+)"', page)
    assert review_id is not None
    await send(browser, f"/cases/{reviewed}/editorial/review", review_id=review_id[1], act="again")
    again = await browser.post(
        f"/cases/{reviewed}/editorial/review", data={"review_id": review_id[1], "act": "again"}
    )
    assert again.status_code == 409
    assert "has been asked for this round already" in again.text
    odd = await browser.post(
        f"/cases/{reviewed}/editorial/review", data={"review_id": review_id[1], "act": "promote"}
    )
    assert odd.status_code == 422


async def test_a_held_case_tells_its_authors_why(
    as_: Enter, sessions: Sessions, submitted: UUID, ada: Person, ed: Person
) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, submitted, "It names a product.")
    assert "It names a product." in await saw(await as_(ada), f"/cases/{submitted}/write")
    assert "A moderator holds this case back" in await saw(await as_(ed), f"/cases/{submitted}/editorial")


async def test_a_withdrawn_case_is_closed(as_: Enter, submitted: UUID, ada: Person) -> None:
    browser = await as_(ada)
    await send(browser, f"/cases/{submitted}/withdraw", reason="")
    assert "Withdrawn" in await saw(browser, f"/cases/{submitted}/write")
    again = await browser.post(f"/cases/{submitted}/withdraw", data={"reason": ""})
    assert again.status_code == 409


async def test_only_what_is_listed_is_listed(as_: Enter, sessions: Sessions, published: UUID) -> None:
    async with transaction(sessions) as session:
        await service.remove(session, published, "Out")
        assert await service.published(session, viewer=GUEST) == []
    assert "No cases here yet" in await saw(await as_(), "/cases")


async def test_an_editor_who_is_an_author_is_sent_elsewhere(
    as_: Enter, sessions: Sessions, collection: CollectionView, ed: Person
) -> None:
    case_id = await start(sessions, ed, collection)
    await complete(sessions, case_id, ed)
    await submit(sessions, case_id, ed)
    browser = await as_(ed)
    answer = await browser.get(f"/cases/{case_id}/editorial")
    assert answer.status_code == 403
    assert "another editor handles it" in answer.text
