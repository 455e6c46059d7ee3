"""The JSON API of the forums."""

from litestar import Router

from forums.routes import boards, posts, threads

router = Router(
    "/forums", route_handlers=[*boards.handlers, *threads.handlers, *posts.handlers], tags=["forums"]
)
