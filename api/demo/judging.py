"""Posts that moderators look at: found by a screen or reported by a reader, decided or waiting."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from api.demo import threads
from api.demo.stage import Act, Stage, data, span
from moderation import service as moderation
from moderation.schemas import DecisionDraft, ReportDraft, SecondDraft
from moderation.service import Tab
from moderation.words import Outcome, ReportReason


def acts(begun: datetime) -> Iterator[Act]:
    for post in data("judging"):
        yield from threads.acts_of({name: post[name] for name in post if name != "edit"}, begun)
        at = begun - span(post["ago"])
        for what in ("report", "removal", "request", "edit", "closed"):
            if what in post:
                at += span(post[what]["after"])
                yield Act(at, partial(_STEPS[what], post))
        if confirmed := post.get("removal", {}).get("confirmed"):
            yield Act(at + span(confirmed["after"]), partial(_confirm, post))


async def _report(post: dict[str, Any], stage: Stage) -> None:
    said = post["report"]
    draft = ReportDraft(
        kind="post",
        id=stage.made[f"post:{post['key']}"],
        reason=ReportReason(said["reason"]),
        text=said["text"],
    )
    await moderation.report(stage.session, await stage.viewer(said["by"]), draft=draft)


async def _propose_removal(post: dict[str, Any], stage: Stage) -> None:
    await _decide(post, post["removal"], Outcome.REMOVE, stage)


async def _confirm(post: dict[str, Any], stage: Stage) -> None:
    """A removal takes two."""
    second = post["removal"]["confirmed"]["by"]
    moderator = await stage.viewer(second)
    flag = await moderation.flag(stage.session, moderator, flag_id=await _flag(post, second, stage))
    await moderation.answer_proposal(
        stage.session,
        moderator,
        flag_id=flag.row.id,
        draft=SecondDraft(snapshot_id=flag.snapshot_id, agreed=True),
    )


async def _ask_for_edit(post: dict[str, Any], stage: Stage) -> None:
    await _decide(post, post["request"], Outcome.REQUEST_EDIT, stage)


async def _edit(post: dict[str, Any], stage: Stage) -> None:
    await threads.edit(post["key"], post["by"], post["edit"]["body"], stage)


async def _close(post: dict[str, Any], stage: Stage) -> None:
    await _decide(post, post["closed"], Outcome.DISMISS, stage)


async def _decide(post: dict[str, Any], said: dict[str, Any], outcome: Outcome, stage: Stage) -> None:
    moderator = await stage.viewer(said["by"])
    flag = await moderation.flag(stage.session, moderator, flag_id=await _flag(post, said["by"], stage))
    await moderation.claim(stage.session, moderator, flag_id=flag.row.id)
    draft = DecisionDraft(
        snapshot_id=flag.snapshot_id, outcome=outcome, rule_id=said["rule"], reason=said["reason"]
    )
    await moderation.decide(stage.session, moderator, flag_id=flag.row.id, draft=draft)


async def _flag(post: dict[str, Any], moderator: str, stage: Stage) -> UUID:
    """The flag that the post has in the moderator's queue."""
    subject, viewer = stage.made[f"post:{post['key']}"], await stage.viewer(moderator)
    rows = [
        row
        for tab in (Tab.OPEN, Tab.SECOND, Tab.WAITING)
        for row in await moderation.queue(stage.session, viewer, tab=tab)
    ]
    return next(row.id for row in rows if row.subject_id == subject)


_STEPS = {
    "report": _report,
    "removal": _propose_removal,
    "request": _ask_for_edit,
    "edit": _edit,
    "closed": _close,
}
