from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Touched(Base):
    """A document that changed while the index was rebuilt: the new index hears of it once more."""

    __tablename__ = "search_touched"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
