"""Names as printed, affiliations, and what authors sign."""

from datetime import timedelta
from uuid import UUID

import pytest

from cases import errors, service
from cases.contributions import Degree
from cases.schemas import (
    ContributionDraft,
    DisclosureDraft,
)
from core import clock
from core.db import Sessions, transaction
from core.errors import Invalid
from core.policy import GUEST
from identity.models import Person
from moderation import service as moderation
from moderation.schemas import DisclosureDraft as Record
from moderation.schemas import TieDraft
from moderation.words import Nature
from tests.cases.authoring import (
    SUPERVISION,
    WRITING,
    act,
    entry,
    missing,
    seen,
)
from tests.cases.conftest import viewing
from tests.cases.test_publishing import publish


async def test_a_version_says_names_places_and_orcid_as_the_authors_gave_them(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    async with transaction(sessions) as session:
        (await session.get_one(Person, ada.id)).orcid = "0000-0002-1825-0097"
    claim = ContributionDraft(
        roles={SUPERVISION: Degree.LEAD}, byline="A. B. Okafor", affiliations=["One House", "Two Houses"]
    )
    await act(sessions, service.claim_roles, ada, accepted, draft=claim)
    await publish(sessions, accepted, ed)
    async with sessions() as session:
        case = await service.published_case(session, viewer=GUEST, case_id=accepted)
    with pytest.raises(errors.NotWritable):
        await act(sessions, service.claim_roles, ada, accepted, draft=claim)
    (author,) = case.publication.authors
    assert (author.name, author.orcid) == ("A. B. Okafor", "0000-0002-1825-0097")
    assert author.affiliations == ["One House", "Two Houses"]
    assert [(role.role, role.degree) for role in author.roles] == [("supervision", "lead")]


async def on_record(sessions: Sessions, person: Person, *companies: str) -> None:
    items = [TieDraft(company=company, nature=next(iter(Nature))) for company in companies]
    async with transaction(sessions) as session:
        draft = Record(none=not items, items=items)
        await moderation.declare(session, viewing(person), draft=draft)


async def test_a_disclosure_agrees_with_the_record_and_ages_with_it(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    await on_record(sessions, ada, "Farma Inc")
    assert missing(await seen(sessions, ada, accepted)) == {("disclosure_changed", ada.name)}
    with pytest.raises(errors.AuthorsUnsettled):
        await publish(sessions, accepted, ed)
    with pytest.raises(errors.DisclosureContradicts):
        await act(sessions, service.disclose, ada, accepted, draft=DisclosureDraft(none=True))
    words = DisclosureDraft(statement="Shares of Pharma Ltd")
    await act(sessions, service.disclose, ada, accepted, draft=words)
    (author,) = (await seen(sessions, ada, accepted)).authors
    assert author.disclosure is not None
    assert author.disclosure.statement.splitlines()[0] == "Shares of Pharma Ltd"
    assert "Farma Inc (" in author.disclosure.statement
    await act(sessions, service.disclose, ada, accepted, draft=DisclosureDraft())
    assert missing(await seen(sessions, ada, accepted)) == set()
    await publish(sessions, accepted, ed)
    await on_record(sessions, ada)
    async with sessions() as session:
        case = await service.published_case(session, viewer=GUEST, case_id=accepted)
    signed = case.publication.authors[0].disclosure
    assert signed is not None
    assert [tie.company for tie in signed.ties] == ["Farma Inc"]
    assert signed.statement.startswith("Farma Inc (")


async def test_an_old_disclosure_blocks_publication(
    sessions: Sessions, accepted: UUID, ed: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.AuthorsUnsettled):
        await publish(sessions, accepted, ed)


@pytest.mark.parametrize("byline", ["12", "Former member"])
async def test_a_printed_name_is_a_name(sessions: Sessions, two: UUID, ben: Person, byline: str) -> None:
    with pytest.raises(Invalid):
        claim = ContributionDraft(roles={WRITING: Degree.EQUAL}, byline=byline)
        await act(sessions, service.claim_roles, ben, two, draft=claim)


async def test_a_printed_name_bends_no_text_around_it(sessions: Sessions, two: UUID, ben: Person) -> None:
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL}, byline="\u202eB. Sato")
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    assert entry(await seen(sessions, ben, two), ben).name == "B. Sato"
