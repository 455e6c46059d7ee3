"""A journal article and its discussion."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from api.demo import threads
from api.demo.stage import Act, Stage, data, span
from clubs import service as clubs


def acts(begun: datetime) -> Iterator[Act]:
    article = data("clubs")
    at = begun - span(article["ago"])
    yield Act(at, partial(_add, article))
    yield from threads.replies_to(article, at)
    yield from threads.caught_up(article, at, begun)


async def _add(article: dict[str, Any], stage: Stage) -> None:
    """The citation as a reference manager exports it, and the thread about it."""
    viewer = await stage.viewer(article["by"])
    added = await clubs.add_citation(
        stage.session, viewer, citation=article["citation"], specialty=article["specialty"]
    )
    stage.made[f"thread:{article['key']}"] = await clubs.open_discussion(
        stage.session, viewer, article_id=added.id, board_id=stage.boards[article["board"]]
    )
