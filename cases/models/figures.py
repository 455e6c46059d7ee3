from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class CaseFigure(Entity):
    """A figure of the write-up as it stands now. What was handed in or published holds a copy in its text."""

    __tablename__ = "cases_figure"
    __table_args__ = (Index("ix_cases_figure_case", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files_file.id"), unique=True)
    position: Mapped[int]
    caption: Mapped[str] = mapped_column(Text, default="")
    alt: Mapped[str] = mapped_column(String(1000), default="")
    licence: Mapped[str] = mapped_column(String(100), default="")
