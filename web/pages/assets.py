"""What browsers ask for by a fixed name."""

from typing import Any

from litestar import Request, Response, Router, get

from web.csp import EVERYWHERE
from web.i18n import language
from web.render import viewer_of
from web.static import asset, static

_DAY = {"cache-control": "public, max-age=86400"}


@get("/manifest.webmanifest", sync_to_thread=False)
def web_manifest(request: Request[Any, Any, Any]) -> Response[dict[str, object]]:
    """So that a phone can put Consilium on its home screen."""
    _ = language(request, viewer_of(request))
    manifest: dict[str, object] = {
        "name": "Consilium",
        "short_name": "Consilium",
        "description": _("Where clinicians think together."),
        "lang": _.code,
        "dir": _.direction,
        "start_url": "/",
        "display": "standalone",
        "background_color": "#fbfcfc",
        "theme_color": "#0b6b78",
        "icons": [
            {"src": asset("mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any maskable"}
        ],
    }
    return Response(manifest, media_type="application/manifest+json", headers=EVERYWHERE | _DAY)


@get("/favicon.ico", sync_to_thread=False)
def favicon() -> Response[bytes]:
    """Pages name the SVG mark; this is for whoever asks without reading them."""
    return Response(b"", status_code=301, headers={"location": asset("mark.svg")} | _DAY)


router = Router("/", route_handlers=[static, web_manifest, favicon], include_in_schema=False)
