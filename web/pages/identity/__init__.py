"""Pages about people: joining, signing in, the account, cards, the office."""

from litestar import Router

from web.pages.identity import (
    account,
    data,
    joining,
    office,
    organisations,
    people,
    registrar,
    reset,
    security,
    signing_in,
    tokens,
    two_step,
    verification,
)

router = Router(
    "/",
    route_handlers=[
        joining.router,
        signing_in.router,
        reset.router,
        account.router,
        security.router,
        two_step.router,
        tokens.router,
        verification.router,
        data.router,
        people.router,
        office.router,
        registrar.router,
        organisations.router,
    ],
    include_in_schema=False,
)
