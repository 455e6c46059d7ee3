"""Publication for good. What follows after it is in cases.service.amending."""

import hashlib
from uuid import UUID

import msgspec
from msgspec import convert, to_builtins
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import byline
from cases.errors import AuthorsUnsettled, CaseIsHeld, ConsentMissing, NotConfirmed
from cases.events import CasePublished
from cases.models import Case, Collection, Submission, Version
from cases.schemas import FrozenConsent, Manuscript, Publication
from cases.service import access, consenting, people, picturing, registering, renditions
from cases.service.discussion import open_challenge, open_discussion
from cases.service.reports import how_reviewed
from cases.service.submission import author_ids
from cases.service.transitions import check, move
from cases.states import Act
from core import clock
from core.events import publish as tell
from core.ids import new_id
from core.markdown import plain
from core.policy import Viewer
from identity import service as identity

LICENCE = "CC BY 4.0"
SUMMARY = 300


async def publish(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> UUID:
    """Freeze the accepted round, with authors, roles and disclosures, as a version. Returns its id.

    Raises CaseNotFound, EditorIsInvolved, NotPossibleNow, CaseIsHeld, ConsentMissing, NotConfirmed,
    FiguresNotReady, ImagesNotCovered, and AuthorsUnsettled, whose context lists the `gaps`.
    """
    case, collection = await access.as_editor(session, viewer, case_id)
    check(case, Act.PUBLISH)
    if access.hidden_state(case):
        raise CaseIsHeld
    consent = await valid_consent(session, case.id)
    await _refuse_unsettled(session, case.id)
    publication = await _publication(session, case, collection, consent)
    version = await add_version(session, case, publication)
    await move(session, case, Act.PUBLISH, actor_id=viewer.person_id, detail={"version": version.number})
    await _tell(session, viewer, case, collection, version, publication)
    return version.id


async def add_version(session: AsyncSession, case: Case, publication: Publication) -> Version:
    """Append the next version and make it the current one."""
    last = await session.scalar(select(func.max(Version.number)).where(Version.case_id == case.id))
    version = Version(
        id=new_id(),
        case_id=case.id,
        number=(last or 0) + 1,
        title=publication.manuscript.title,
        byline=[author.name for author in publication.authors],
        summary=summary_of(publication.manuscript),
        content=to_builtins(publication),
        content_hash=content_hash(publication),
        created_at=publication.published_at,
    )
    session.add(version)
    await session.flush()
    case.current_version_id, case.published_at = version.id, publication.published_at
    await session.flush()
    await renditions.order_all(session, case.id)
    await registering.order(session, case.id)
    return version


def content_hash(publication: Publication) -> str:
    """SHA-256 of the canonical JSON (sorted keys), in hexadecimal."""
    return hashlib.sha256(msgspec.json.encode(publication, order="sorted")).hexdigest()


def summary_of(manuscript: Manuscript) -> str:
    abstract = next((s.body for s in manuscript.sections if s.key == "abstract"), "")
    words = " ".join(plain(abstract).split())
    return words if len(words) <= SUMMARY else words[:SUMMARY].rsplit(" ", 1)[0] + " …"


async def valid_consent(session: AsyncSession, case_id: UUID) -> FrozenConsent:
    """What the ledger says now, under the case's lock: a consent, or an attestation that was confirmed."""
    found = await consenting.standing_of(session, case_id)
    if found is None or found.state == "insufficient":
        raise ConsentMissing
    if found.state == "unconfirmed":
        raise NotConfirmed
    return consenting.frozen(found)


async def _refuse_unsettled(session: AsyncSession, case_id: UUID) -> None:
    """Roles, order and disclosures as they are now. Who did not answer is not thanked in print."""
    found = await people.authorship(session, case_id)
    if gaps := byline.unsettled(found.authors, found.order):
        raise AuthorsUnsettled(gaps=to_builtins(gaps))


async def _publication(
    session: AsyncSession, case: Case, collection: Collection, consent: FrozenConsent
) -> Publication:
    submitted = select(Submission.content).where(
        Submission.case_id == case.id, Submission.round == case.round
    )
    content = (await session.execute(submitted)).scalar_one()
    await picturing.refuse_unready(session, case.id, content)
    manuscript = replace(convert(content, Manuscript), consent=consent)
    return Publication(
        manuscript=manuscript,
        authors=await people.frozen_authors(session, case.id),
        collection=collection.name,
        licence=LICENCE,
        published_at=clock.now(),
        review=await how_reviewed(session, case.id, case.round, collection, manuscript),
        acknowledgements=await people.frozen_thanks(session, case.id),
    )


async def _tell(  # noqa: PLR0917
    session: AsyncSession,
    viewer: Viewer,
    case: Case,
    collection: Collection,
    version: Version,
    publication: Publication,
) -> None:
    authors = await author_ids(session, case.id)
    for person_id in authors:
        await identity.mark_public_author(session, person_id=person_id)
    if collection.board_id is not None:
        board_id, manuscript = collection.board_id, publication.manuscript
        await open_discussion(session, viewer, case=case, version=version, board_id=board_id)
        await open_challenge(session, viewer, case=case, manuscript=manuscript, board_id=board_id)
    await tell(
        session,
        CasePublished(
            case_id=case.id, version_id=version.id, version_number=version.number, author_ids=authors
        ),
    )
