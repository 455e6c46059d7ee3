"""Who hears of what: the one list of event handlers and jobs. A line each; packages never meet elsewhere."""

from core import mail
from core.events import Bus
from core.outbox import Handler
from core.settings import Settings


def wire_events(bus: Bus) -> None:
    """Handlers within the transaction (`bus.within`) and after the commit (`bus.after`)."""


def jobs(settings: Settings) -> dict[str, Handler]:
    """Outbox job kinds and who does them."""
    return {
        mail.KIND: mail.sender(settings),
    }
