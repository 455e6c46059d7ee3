"""Twelve people: they join, say who they are, and get their roles from the administrator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from api.demo.stage import Act, Stage, data
from core.policy import Role
from identity import links, passwords
from identity import service as identity
from identity.policy import OPERATOR
from identity.schemas import ProfileDraft, VerificationDraft
from moderation import service as moderation
from moderation.schemas import DisclosureDraft, TieDraft
from moderation.words import Nature

PASSPHRASE = "two owls read charts"  # noqa: S105 - printed for everybody to see
LONG_AGO = timedelta(days=40)
REASON = "Sample community"
TIES = {"noor": TieDraft(company="Aerwell Inhalers", nature=Nature.SPEAKER)}


def email(key: str) -> str:
    return f"{key}@example.org"


def acts(begun: datetime) -> Iterator[Act]:
    """Everybody joins in the order of the file; the administrator is first, and gives the roles."""
    start = begun - LONG_AGO
    for place, person in enumerate(data("people")):
        joined = start + timedelta(hours=3 * place)
        yield Act(joined, partial(_join, person))
        yield Act(joined + timedelta(minutes=20), partial(_introduce, person))
        yield Act(joined + timedelta(minutes=40), partial(_appoint, person))
        yield Act(joined + timedelta(minutes=50), partial(_disclose, person))
    yield Act(begun - timedelta(hours=20), _ask_for_verification)


async def _join(person: dict[str, Any], stage: Stage) -> None:
    """One hash for all of them: working it out twelve times would be most of the loading time."""
    if not stage.password_hash:
        passwords.check_new(PASSPHRASE)
        stage.password_hash = await passwords.hash_password(PASSPHRASE)
    link = await links.prepare(
        stage.session, purpose="join", email=email(person["key"]), name=person["name"], locale="en"
    )
    token = await links.issue(stage.session, link_id=link)
    joined = await identity.join(stage.session, token=token, password_hash=stage.password_hash)
    stage.people[person["key"]] = joined


async def _introduce(person: dict[str, Any], stage: Stage) -> None:
    said = {name: person[name] for name in ("name", "specialty", "profession", "career_stage", "languages")}
    draft = ProfileDraft(**said, affiliation=person["affiliation"], locale="en")
    await identity.change_profile(stage.session, viewer=await stage.viewer(person["key"]), draft=draft)


async def _appoint(person: dict[str, Any], stage: Stage) -> None:
    """The first administrator can only be appointed from the command line; the rest is hers."""
    first = person["key"] == "alma"
    for role in person["does"]:
        await identity.grant_role(
            stage.session,
            actor=OPERATOR if first else await stage.viewer("alma"),
            person_id=stage.people[person["key"]],
            role=Role(role),
            reason=REASON,
        )
    stage.forget(person["key"])


async def _disclose(person: dict[str, Any], stage: Stage) -> None:
    if not person["does"]:
        return
    tie = TIES.get(person["key"])
    draft = DisclosureDraft(none=tie is None, items=[tie] if tie else [])
    await moderation.declare(stage.session, await stage.viewer(person["key"]), draft=draft)


async def _ask_for_verification(stage: Stage) -> None:
    """Something for the registrar to decide."""
    draft = VerificationDraft(
        profession="physiotherapist",
        jurisdiction="Sample State",
        register="other",
        number="SAMPLE-2047",
        evidence="Final-year student; the college confirms by letter. The register opens my entry in summer.",
    )
    await identity.ask_for_verification(stage.session, viewer=await stage.viewer("gil"), draft=draft)
