"""axe-core in the page: the rules of WCAG 2.2 AA that a machine can judge."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => (await axe.run(document, {runOnly: tags})).violations
    .map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html)}))"""


async def assert_accessible(page: Page, *, allow: frozenset[str] = frozenset()) -> None:
    """Fails with every violation axe finds, except the rules in `allow`, which the caller should explain."""
    await page.evaluate(_axe())
    found = [v for v in await page.evaluate(_RUN, TAGS) if v["id"] not in allow]
    assert not found, "\n".join(_told(violation) for violation in found)


def _told(violation: dict[str, Any]) -> str:
    examples = "\n    ".join(violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {examples}"


@lru_cache
def _axe() -> str:
    """As an expression: the page's policy forbids script tags, not the debugger."""
    return f"(() => {{ {AXE.read_text('utf-8')} }})()"
