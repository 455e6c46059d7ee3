"""Reviews beside the case they are about, once it is published: as their writers were told, or agreed.

Reviewers wrote about texts that were not yet published. What may tell who the patient is does not go out with
their words, neither words of the text that no longer stand in it.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from anyio import to_thread
from msgspec import convert
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, screening
from cases.models import Collection, Explanation, Review
from cases.schemas import FrozenRemark, FrozenReport, FrozenReview, Manuscript
from cases.service import access, deskwork
from cases.states import HANDED_IN
from core.markdown import plain
from identity import service as identity

BLANK = "[…]"


async def how_reviewed(
    session: AsyncSession, case_id: UUID, rounds: int, collection: Collection, manuscript: Manuscript
) -> FrozenReview:
    """How often, how blind, by how many that count; with the reports and signatures that may be shown.

    `manuscript`: what is published.
    """
    reviews = await session.scalars(
        select(Review)
        .where(Review.case_id == case_id, Review.status.in_(HANDED_IN))
        .order_by(Review.round, Review.alias),
        execution_options=access.FRESH,
    )
    done = list(reviews)
    found = deskwork.counting(done)
    signed = await _names(session, case_id, done)
    reports = [_report(review, *signed.get(review.id, ("", ""))) for review in done if review.published]
    return FrozenReview(
        blind_mode=collection.blind_mode,
        rounds=rounds,
        acceptable_reviews=found,
        peer_reviewed=found >= collection.reviews_needed,
        reports=await _blanked(session, case_id, reports, manuscript),
        signed=list(dict.fromkeys(signed[r.id][0] for r in done if r.id in signed and not r.published)),
    )


async def _names(session: AsyncSession, case_id: UUID, done: Sequence[Review]) -> dict[UUID, tuple[str, str]]:
    """Of those who signed all they wrote: a name in one round would tell whose the alias is in the others."""
    signatures = await blind.signatures(session, case_id)
    without = {review.alias for review in done if review.id not in signatures}
    whole = {review.id for review in done if review.alias not in without}
    cards = await identity.people_by_ids(session, {person for person, _ in signatures.values()})
    return {
        review_id: (cards[person].name, trainee)
        for review_id, (person, trainee) in signatures.items()
        if person in cards and review_id in whole
    }


def _report(review: Review, name: str, trainee: str) -> FrozenReport:
    return FrozenReport(
        alias=review.alias,
        round=review.round,
        name=name,
        trainee=trainee,
        recommendation=review.recommendation or "",
        answers=review.answers,  # type: ignore[arg-type]
        remarks=convert(review.remarks, list[FrozenRemark]),
        comments=review.comments_to_authors,
    )


async def _blanked(
    session: AsyncSession, case_id: UUID, reports: list[FrozenReport], manuscript: Manuscript
) -> list[FrozenReport]:
    """Without what the privacy screen finds, but for words that authors explained and editors read."""
    if not reports:
        return []
    kept = set(await session.scalars(select(Explanation.finding).where(Explanation.case_id == case_id)))
    standing = [_folded(plain(section.body)) for section in manuscript.sections]
    standing.append(_folded(manuscript.title))

    def blank(text: str) -> str:
        for found in reversed(screening.read(text)):
            if screening.key_of(case_id, found.type, text[found.start : found.end]) not in kept:
                text = text[: found.start] + BLANK + text[found.end :]
        return text

    def quoted(quote: str) -> str:
        words = _folded(quote)
        return blank(quote) if any(words in text for text in standing) else ""

    return await to_thread.run_sync(lambda: [_with(report, blank, quoted) for report in reports])


def _with(report: FrozenReport, blank: Callable[[str], str], quoted: Callable[[str], str]) -> FrozenReport:
    return replace(
        report,
        answers={
            code: {key: _each(value, blank) for key, value in answer.items()}
            for code, answer in report.answers.items()
        },
        remarks=[
            replace(remark, quote=quoted(remark.quote), comment=blank(remark.comment))
            for remark in report.remarks
        ],
        comments=blank(report.comments),
    )


def _each(value: Any, blank: Callable[[str], str]) -> Any:
    return blank(value) if isinstance(value, str) else value


def _folded(text: str) -> str:
    return " ".join(text.split())
