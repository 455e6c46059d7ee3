"""How a submitted case fares: reviewers under aliases, a revision, publication, what is said then."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from msgspec import convert

from api.demo import threads
from api.demo.stage import Act, Stage
from cases import service as cases
from cases.schemas import ReviewDraft, RulingDraft, SubmissionDraft
from cases.states import Decision
from core.policy import GUEST
from forums import service as forums

HOUR = timedelta(hours=1)
EDITOR = "ed"


def acts(case: dict[str, Any], asked: datetime, begun: datetime) -> Iterator[Act]:
    """`asked`: when the editor asks the reviewers; `begun`: when the loading began."""
    for place, review in enumerate(case["reviews"], start=1):
        yield Act(asked + 0.2 * place * HOUR, partial(_ask, case, review))
        if review.get("unanswered"):
            continue
        yield Act(asked + 8 * place * HOUR, partial(_accept, case, review))
        yield Act(asked + (8 * place + 40) * HOUR, partial(_write, case, review))
    if "revision" in case:
        yield from _ending(case, asked + 80 * HOUR, begun)


def _ending(case: dict[str, Any], decided: datetime, begun: datetime) -> Iterator[Act]:
    revision = case["revision"]
    yield Act(decided - HOUR, partial(_vouch, case))
    yield Act(decided, partial(_decide, case, Decision.MINOR, revision["letter"]))
    yield Act(decided + 26 * HOUR, partial(_revise, case))
    yield Act(decided + 50 * HOUR, partial(_decide, case, Decision.ACCEPT, case["acceptance"]))
    published = decided + 52 * HOUR
    yield Act(published, partial(_publish, case))
    talk = {"key": case["key"], "by": EDITOR, "replies": case["talk"]}
    yield from threads.replies_to(talk, published)
    yield from threads.caught_up(talk, published, begun)


def _review(case: dict[str, Any], review: dict[str, Any]) -> str:
    return f"review:{case['key']}:{review['by']}"


async def _ask(case: dict[str, Any], review: dict[str, Any], stage: Stage) -> None:
    asked = await cases.request_review(
        stage.session,
        viewer=await stage.viewer(EDITOR),
        case_id=stage.made[f"case:{case['key']}"],
        person_id=stage.people[review["by"]],
    )
    stage.made[_review(case, review)] = asked.id


async def _accept(case: dict[str, Any], review: dict[str, Any], stage: Stage) -> None:
    await cases.answer_request(
        stage.session,
        viewer=await stage.viewer(review["by"]),
        review_id=stage.made[_review(case, review)],
        accept=True,
    )


async def _write(case: dict[str, Any], review: dict[str, Any], stage: Stage) -> None:
    """Keep a draft, or hand the review in."""
    names = ("answers", "recommendation", "comments_to_authors", "note_to_editor")
    given = {_camel(name): review[name] for name in names if name in review}
    keep = cases.save_review if review.get("draft") else cases.submit_review
    await keep(
        stage.session,
        viewer=await stage.viewer(review["by"]),
        review_id=stage.made[_review(case, review)],
        draft=convert(given, ReviewDraft),
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


async def _vouch(case: dict[str, Any], stage: Stage) -> None:
    """The editor finds the reviews acceptable, which is what they earn credit by."""
    for review in case["reviews"]:
        await cases.mark_acceptable(
            stage.session, viewer=await stage.viewer(EDITOR), review_id=stage.made[_review(case, review)]
        )


async def _decide(case: dict[str, Any], decision: Decision, letter: str, stage: Stage) -> None:
    await cases.decide(
        stage.session,
        viewer=await stage.viewer(EDITOR),
        case_id=stage.made[f"case:{case['key']}"],
        draft=RulingDraft(decision=decision, letter=letter.strip()),
    )


async def _revise(case: dict[str, Any], stage: Stage) -> None:
    """Rewrite what the editor asked for, and hand in again."""
    revision, case_id = case["revision"], stage.made[f"case:{case['key']}"]
    author = await stage.viewer(case["by"])
    before = (await cases.write_up(stage.session, viewer=author, case_id=case_id)).sections
    for key, body in revision["sections"].items():
        await cases.save_section(
            stage.session,
            viewer=author,
            case_id=case_id,
            key=key,
            body=body.strip(),
            version=before[key].version,
        )
    draft = SubmissionDraft(note=revision["note"])
    await cases.submit(stage.session, viewer=author, case_id=case_id, draft=draft)


async def _publish(case: dict[str, Any], stage: Stage) -> None:
    """The case gets its page, and a thread, which we look up for what is said there next."""
    case_id = stage.made[f"case:{case['key']}"]
    await cases.publish(stage.session, viewer=await stage.viewer(EDITOR), case_id=case_id)
    thread = await forums.thread_about(stage.session, GUEST, about_kind="case", about_id=case_id)
    if thread is not None:
        stage.made[f"thread:{case['key']}"] = thread.id
