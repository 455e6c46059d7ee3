"""Pages of cases: reading, writing together, the editor's desk, reviews."""

from litestar import Router

from web.pages.cases import (
    authors,
    consent,
    document,
    editing,
    feed,
    figures,
    founding,
    public,
    reviewing,
    writing,
)

router = Router(
    "/",
    route_handlers=[
        public.router,
        feed.router,
        founding.router,
        writing.router,
        authors.router,
        consent.router,
        figures.router,
        document.router,
        editing.router,
        reviewing.router,
    ],
    include_in_schema=False,
)
