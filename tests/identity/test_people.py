import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.policy import GUEST
from identity import service
from identity.errors import PersonNotFound
from identity.models import Person
from tests.identity.conftest import viewer
from tests.queries import count_queries


async def test_a_card_says_who_is_speaking(session: AsyncSession, ada: Person, gil: Person) -> None:
    cards = await service.people_by_ids(session, [ada.id, gil.id])
    assert (cards[ada.id].name, cards[ada.id].verified) == ("Ada Okafor", True)
    assert cards[ada.id].specialty == "cardiology"
    assert not cards[gil.id].verified


async def test_many_cards_cost_one_query_and_none_costs_none(
    session: AsyncSession, sessions: Sessions, ada: Person, ben: Person
) -> None:
    async with count_queries(sessions) as asked:
        await service.people_by_ids(session, [ada.id, ben.id])
    assert len(asked) == 1
    async with count_queries(sessions) as asked:
        assert await service.people_by_ids(session, []) == {}
    assert asked == []


async def test_people_are_found_by_parts_of_their_names(
    session: AsyncSession, ada: Person, ben: Person
) -> None:
    me = viewer(ben)
    assert [card.id for card in await service.find_people(session, me, "oka ad")] == [ada.id]
    assert await service.find_people(session, me, "   ") == []
    assert await service.find_people(session, me, "100%") == []
    assert await service.find_people(session, me, "_") == []


async def test_a_guest_finds_only_authors_of_public_words(
    session: AsyncSession, sessions: Sessions, ada: Person
) -> None:
    assert await service.find_people(session, GUEST, "ada") == []
    with pytest.raises(PersonNotFound):
        await service.profile(session, GUEST, ada.id)
    async with transaction(sessions) as other:
        await service.mark_public_author(other, person_id=ada.id)
    assert [card.id for card in await service.find_people(session, GUEST, "ada")] == [ada.id]


async def test_a_guest_reads_the_card_and_not_the_profile(sessions: Sessions, ada: Person) -> None:
    async with transaction(sessions) as session:
        await service.mark_public_author(session, person_id=ada.id)
        (await session.get_one(Person, ada.id)).affiliation = "Lagos Heart Centre"
    async with transaction(sessions) as session:
        assert (await service.profile(session, GUEST, ada.id)).affiliation is None
        assert (await service.profile(session, viewer(ada), ada.id)).affiliation == "Lagos Heart Centre"
