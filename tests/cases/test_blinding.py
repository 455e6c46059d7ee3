"""Canaries: names that must not be where a blind eye looks. Every outlet, as everybody, at every stage."""

import re
from uuid import UUID

import pytest
from httpx import AsyncClient
from litestar import Litestar
from sqlalchemy import text

from cases import privacy, service
from cases.schemas import CollectionView
from cases.states import Decision
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from tests.cases.conftest import ask, complete, review, rule, start, submit, viewing
from tests.conftest import Enter, someone

AUTHORS = ("Xantippe Canaryauthor", "Quillon Canarycoauthor")
REVIEWERS = ("Wolfram Canaryreviewer", "Isolde Canarysecond")
PLACES = ("/cases", "/reviews", "/inbox", "/api/cases", "/api/inbox")


class Cast:
    """Everybody, by name, and what the addresses are made of."""

    people: dict[str, Person]
    case_id: UUID
    reviews: list[UUID]


@pytest.fixture
async def cast(sessions: Sessions, collection: CollectionView, ed: Person, mia: Person, ben: Person) -> Cast:
    made = Cast()
    names = {"author": AUTHORS[0], "coauthor": AUTHORS[1], "first": REVIEWERS[0], "second": REVIEWERS[1]}
    made.people = {
        who: await someone(sessions, name, Role.VERIFIED_CLINICIAN) for who, name in names.items()
    } | {"editor": ed, "moderator": mia, "stranger": ben}
    author, coauthor = made.people["author"], made.people["coauthor"]
    made.case_id = await start(sessions, author, collection)
    async with transaction(sessions) as session:
        await service.invite_author(
            session, viewer=viewing(author), case_id=made.case_id, person_id=coauthor.id
        )
        await service.answer_invitation(session, viewer=viewing(coauthor), case_id=made.case_id, accept=True)
    await complete(sessions, made.case_id, author, coauthor)
    await submit(sessions, made.case_id, author)
    made.reviews = [await ask(sessions, made.case_id, ed, made.people[who]) for who in ("first", "second")]
    return made


def addresses(app: Litestar, cast: Cast) -> list[str]:
    """Every GET address of cases, reviews and the inbox, with every id there is put in."""
    found = []
    for route in app.routes:
        path = route.path_format if hasattr(route, "path_format") else route.path
        if path.startswith(PLACES) and "GET" in getattr(route, "methods", ()):
            found += filled(path, cast)
    return sorted(set(found))


def filled(path: str, cast: Cast) -> list[str]:
    paths = [re.sub(r"\{case_id(:uuid)?\}", str(cast.case_id), path)]
    paths = [p for q in paths for p in spread(q, "review_id", cast.reviews)]
    paths = [p for q in paths for p in spread(q, "key", ["title", "abstract", "discussion", "consent"])]
    paths = [p for q in paths for p in spread(q, "number", [1])]
    return [p for q in paths for p in spread(q, "style", ["apa", "bibtex", "ris"])]


def spread(path: str, name: str, values: list[object] | list[UUID] | list[str] | list[int]) -> list[str]:
    hole = re.compile(rf"\{{{name}(:\w+)?\}}")
    return [hole.sub(str(value), path) for value in values] if hole.search(path) else [path]


async def everything(browser: AsyncClient, paths: list[str]) -> dict[str, str]:
    """What each address answers, headers and all; links that pages hold are followed once."""
    answers: dict[str, str] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path in answers:
            continue
        answer = await browser.get(path)
        assert answer.status_code < 500, (path, answer.text[:500])
        answers[path] = f"{answer.headers}\n{answer.text}"
        links = re.findall(r'href="(/(?:cases|reviews)[^"#]*)"', answer.text)
        waiting += [link.replace("&amp;", "&") for link in links]
    return answers


async def look(as_: Enter, app: Litestar, cast: Cast, *, published: bool) -> None:
    """Fails with the address and the viewer where a canary sings."""
    paths = addresses(app, cast)
    assert len(paths) > 25, paths
    for who, person in [*cast.people.items(), ("guest", None)]:
        browser = await as_(person)
        answers = await everything(browser, paths)
        hidden = [n for n in REVIEWERS if person is None or n != person.name]
        hidden += [str(p.id) for p in cast.people.values() if p.name in hidden]
        if who in {"first", "second", "stranger", "guest"} and not published:
            hidden += AUTHORS
            hidden += [str(p.id) for p in cast.people.values() if p.name in AUTHORS]
        if who == "editor":
            assert "Reviewer A" in answers[f"/cases/{cast.case_id}/editorial"]
        for path, answer in answers.items():
            for canary in hidden:
                assert canary.casefold() not in answer.casefold(), (who, path, canary)


async def test_no_outlet_lets_a_name_through_while_the_case_is_under_review(
    as_: Enter, app: Litestar, cast: Cast
) -> None:
    await look(as_, app, cast, published=False)


async def test_nor_once_the_reviews_are_in_and_the_decision_is_made(
    as_: Enter, app: Litestar, cast: Cast, sessions: Sessions, ed: Person
) -> None:
    for review_id, who in zip(cast.reviews, ("first", "second"), strict=True):
        await review(sessions, review_id, cast.people[who])
    await rule(sessions, cast.case_id, ed, Decision.MAJOR)
    await look(as_, app, cast, published=False)
    await submit(sessions, cast.case_id, cast.people["author"])
    async with transaction(sessions) as session:
        editor = viewing(ed, Role.EDITOR)
        again = await service.ask_again(session, viewer=editor, review_id=cast.reviews[0])
    cast.reviews.append(again.id)
    await look(as_, app, cast, published=False)


async def test_reviewers_stay_hidden_after_publication(
    as_: Enter, app: Litestar, cast: Cast, sessions: Sessions, ed: Person
) -> None:
    editor = viewing(ed, Role.EDITOR)
    await review(sessions, cast.reviews[0], cast.people["first"])
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=editor, review_id=cast.reviews[0])
    await rule(sessions, cast.case_id, ed, Decision.ACCEPT)
    async with transaction(sessions) as session:
        await service.publish(session, viewer=editor, case_id=cast.case_id)
    await look(as_, app, cast, published=True)


async def test_an_author_who_turns_reviewer_elsewhere_sees_the_canary_when_there_is_one(
    as_: Enter, cast: Cast
) -> None:
    """The control: the crawl does find names where they belong."""
    answers = await everything(await as_(cast.people["author"]), [f"/cases/{cast.case_id}/authors"])
    assert any(AUTHORS[1] in answer for answer in answers.values())
    own = await everything(await as_(cast.people["first"]), ["/reviews"])
    assert any("You are Reviewer A" in answer for answer in own.values())


async def test_exports_hold_nobody_elses_name(cast: Cast, sessions: Sessions) -> None:
    async with sessions() as session:
        for who, person in cast.people.items():
            told = repr(await privacy.export(session, person.id))
            others = [n for n in (*AUTHORS, *REVIEWERS) if n != person.name]
            assert not [n for n in others if n in told], who
        mine = await privacy.export(session, cast.people["first"].id)
    assert [row["alias"] for row in mine["reviews"]] == ["Reviewer A"]  # type: ignore[attr-defined]


async def test_frozen_manuscripts_and_mail_hold_no_names(cast: Cast, sessions: Sessions) -> None:
    async with sessions() as session:
        frozen = await session.execute(text("SELECT content::text FROM cases_submission"))
        assert not [n for (content,) in frozen for n in AUTHORS if n in content]
        jobs = await session.execute(text("SELECT payload::text FROM core_outbox WHERE kind = 'core.mail'"))
        assert not [n for (payload,) in jobs for n in (*AUTHORS, *REVIEWERS) if n in payload]
