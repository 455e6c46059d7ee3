"""What happens elsewhere and changes what can be found."""

from sqlalchemy.ext.asyncio import AsyncSession

from cases.events import CaseChanged, CasePublished, CaseRetracted, CaseVisibilityChanged
from clubs.events import ArticleAdded, ArticleChanged
from core.events import Bus
from forums.events import (
    BoardChanged,
    PostEdited,
    PostVisibilityChanged,
    PostWritten,
    ThreadChanged,
    ThreadOpened,
)
from identity.events import PersonChanged, PersonErased, PersonJoined, PersonVerified
from search.jobs import changed

CaseEvent = CaseChanged | CasePublished | CaseRetracted | CaseVisibilityChanged
PersonEvent = PersonChanged | PersonErased | PersonJoined | PersonVerified


async def board(session: AsyncSession, event: BoardChanged) -> None:
    await changed(session, "board", event.board_id)


async def thread(session: AsyncSession, event: ThreadOpened) -> None:
    await changed(session, "thread", event.thread_id)


async def whole_thread(session: AsyncSession, event: ThreadChanged) -> None:
    """Replies are found under the thread's title, and hidden with it."""
    await changed(session, "thread", event.thread_id, replies=True)


async def post(session: AsyncSession, event: PostWritten | PostEdited | PostVisibilityChanged) -> None:
    """The post may be the opening one, which is found as the thread."""
    await changed(session, "post", event.post_id)
    if not isinstance(event, PostWritten):
        await changed(session, "thread", event.thread_id)


async def case(session: AsyncSession, event: CaseEvent) -> None:
    await changed(session, "case", event.case_id)


async def person(session: AsyncSession, event: PersonEvent) -> None:
    await changed(session, "person", event.person_id)


async def article(session: AsyncSession, event: ArticleAdded | ArticleChanged) -> None:
    await changed(session, "article", event.article_id)


def listen(bus: Bus) -> None:
    """Within the transaction: the job is there exactly when the change is."""
    bus.within[BoardChanged].append(board)
    bus.within[ThreadOpened].append(thread)
    bus.within[ThreadChanged].append(whole_thread)
    for about_posts in (PostWritten, PostEdited, PostVisibilityChanged):
        bus.within[about_posts].append(post)
    for about_cases in (CaseChanged, CasePublished, CaseRetracted, CaseVisibilityChanged):
        bus.within[about_cases].append(case)
    for about_people in (PersonChanged, PersonErased, PersonJoined, PersonVerified):
        bus.within[about_people].append(person)
    for about_articles in (ArticleAdded, ArticleChanged):
        bus.within[about_articles].append(article)
