"""What people and other packages do with files. Callers own the transaction."""

from files.service.looking import decide, queue, take
from files.service.reading import Standing, file, looked_at, standings, views
from files.service.redacting import hand_on, redact, say_clean, take_back
from files.service.removing import StillStored, remove, remove_all, take_down
from files.service.serving import Asked, Handed, hand_out, public_bytes
from files.service.uploading import MOST_BYTES, before_reading, upload

__all__ = [
    "MOST_BYTES",
    "Asked",
    "Handed",
    "Standing",
    "StillStored",
    "before_reading",
    "decide",
    "file",
    "hand_on",
    "hand_out",
    "looked_at",
    "public_bytes",
    "queue",
    "redact",
    "remove",
    "remove_all",
    "say_clean",
    "standings",
    "take",
    "take_back",
    "take_down",
    "upload",
    "views",
]
