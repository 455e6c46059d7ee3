"""Mail leaves through the outbox, in plain text, and says nothing clinical."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

import aiosmtplib
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.ids import new_id
from core.settings import Settings

logger = structlog.get_logger(__name__)
KIND = "core.mail"


async def send(session: AsyncSession, *, to: str, subject: str, text: str, key: str | None = None) -> None:
    """Queue a mail in the caller's transaction. It leaves after the commit, tried again until accepted."""
    await outbox.enqueue(session, KIND, {"to": to, "subject": subject, "text": text}, key=key)


def sender(settings: Settings) -> outbox.Handler:
    """The job that hands a mail to the SMTP server; without one it is kept as a file."""

    async def deliver(_: AsyncSession, payload: dict[str, Any]) -> None:
        if not settings.smtp_host:
            keep(settings, payload)
            return
        await aiosmtplib.send(
            letter(settings, payload),
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=20,
        )

    return deliver


def keep(settings: Settings, payload: dict[str, Any]) -> None:
    """Without a mail server (a first look on one's own machine) mail is a file to be read there."""
    folder = settings.data / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_id()}.eml"
    path.write_bytes(bytes(letter(settings, payload)))
    logger.info("mail kept as a file, no SMTP server is configured", path=str(path))


def letter(settings: Settings, payload: dict[str, Any]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="consilium.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["text"])
    return message
