"""All components on one page, for those who build pages; only where `development` is set."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency

from core import clock
from core.errors import NotFound
from core.policy import Viewer
from web.forms import REQUIRED, FormState
from web.render import page

_TEXT = """<p>A 34-year-old woman with <strong>chest pain</strong> and a rising troponin; the angiogram was
<a href="#1">normal</a>.</p><h3>Findings</h3><ul><li>Late enhancement in the lateral wall</li><li>Ejection
fraction <code>48 %</code></li></ul><blockquote><p>Think of myocarditis first.</p></blockquote>
<table><thead><tr><th>Day</th><th>Troponin T, ng/L</th></tr></thead><tbody><tr><td>1</td><td>410</td></tr>
<tr><td>2</td><td>388</td></tr></tbody></table>"""


@get("/styleguide")
async def styleguide(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Response[str]:
    if not request.app.state.settings.development:
        raise NotFound
    now = clock.now() - timedelta(minutes=3)
    sample = FormState.of(kind="case", body="A 34-year-old woman with chest pain …", audience="all")
    if request.query_params.get("errors"):
        sample.fail("title", REQUIRED)
        sample.fail("audience", REQUIRED)
    return page(
        request,
        viewer,
        "styleguide/styleguide.html",
        now=now,
        earlier=now - timedelta(days=3),
        sample=sample,
        text=_TEXT,
    )


router = Router("/", route_handlers=[styleguide], include_in_schema=False)
