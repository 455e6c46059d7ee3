"""The first page: what to go on with, and what is on."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency

from core.policy import Viewer
from web.render import page


@get("/", include_in_schema=False)
async def home(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "home/home.html", sections=[])


router = Router("/", route_handlers=[home], include_in_schema=False)
