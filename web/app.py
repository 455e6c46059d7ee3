"""All pages, for `api.app` to serve: one import line and one entry per domain."""

from litestar import Router
from litestar.types import ControllerRouterHandler

import web.pages.assets
import web.pages.credit
import web.pages.home
import web.pages.preferences
import web.pages.styleguide
from web.errors import error_page

pages: list[ControllerRouterHandler] = [
    web.pages.assets.router,
    web.pages.credit.router,
    web.pages.home.router,
    web.pages.preferences.router,
    web.pages.styleguide.router,
]

handlers: list[ControllerRouterHandler] = [
    Router("/", route_handlers=pages, exception_handlers={Exception: error_page}, include_in_schema=False)
]
