"""What a person was told."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from inbox import service
from inbox.schemas import NotificationView
from inbox.texts import SAYINGS
from web.i18n import Language, language
from web.pages.forum_words import AnyRequest
from web.render import page, see_other

PAGE = 30


@get("/inbox")
async def inbox(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """The newest first."""
    told, more = await service.page(session, viewer, after=after, limit=PAGE)
    tongue = language(request, viewer)
    return page(
        request,
        viewer,
        "inbox/inbox.html",
        entries=[(note, said(tongue, note)) for note in told],
        unread=any(not note.read for note in told),
        next=f"/inbox?after={more}" if more else "",
        first="/inbox" if after else "",
    )


@get("/inbox/{notification_id:uuid}")
async def open_one(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    notification_id: FromPath[UUID],
) -> Redirect:
    """Mark it as read and go where it leads; that page asks again who may see it."""
    link = await service.read_one(session, viewer, notification_id=notification_id)
    return see_other(request, link)


@post("/inbox/read")
async def read_all(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Mark all as read."""
    await service.read_all(session, viewer)
    return see_other(request, "/inbox")


def said(tongue: Language, note: NotificationView) -> str:
    """A notification in the reader's words; templates escape it."""
    saying = SAYINGS[note.kind]
    return tongue.ngettext(saying.one, saying.many, note.count, **note.values)


router = Router("/", route_handlers=[inbox, open_one, read_all], include_in_schema=False)
