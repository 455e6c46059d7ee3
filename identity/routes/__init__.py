"""The JSON API of identity. Signing in is for browsers; programs bring an access token."""

from litestar import Router

from identity.routes import keys, people, verifications

router = Router(
    "/identity",
    route_handlers=[*people.handlers, *keys.handlers, *verifications.handlers],
    tags=["identity"],
)
