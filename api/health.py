"""Is the process alive, and can it serve."""

from litestar import Response, get
from litestar.datastructures import State
from sqlalchemy import text

from core.db import Sessions


@get("/health/live", include_in_schema=False, sync_to_thread=False, dependencies={})
def live() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", include_in_schema=False)
async def ready(state: State) -> Response[dict[str, str]]:
    sessions: Sessions = state.sessions
    try:
        async with sessions() as session:
            await session.execute(text("SELECT 1"))
    except Exception:
        return Response({"status": "database unreachable"}, status_code=503)
    return Response({"status": "ready"})


handlers = [live, ready]
