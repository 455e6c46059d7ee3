"""The things that are moderated, behind one face. Their owners do what is decided here."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from core.errors import NotFound
from core.policy import Viewer
from forums import service as forums
from moderation.errors import SubjectNotFound


class Subject(Struct, frozen=True, kw_only=True):
    """A text to judge, with who wrote it. `scope_id` is a post's board. Spans of findings count in `body`.

    `title` is empty for a reply: `Owner.title` knows its thread's.
    """

    kind: str
    id: UUID
    scope_id: UUID | None
    title: str
    body: str
    author_ids: list[UUID]


class Owner(Protocol):
    """What the package that owns a kind of thing does for moderation.

    Whoever writes a thing locks it and then its flag, so moderation locks in that order too: `lock` first.
    """

    async def lock(self, session: AsyncSession, subject_id: UUID) -> None: ...
    async def subject(self, session: AsyncSession, subject_id: UUID) -> Subject: ...
    async def title(self, session: AsyncSession, subject_id: UUID) -> str: ...
    async def visible(self, session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]: ...
    async def hold(self, session: AsyncSession, subject_id: UUID, reason: str) -> None: ...
    async def release(self, session: AsyncSession, subject_id: UUID) -> None: ...
    async def remove(self, session: AsyncSession, subject_id: UUID, reason: str) -> None: ...
    async def restore(self, session: AsyncSession, subject_id: UUID) -> None: ...
    def href(self, subject_id: UUID) -> str: ...


class Posts:
    async def lock(self, session: AsyncSession, subject_id: UUID) -> None:
        await forums.lock_post(session, post_id=subject_id)

    async def subject(self, session: AsyncSession, subject_id: UUID) -> Subject:
        post = await forums.post_for_screening(session, post_id=subject_id)
        body = f"{post.title}\n\n{post.text}" if post.title else post.text
        return Subject(
            kind="post",
            id=subject_id,
            scope_id=post.board_id,
            title=post.title or "",
            body=body,
            author_ids=[post.author_id],
        )

    async def title(self, session: AsyncSession, subject_id: UUID) -> str:
        """Of the thread; only a reply has a document of its own, an opening brings its title along."""
        document = await forums.document(session, kind="post", id=subject_id)
        return document.title if document else ""

    async def visible(self, session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
        return await forums.visible_ids(session, viewer, kind="post", ids=ids)

    async def hold(self, session: AsyncSession, subject_id: UUID, reason: str) -> None:
        await forums.hold_post(session, post_id=subject_id, reason=reason)

    async def release(self, session: AsyncSession, subject_id: UUID) -> None:
        await forums.release_post(session, post_id=subject_id)

    async def remove(self, session: AsyncSession, subject_id: UUID, reason: str) -> None:
        await forums.remove_post(session, post_id=subject_id, reason=reason)

    async def restore(self, session: AsyncSession, subject_id: UUID) -> None:
        await forums.restore_post(session, post_id=subject_id)

    def href(self, subject_id: UUID) -> str:
        return f"/posts/{subject_id}"


class Cases:
    async def lock(self, session: AsyncSession, subject_id: UUID) -> None:
        await cases.lock(session, subject_id)

    async def subject(self, session: AsyncSession, subject_id: UUID) -> Subject:
        case = await cases.texts_for_screening(session, subject_id)
        return Subject(
            kind="case",
            id=subject_id,
            scope_id=None,
            title=case.title,
            body="\n\n".join(text for text in [case.title, *case.texts.values()] if text),
            author_ids=case.author_ids,
        )

    async def title(self, session: AsyncSession, subject_id: UUID) -> str:
        return (await cases.texts_for_screening(session, subject_id)).title

    async def visible(self, session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
        return await cases.visible_ids(session, viewer=viewer, ids=ids)

    async def hold(self, session: AsyncSession, subject_id: UUID, reason: str) -> None:
        await cases.hold(session, subject_id, reason)

    async def release(self, session: AsyncSession, subject_id: UUID) -> None:
        await cases.release(session, subject_id)

    async def remove(self, session: AsyncSession, subject_id: UUID, reason: str) -> None:
        await cases.remove(session, subject_id, reason)

    async def restore(self, session: AsyncSession, subject_id: UUID) -> None:
        await cases.restore(session, subject_id)

    def href(self, subject_id: UUID) -> str:
        return f"/cases/{subject_id}"


OWNERS: dict[str, Owner] = {"post": Posts(), "case": Cases()}


async def subject_for(session: AsyncSession, viewer: Viewer, *, kind: str, subject_id: UUID) -> Subject:
    """The thing, if the viewer may see it. Raises SubjectNotFound."""
    owner = OWNERS.get(kind)
    if owner is None or subject_id not in await owner.visible(session, viewer, [subject_id]):
        raise SubjectNotFound
    try:
        return await owner.subject(session, subject_id)
    except NotFound as error:
        raise SubjectNotFound from error
