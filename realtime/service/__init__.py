"""What people and other packages do with rooms. Callers own the transaction."""

from realtime.service.chatting import chat_of, lines, say
from realtime.service.entering import (
    Entry,
    acknowledge,
    arrive,
    bar,
    beat,
    depart,
    has_acknowledged,
    issue_ticket,
    may_stay,
    redeem,
)
from realtime.service.scheduling import attended, end, live_and_upcoming, past, room, schedule
from realtime.service.settling import SETTLE, settle

__all__ = [
    "SETTLE",
    "Entry",
    "acknowledge",
    "arrive",
    "attended",
    "bar",
    "beat",
    "chat_of",
    "depart",
    "end",
    "has_acknowledged",
    "issue_ticket",
    "lines",
    "live_and_upcoming",
    "may_stay",
    "past",
    "redeem",
    "room",
    "say",
    "schedule",
    "settle",
]
