"""Reporting, the moderators' queue, decisions and appeals, disclosures."""

from litestar import Router

from web.pages.moderation import decisions, disclosures, queue, reports

router = Router(
    "/",
    route_handlers=[*queue.handlers, *decisions.handlers, *reports.handlers, *disclosures.handlers],
    include_in_schema=False,
)
