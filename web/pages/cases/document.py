"""The page on which authors write a case up together; the words travel on the document socket."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.care import Kind, slots_of
from core.policy import Viewer
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, show


@get("/cases/{case_id:uuid}/document", exception_handlers=TAKEN_DOWN)
async def document(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    slots = slots_of(mine.article_type, [slot.key for slot in mine.slots])
    written = [slot for slot in slots if slot.kind is not Kind.CONSENT]
    return show(request, viewer, "document.html", case=mine, written=written)


router = Router("/", route_handlers=[document])
