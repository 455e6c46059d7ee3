"""A community in which everything there is stands in every state, each with a canary of its own."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from api import wiring
from cases import service as cases
from clubs import service as clubs
from core.db import Base, Sessions, transaction
from core.outbox.worker import drain
from core.settings import Settings
from credit import service as credit
from identity import service as identity
from identity.policy import OPERATOR
from identity.schemas import OrganisationDraft, TokenDraft, VerificationDraft
from moderation import service as moderation
from moderation.schemas import (
    AppealDraft,
    DecisionDraft,
    DisclosureDraft,
    ReportDraft,
    SecondDraft,
    TieDraft,
)
from moderation.words import Nature, Outcome, ReportReason
from tests.outlets import cases as write_ups
from tests.outlets import meetings, threads
from tests.outlets.cast import Cast, canary, gather

LONG = "What I took from reading it is that early treatment needs a second look at the kidneys."


@dataclass
class World:
    """`ids` by what a path calls them: ids["thread_id"]["pubthread"]."""

    sessions: Sessions
    settings: Settings
    cast: Cast
    ids: defaultdict[str, dict[str, UUID]] = field(default_factory=lambda: defaultdict(dict))

    token: str = ""  # the author's, for reading
    places: dict[str, list[str]] = field(default_factory=dict)

    def of(self, kind: str, key: str) -> UUID:
        return self.ids[kind][key]

    def posts_of(self, thread: str) -> list[str]:
        """The ids of a thread's posts."""
        return self.places[thread]


async def build(sessions: Sessions, settings: Settings) -> World:
    world = World(sessions, settings, await gather(sessions))
    world.ids["person_id"] = {key: someone.id for key, someone in world.cast.items()}
    await threads.write(world)
    await write_ups.write(world)
    await meetings.hold(world)
    await judge(world)
    await settle(world)
    await do_jobs(world)
    await find(world)
    return world


async def do_jobs(world: World) -> None:
    await drain(world.sessions, wiring.jobs(world.settings))


async def judge(world: World) -> None:
    """Reports, a removal by two moderators, an appeal; then the author declares ties."""
    who = {key: someone.viewer for key, someone in world.cast.items()}
    async with transaction(world.sessions) as session:
        for key in ("moderator", "second"):
            await moderation.declare(session, who[key], draft=DisclosureDraft(none=True))
        post = world.of("post_id", "pubremovedreply")
        await _report(session, world, "whistle", "post", post, "reporttext")
        await _report(session, world, "insider", "post", world.of("post_id", "privreply"), "privreport")
        await _report(session, world, "whistle", "case", world.of("case_id", "held"), "casereport")
    async with transaction(world.sessions) as session:
        [row] = [r for r in await moderation.queue(session, who["moderator"]) if r.subject_id == post]
        flag = await moderation.flag(session, who["moderator"], flag_id=row.id)
        draft = DecisionDraft(
            snapshot_id=flag.snapshot_id,
            outcome=Outcome.REMOVE,
            rule_id="IN-05",
            reason=f"Taken out: {canary('decisionreason')}",
        )
        await moderation.decide(session, who["moderator"], flag_id=row.id, draft=draft)
    async with transaction(world.sessions) as session:
        agreed = SecondDraft(snapshot_id=flag.snapshot_id, agreed=True)
        decision = await moderation.answer_proposal(session, who["second"], flag_id=row.id, draft=agreed)
        assert decision is not None
        text = AppealDraft(text=f"I object: {canary('appealtext')}")
        await moderation.appeal(session, who["author"], decision_id=decision, draft=text)
        company = TieDraft(company=canary("tiecompany"), nature=Nature.SPEAKER, products=canary("tieproduct"))
        await moderation.declare(session, who["author"], draft=DisclosureDraft(items=[company]))
    async with transaction(world.sessions) as session:
        await cases.hold(session, world.of("case_id", "held"), "Held for a look.")
        await cases.remove(session, world.of("case_id", "removed"), "Taken out.")


async def _report(  # noqa: PLR0917
    session: AsyncSession, world: World, by: str, kind: str, subject: UUID, key: str
) -> None:
    draft = ReportDraft(kind=kind, id=subject, reason=ReportReason.OTHER, text=canary(key))
    await moderation.report(session, world.cast[by].viewer, draft=draft)


async def settle(world: World) -> None:
    """What belongs to accounts: verification, token, private log; and an organisation."""
    who = {key: someone.viewer for key, someone in world.cast.items()}
    async with transaction(world.sessions) as session:
        await _refused(session, world)
        await identity.ask_for_verification(session, viewer=who["newcomer"], draft=_request(canary("proof")))
        token = TokenDraft(name=canary("tokenname"), scopes=["read"])
        world.token = (await identity.make_token(session, viewer=who["author"], draft=token)).token
        organisation = OrganisationDraft(
            name=canary("organisation"), eligibility="eligible", reason=canary("eligibility")
        )
        await identity.list_organisation(session, actor=OPERATOR, draft=organisation)
        citation = f"TY  - JOUR\nTI  - {canary('article')} in adults\nPY  - 2024\nER  - \n"
        added = await clubs.add_citation(session, who["author"], citation=citation)
        world.ids["article_id"]["article"] = added.id
        await credit.write_log(
            session,
            who["author"],
            title=canary("logtitle"),
            on=datetime.now(UTC).date(),
            minutes=30,
            reflection=f"{LONG} {canary('logreflection')}",
        )


async def _refused(session: AsyncSession, world: World) -> None:
    """A first request, and the registrar's no with its reason."""
    newcomer, registrar = world.cast["newcomer"].viewer, world.cast["registrar"].viewer
    request = await identity.ask_for_verification(session, viewer=newcomer, draft=_request("my hospital"))
    await identity.decide_verification(
        session, actor=registrar, request_id=request, granted=False, reason=canary("verdict")
    )


def _request(evidence: str) -> VerificationDraft:
    return VerificationDraft(
        profession="physician",
        jurisdiction="United Kingdom",
        register="gb_gmc",
        number="7012345",
        evidence=f"Look me up: {evidence}",
    )


# Where each path parameter's values come from, beyond those that were noted while writing.
FOUND = {
    "review_id": "cases_review",
    "exception_id": "cases_reviewer_exception",
    "author_id": "cases_author",
    "flag_id": "moderation_flag",
    "decision_id": "moderation_decision",
    "request_id": "identity_verification_request",
    "organisation_id": "identity_organisation",
    "token_id": "identity_api_token",
    "thread_id": "forums_thread",
    "snapshot_id": "moderation_snapshot",
}


async def find(world: World) -> None:
    """Add the rows that came about by themselves under their number: reviews, flags, notifications."""
    async with world.sessions() as session:
        for name, table in FOUND.items():
            known = set(world.ids[name].values())
            for number, row in enumerate(await session.scalars(select(_table(table).c.id))):
                if row not in known:
                    world.ids[name][f"#{number}"] = row
        posts = _table("forums_post")
        for thread, post in await session.execute(select(posts.c.thread_id, posts.c.id)):
            world.places.setdefault(str(thread), []).append(str(post))
        await _one_each(session, world)


async def _one_each(session: AsyncSession, world: World) -> None:
    """Of notifications and evidence one for each person is enough; of the author's evidence all."""
    news, pieces = _table("inbox_notification"), _table("credit_evidence")
    keys = {someone.id: key for key, someone in world.cast.items()}
    told = await session.execute(select(news.c.person_id, news.c.id))
    world.ids["notification_id"] = {keys[person]: one for person, one in told}
    log = select(pieces.c.id).where(pieces.c.kind == "reflection")
    author = world.cast["author"].id
    earned = await session.execute(select(pieces.c.learner_id, pieces.c.id))
    world.ids["evidence_id"] = {
        str(piece if learner == author else learner): piece for learner, piece in earned
    }
    world.ids["evidence_id"]["log"] = (await session.scalars(log)).one()
    flags = _table("moderation_flag")
    judged = select(flags.c.id, flags.c.snapshot_id).where(
        flags.c.subject_id == world.of("post_id", "privreply")
    )
    flag, snapshot = (await session.execute(judged)).one()
    world.ids["flag_id"]["privreply"], world.ids["snapshot_id"]["privreply"] = flag, snapshot


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
