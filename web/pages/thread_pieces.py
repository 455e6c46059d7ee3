"""Pieces of a thread's page that are the same for many requests, rendered once and kept."""

from functools import lru_cache
from uuid import UUID

from markupsafe import Markup

from web.forms import FormState
from web.render import fragment

KEY = "00000000-0000-7000-8000-000000000000"


@lru_cache(maxsize=4096)
def page_links(code: str, thread_id: UUID, pages: int, number: int, *, again: bool = False) -> Markup:
    """Links to the pages of a thread; nothing when there is one. `again`: those below the posts."""
    if pages < 2:  # noqa: PLR2004 - one page needs no links
        return Markup("")
    return fragment(
        code, "forums/_pages.html", thread_id=thread_id, pages=pages, page_number=number, again=again
    )


@lru_cache(maxsize=8)
def new_since(code: str) -> Markup:
    """The line above the first post that is news."""
    return fragment(code, "forums/_new.html")


@lru_cache(maxsize=4096)
def own(
    code: str, thread_id: UUID, post_id: UUID, number: int, *, mine: bool, may_answer: bool, answer: bool
) -> Markup:
    """What the author of a post (`mine`) and who may mark an answer get beside it."""
    return fragment(
        code,
        "forums/_own.html",
        thread_id=thread_id,
        post_id=post_id,
        number=number,
        mine=mine,
        may_answer=may_answer,
        answer=answer,
    )


def composer(code: str, thread_id: UUID, number: int, form: FormState, preview: str) -> Markup:
    """The form to reply. An empty one is kept, and only gets the key of its sending."""
    if form.refused or preview or set(form.values) - {"key"}:
        return _reply(code, thread_id, number, form, preview)
    return _blank(code, thread_id, number).replace(KEY, Markup.escape(form.text("key")))


@lru_cache(maxsize=4096)
def _blank(code: str, thread_id: UUID, number: int) -> Markup:
    return _reply(code, thread_id, number, FormState.of(key=KEY), "")


def _reply(code: str, thread_id: UUID, number: int, form: FormState, preview: str) -> Markup:
    return fragment(
        code, "forums/_reply.html", thread_id=thread_id, page_number=number, form=form, preview=preview
    )
