"""What travels."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class NotificationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """`values` fill the saying of the kind (inbox.texts); `count` is how many pieces of news it sums up."""

    id: UUID
    kind: str
    link: str
    count: int
    values: dict[str, object]
    told_at: datetime
    read: bool
