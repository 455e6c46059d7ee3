"""The card of a person."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import policy, service
from web.i18n import language
from web.pages.identity.common import LABELS, AnyRequest, language_name
from web.render import page

ORCID = "https://orcid.org/"


@get("/people/{person_id:uuid}")
async def person(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    person_id: FromPath[UUID],
) -> Response[str]:
    profile = await service.profile(session, viewer, person_id)
    lang = language(request, viewer)
    return page(
        request,
        viewer,
        "identity/people/person.html",
        person=profile,
        whole=policy.may_read_profile(viewer),
        own=viewer.person_id == person_id,
        office=policy.may_manage_roles(viewer),
        spoken=[language_name(lang, code) for code in profile.languages],
        orcid_address=f"{ORCID}{profile.orcid}" if profile.orcid else "",
        **LABELS,
    )


router = Router("/", route_handlers=[person], include_in_schema=False)
