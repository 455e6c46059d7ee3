"""Pages of cases: reading, writing together, the editor's desk, reviews."""

from litestar import Router

from web.pages.cases import (
    amending,
    authors,
    challenge,
    consent,
    document,
    editing,
    feed,
    figures,
    founding,
    history,
    opposing,
    ordering,
    public,
    reviewing,
    roles,
    submitting,
    thanks,
    works,
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
        roles.router,
        ordering.router,
        thanks.router,
        submitting.router,
        consent.router,
        figures.router,
        document.router,
        works.router,
        history.router,
        opposing.router,
        editing.router,
        amending.router,
        challenge.router,
        reviewing.router,
    ],
    include_in_schema=False,
)
