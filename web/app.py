"""All pages, for `api.app` to serve: one import line and one entry per domain."""

from litestar import Router
from litestar.types import ControllerRouterHandler

import web.pages.assets
import web.pages.boards
import web.pages.cases
import web.pages.clubs
import web.pages.credit
import web.pages.home
import web.pages.identity
import web.pages.inbox
import web.pages.looks
import web.pages.moderation
import web.pages.office_boards
import web.pages.posts
import web.pages.preferences
import web.pages.rooms
import web.pages.search
import web.pages.styleguide
import web.pages.threads
from web import forms

routers: list[ControllerRouterHandler] = [
    web.pages.assets.router,
    web.pages.threads.router,
    web.pages.posts.router,
    web.pages.inbox.router,
    web.pages.looks.router,
    web.pages.moderation.router,
    web.pages.boards.router,
    web.pages.office_boards.router,
    web.pages.cases.router,
    web.pages.clubs.router,
    web.pages.credit.router,
    web.pages.home.router,
    web.pages.identity.router,
    web.pages.preferences.router,
    web.pages.rooms.router,
    web.pages.search.router,
    web.pages.styleguide.router,
]

handlers = [Router("/", route_handlers=routers, before_request=forms.take_in, include_in_schema=False)]
