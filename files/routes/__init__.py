"""Pictures for browsers, and the JSON API of files."""

from litestar import Router

from files.routes import looking, working
from files.routes.serving import picture

router = Router("/files", route_handlers=[*working.handlers, *looking.handlers], tags=["files"])

__all__ = ["picture", "router"]
