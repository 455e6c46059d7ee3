"""CRediT roles: claimed, proposed, disputed, ruled on."""

from typing import Any
from uuid import UUID

import pytest

from cases import errors, service
from cases.contributions import Degree
from cases.schemas import (
    ContributionDraft,
    DisputeRuling,
    RoleAnswer,
    RoleProposal,
)
from core.db import Sessions
from identity.models import Person
from tests.cases.authoring import (
    SUPERVISION,
    WHY,
    WRITING,
    act,
    dispute,
    editing,
    entry,
    missing,
    propose,
    say,
    seen,
)
from tests.cases.conftest import agree, start, viewing


async def test_nobody_has_a_role_that_they_did_not_accept(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await agree(sessions, two, ada, ben)
    case = await seen(sessions, ada, two)
    draft = RoleProposal(author_id=entry(case, ben).id, role=SUPERVISION, degree=Degree.LEAD)
    await act(sessions, service.propose_role, ada, two, draft=draft)
    case = await seen(sessions, ada, two)
    (role,) = [role for role in entry(case, ben).roles if role.role == SUPERVISION]
    assert (role.state, role.proposed_by) == ("proposed", ada.name)
    assert missing(case) == {("role_proposed", ben.name)}
    with pytest.raises(errors.RoleNotFound):
        await act(sessions, service.answer_role, ada, two, draft=RoleAnswer(role=SUPERVISION, accept=True))
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    assert missing(await seen(sessions, ada, two)) == {("role_proposed", ben.name)}
    await act(sessions, service.answer_role, ben, two, draft=RoleAnswer(role=SUPERVISION, accept=False))
    case = await seen(sessions, ada, two)
    assert SUPERVISION not in {role.role for role in entry(case, ben).roles}
    with pytest.raises(errors.OwnRole):
        mine = RoleProposal(author_id=entry(case, ada).id, role=SUPERVISION, degree=Degree.LEAD)
        await act(sessions, service.propose_role, ada, two, draft=mine)
    with pytest.raises(errors.RoleClaimed):
        claimed = RoleProposal(author_id=entry(case, ben).id, role=WRITING, degree=Degree.LEAD)
        await act(sessions, service.propose_role, ada, two, draft=claimed)


async def test_a_disputed_role_blocks_until_it_is_changed_or_taken_back(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await agree(sessions, two, ada, ben)
    first = await dispute(sessions, ada, ben, two)
    assert missing(await seen(sessions, ben, two)) == {("role_disputed", ben.name)}
    with pytest.raises(errors.DisputeOpen):
        await dispute(sessions, ada, ben, two)
    with pytest.raises(errors.DisputeNotFound):
        await act(sessions, service.take_dispute_back, ben, two, dispute_id=first)
    await act(sessions, service.take_dispute_back, ada, two, dispute_id=first)
    assert missing(await seen(sessions, ben, two)) == set()
    await dispute(sessions, ada, ben, two)
    claim = ContributionDraft(roles={WRITING: Degree.SUPPORTING})
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    case = await seen(sessions, ada, two)
    assert (missing(case), case.disputes[0].state) == (set(), "settled")


@pytest.mark.parametrize(("outcome", "left"), [("none", []), ("lead", [(WRITING, "lead")])])
async def test_an_editor_rules_and_the_ruling_stands(  # noqa: PLR0917
    sessions: Sessions, two: UUID, ada: Person, ben: Person, ed: Person, outcome: Any, left: Any
) -> None:
    found = await dispute(sessions, ada, ben, two)
    ruling = {"dispute_id": found, "draft": DisputeRuling(outcome=outcome, reason="As the records show.")}
    with pytest.raises(errors.CaseNotFound):
        await act(sessions, service.rule_on_role, editing(ed), two, **ruling)
    await act(sessions, service.ask_for_ruling, ben, two, dispute_id=found)
    async with sessions() as session:
        assert await service.arbitrations(session, viewer=editing(ed)) == [two]
        assert await service.arbitrations(session, viewer=viewing(ada)) == []
    assert ("role_with_editor", ben.name) in missing(await seen(sessions, ada, two))
    async with sessions() as session:
        shown = await service.arbitration(session, viewer=editing(ed), case_id=two)
    assert [one.name for one in shown.authors] == [ada.name, ben.name]
    assert shown.disputes[0].reason == WHY
    with pytest.raises(errors.CaseNotFound):
        await act(sessions, service.rule_on_role, ada, two, **ruling)
    await act(sessions, service.rule_on_role, editing(ed), two, **ruling)
    case = await seen(sessions, ben, two)
    assert [(role.role, role.degree) for role in entry(case, ben).roles] == left
    assert (case.disputes[0].outcome, case.disputes[0].ruling) == (outcome, "As the records show.")
    with pytest.raises(errors.RoleRuled):
        claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
        await act(sessions, service.claim_roles, ben, two, draft=claim)
    async with sessions() as session:
        with pytest.raises(errors.CaseNotFound):
            await service.arbitration(session, viewer=editing(ed), case_id=two)


async def test_the_editors_are_those_of_the_chosen_collection(
    sessions: Sessions, ada: Person, ben: Person, ed: Person
) -> None:
    case_id = await start(sessions, ada, None)
    await act(sessions, service.invite_author, ada, case_id, person_id=ben.id)
    await act(sessions, service.answer_invitation, ben, case_id, accept=True)
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
    await act(sessions, service.claim_roles, ben, case_id, draft=claim)
    found = await dispute(sessions, ada, ben, case_id)
    with pytest.raises(errors.NoEditorYet):
        await act(sessions, service.ask_for_ruling, ada, case_id, dispute_id=found)


async def test_doubts_end_with_the_authorship_they_are_about(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await dispute(sessions, ada, ben, two)
    proposal = await propose(sessions, ada, two, ada, why="Ben moved on.")
    await say(sessions, ben, two, proposal)
    assert (await seen(sessions, ada, two)).disputes[0].state == "settled"
