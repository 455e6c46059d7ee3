"""Signing a disclosure, and what leaves with the person."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Sessions, transaction
from identity.models import Person
from moderation import privacy, service
from moderation.errors import BadDisclosure
from moderation.schemas import DisclosureDraft, ReportDraft
from moderation.screens import lexicon
from moderation.screens.ties import company_of_name
from moderation.words import Outcome, ReportReason
from tests.moderation.conftest import (
    CALM,
    MILD,
    PITCH,
    Write,
    decide,
    disclose,
    moderating,
    the_flag,
    viewing,
)


async def test_a_disclosure_covers_two_years_and_counts_for_one(
    sessions: Sessions, session: AsyncSession, ada: Person
) -> None:
    await disclose(sessions, ada, "Novo Nordisk")
    [signed] = await service.own_disclosures(session, viewing(ada))
    today = clock.now().date()
    assert signed.period_to == today
    assert signed.period_from == date(today.year - 2, today.month, min(today.day, 28))
    assert signed.valid
    assert signed.definition_version == "2020-12"
    with clock.at(clock.now() + timedelta(days=366)):
        assert await service.stamp_of(session, person_id=ada.id) is None


async def test_the_latest_disclosure_counts_and_the_earlier_ones_stay(
    sessions: Sessions, session: AsyncSession, ada: Person
) -> None:
    await disclose(sessions, ada, "Pfizer")
    await disclose(sessions, ada)
    assert await service.stamp_of(session, person_id=ada.id) == "Nothing to disclose"
    assert [view.none for view in await service.own_disclosures(session, viewing(ada))] == [True, False]


async def test_none_and_a_company_contradict_each_other(session: AsyncSession, ada: Person) -> None:
    with pytest.raises(BadDisclosure):
        await service.declare(session, viewing(ada), draft=DisclosureDraft())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Pfizer Inc.", "pfizer"),
        ("GLAXOSMITHKLINE plc", "gsk"),
        ("Janssen", "jnj"),
        ("Nestle Health Science", "nestle-health"),
        ("St Mary's Hospital", ""),
        ("", ""),
    ],
)
def test_companies_are_recognised_however_they_are_written(written: str, key: str) -> None:
    assert company_of_name(written) == key


def test_the_lists_are_large_and_sound() -> None:
    brands = [product.brand for product in lexicon.products()]
    assert len(brands) >= 150
    assert len(set(brands)) == len(brands)
    assert len(lexicon.companies()) >= 60
    assert {product.company for product in lexicon.products()} - {""} <= lexicon.companies().keys()
    domains = [domain for company in lexicon.companies().values() for domain in company.domains]
    assert len(set(domains)) == len(domains)
    assert all(domain == domain.lower() and "." in domain and " " not in domain for domain in domains)
    assert {generic for generic, _, _ in lexicon.off_label()} - lexicon.generics().keys() == {
        "hydroxychloroquine",
        "ivermectin",
    }


@pytest.mark.parametrize("name", ["products", "companies", "off_label"])
def test_every_row_says_where_it_can_be_checked_and_when_it_was_written(name: str) -> None:
    for row in lexicon.rows(name):
        assert row.get("source") or row.get("register")
        assert date.fromisoformat(row["compiled"])


async def test_a_person_takes_along_what_is_kept_about_them_but_not_who_decided(
    sessions: Sessions, session: AsyncSession, write: Write, ada: Person, mia_declared: Person
) -> None:
    await disclose(sessions, ada, "Pfizer")
    flag = await the_flag(sessions, await write(ada, PITCH))
    await decide(sessions, moderating(mia_declared), flag, Outcome.REQUEST_EDIT)
    taken = await privacy.export(session, ada.id)
    assert str(mia_declared.id) not in str(taken)
    assert PITCH in str(taken["decisions"])
    assert "Pfizer" in str(taken["disclosures"])


async def test_leaving_empties_what_nobody_decided_on_and_keeps_decisions(
    *, sessions: Sessions, session: AsyncSession, write: Write, ada: Person, ben: Person, mia_declared: Person
) -> None:
    undecided, decided = await write(ada, MILD), await write(ada, PITCH)
    await decide(sessions, moderating(mia_declared), await the_flag(sessions, decided), Outcome.REQUEST_EDIT)
    other = await write(ben, CALM)
    async with transaction(sessions) as unit:
        draft = ReportDraft(kind="post", id=other.post_id, reason=ReportReason.CONDUCT, text="He shouts.")
        await service.report(unit, viewing(ada), draft=draft)
    async with transaction(sessions) as unit:
        kept = await privacy.erase(unit, ada.id)
    assert [entry.count for entry in kept] == [1, 0]
    for post, text in ((undecided, ""), (decided, PITCH)):
        view = await service.flag(
            session, moderating(mia_declared), flag_id=(await the_flag(sessions, post)).id
        )
        assert (text in view.body) if text else view.body == ""
    reported = await the_flag(sessions, other)
    view = await service.flag(session, moderating(mia_declared), flag_id=reported.id)
    assert [report.text for report in view.reports] == [""]
