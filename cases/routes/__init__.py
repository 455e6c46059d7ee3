"""The JSON API of cases."""

from litestar import Router

from cases.routes import authors, editing, history, picturing, reading, reviewing, writing

router = Router(
    "/cases",
    route_handlers=[
        *reading.handlers,
        *writing.handlers,
        *history.handlers,
        *authors.handlers,
        *picturing.handlers,
        *editing.handlers,
        *reviewing.handlers,
    ],
    tags=["cases"],
)
