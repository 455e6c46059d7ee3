from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

WAITING = text("leased_until IS NULL AND dead_at IS NULL")


class Job(Base):
    """One thing to do. Done rows are deleted with the work's own commit; dead ones stay for the operator."""

    __tablename__ = "core_outbox"
    __table_args__ = (
        # One waiting job a key. One that runs does not count: what changes meanwhile needs its own.
        Index("uq_core_outbox_key", "key", unique=True, postgresql_where=WAITING),
        Index("ix_core_outbox_due", "run_at", postgresql_where=text("dead_at IS NULL")),
        Index("ix_core_outbox_dead", "dead_at", postgresql_where=text("dead_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[dict[str, object]]
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    dead_at: Mapped[datetime | None]
