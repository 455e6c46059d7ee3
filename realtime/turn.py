"""Short-lived names and passwords for the TURN server (coturn's `use-auth-secret`)."""

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from core import clock
from core.settings import Settings

LIFE = timedelta(hours=12)


def ice_servers(settings: Settings, person_id: UUID) -> list[dict[str, object]]:
    """What a browser hands to RTCPeerConnection as `iceServers`; empty when no server is configured."""
    urls = [url.strip() for url in settings.turn_urls.split(",") if url.strip()]
    if not urls or not settings.turn_secret:
        return []
    username = f"{int((clock.now() + LIFE).timestamp())}:{person_id}"
    digest = hmac.new(settings.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    return [{"urls": urls, "username": username, "credential": base64.b64encode(digest).decode()}]
