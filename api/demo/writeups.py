"""Write-ups: one published after review, one in review, one in the making."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from msgspec import convert

from api.demo import reviews
from api.demo.stage import Act, Stage, data, span
from cases import service as cases
from cases.schemas import (
    AcknowledgementDraft,
    AuthorOrder,
    BlindMode,
    CaseDraft,
    CollectionDraft,
    ConsentDraft,
    ConsentScope,
    ConsentType,
    ContributionDraft,
    DisclosureDraft,
    OrderAnswer,
    SubmissionDraft,
)

FOUNDED = timedelta(days=35)
HOUR = timedelta(hours=1)


def acts(begun: datetime) -> Iterator[Act]:
    yield Act(begun - FOUNDED, _found)
    for name in ("case-published", "case-in-review", "case-draft"):
        yield from _acts_of(data(name), begun)


def _acts_of(case: dict[str, Any], begun: datetime) -> Iterator[Act]:
    at = begun - span(case["ago"])
    yield Act(at, partial(_start, case))
    for place, (key, body) in enumerate(case["sections"].items(), start=1):
        yield Act(at + 0.1 * place * HOUR, partial(_write, case, case["by"], key, body))
    yield Act(at + 2 * HOUR, partial(_invite, case))
    yield Act(at + 5 * HOUR, partial(_sign, case))
    yield Act(at + 5.5 * HOUR, partial(_order, case))
    for edit in case.get("edits", ()):
        done = partial(_write, case, edit["by"], edit["section"], edit["body"])
        yield Act(at + span(edit["after"]), done)
    if "consent" in case:
        yield Act(at + 6 * HOUR, partial(_consent, case))
        yield Act(at + 7 * HOUR, partial(_submit, case, ""))
        yield from reviews.acts(case, at + 20 * HOUR, begun)


async def _found(stage: Stage) -> None:
    told = data("collection")
    draft = CollectionDraft(
        slug=told["slug"],
        name=told["name"],
        purpose=told["purpose"],
        blind_mode=BlindMode(told["blind_mode"]),
        reviews_needed=told["reviews_needed"],
        review_days=told["review_days"],
        board_id=stage.boards[told["board"]],
    )
    made = await cases.create_collection(stage.session, viewer=await stage.viewer("alma"), draft=draft)
    stage.made["collection"] = made.id


async def _start(case: dict[str, Any], stage: Stage) -> None:
    draft = CaseDraft(
        title=case["title"], specialty=case["specialty"], collection_id=stage.made["collection"]
    )
    made = await cases.start(stage.session, viewer=await stage.viewer(case["by"]), draft=draft)
    stage.made[f"case:{case['key']}"] = made.id


async def _write(case: dict[str, Any], by: str, key: str, body: str, stage: Stage) -> None:
    """Save a section over whatever stands there."""
    viewer, case_id = await stage.viewer(by), stage.made[f"case:{case['key']}"]
    before = (await cases.write_up(stage.session, viewer=viewer, case_id=case_id)).sections[key]
    await cases.save_section(
        stage.session, viewer=viewer, case_id=case_id, key=key, body=body.strip(), version=before.version
    )


async def _invite(case: dict[str, Any], stage: Stage) -> None:
    case_id, first = stage.made[f"case:{case['key']}"], await stage.viewer(case["by"])
    others = [key for key in case["authors"] if key != case["by"]]
    for key in [*others, *case.get("invited", ())]:
        await cases.invite_author(stage.session, viewer=first, case_id=case_id, person_id=stage.people[key])
    for key in others:
        await cases.answer_invitation(
            stage.session, viewer=await stage.viewer(key), case_id=case_id, accept=True
        )


async def _sign(case: dict[str, Any], stage: Stage) -> None:
    """Each author claims roles and signs that there are no ties."""
    case_id = stage.made[f"case:{case['key']}"]
    for key, said in case["authors"].items():
        viewer = await stage.viewer(key)
        claimed = convert(said, ContributionDraft)
        await cases.claim_roles(stage.session, viewer=viewer, case_id=case_id, draft=claimed)
        none = DisclosureDraft(none=True)
        await cases.disclose(stage.session, viewer=viewer, case_id=case_id, draft=none)


async def _order(case: dict[str, Any], stage: Stage) -> None:
    """The first proposes the order as it stands; what was handed in, the others agreed to."""
    case_id, first = stage.made[f"case:{case['key']}"], await stage.viewer(case["by"])
    mine = await cases.write_up(stage.session, viewer=first, case_id=case_id)
    there = [author for author in mine.authors if author.state == "accepted"]
    draft = AuthorOrder(author_ids=[author.id for author in there], corresponding_id=there[0].id)
    await cases.propose_order(stage.session, viewer=first, case_id=case_id, draft=draft)
    proposed = (await cases.write_up(stage.session, viewer=first, case_id=case_id)).order.proposal
    assert proposed is not None
    for key in case["authors"] if "consent" in case else ():
        answer = OrderAnswer(proposal_id=proposed.id, agree=True)
        if key != case["by"]:
            viewer = await stage.viewer(key)
            await cases.answer_order(stage.session, viewer=viewer, case_id=case_id, draft=answer)
    for thanked in case.get("thanks", ()):
        wish = convert(
            thanked | {"attested": True, "agreedOn": f"{stage.begun:%Y}-01-15"}, AcknowledgementDraft
        )
        await cases.acknowledge(stage.session, viewer=first, case_id=case_id, draft=wish)


async def _consent(case: dict[str, Any], stage: Stage) -> None:
    obtained = stage.begun - timedelta(days=case["consent"]["obtained_in_days"])
    draft = ConsentDraft(
        type=ConsentType(case["consent"]["type"]),
        scope=[ConsentScope.PEER_REVIEW, ConsentScope.PUBLIC, ConsentScope.TEACHING],
        patient_saw_text=True,
        obtained_in=f"{obtained:%Y-%m}",
        language="en",
        attested=True,
    )
    case_id = stage.made[f"case:{case['key']}"]
    await cases.record_consent(
        stage.session, viewer=await stage.viewer(case["by"]), case_id=case_id, draft=draft
    )


async def _submit(case: dict[str, Any], note: str, stage: Stage) -> None:
    await cases.submit(
        stage.session,
        viewer=await stage.viewer(case["by"]),
        case_id=stage.made[f"case:{case['key']}"],
        draft=SubmissionDraft(note=note),
    )
