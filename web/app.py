"""All pages, for `api.app` to serve: one import line and one entry per domain."""

from litestar.types import ControllerRouterHandler

import web.pages.assets
import web.pages.credit
import web.pages.home
import web.pages.identity
import web.pages.preferences
import web.pages.styleguide

handlers: list[ControllerRouterHandler] = [
    web.pages.assets.router,
    web.pages.credit.router,
    web.pages.home.router,
    web.pages.identity.router,
    web.pages.preferences.router,
    web.pages.styleguide.router,
]
