"""The JSON API of moderation."""

from moderation.routes.api import router

__all__ = ["router"]
