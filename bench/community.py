"""What the bench of pages looks at: made through the services, as people make it."""

from uuid import UUID

from msgspec import Struct

from cases import service as cases
from cases.schemas import ImportedAuthor, ImportedCase, ImportedSection
from core import clock
from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from forums import service as forums
from forums.schemas import BoardDraft
from identity.models import Person, RoleGrant
from identity.passwords import hash_password
from identity.sessions import open_session

REPLIES = 200
THREADS = 120
PEOPLE = 40
PASSWORD = "a long enough passphrase"  # noqa: S105 - of accounts that live for one bench
WORDS = (
    "The troponin was flat on two draws, yet the echocardiogram showed a new wall motion abnormality. "
    "We repeated the study after rate control and it had resolved, which argues against infarction. "
)


class Community(Struct):
    board_slug: str
    thread_id: UUID
    case_id: UUID
    token: str
    emails: list[str]


def viewer(person: Person, *roles: Role) -> Viewer:
    return Viewer(person_id=person.id, name=person.name, grants=frozenset(Grant(role) for role in roles))


async def people(sessions: Sessions) -> list[Person]:
    hashed = await hash_password(PASSWORD)
    made = [
        Person(
            name=f"Member {n:02}",
            email=f"member{n}@example.org",
            email_confirmed_at=clock.now(),
            password_hash=hashed,
            specialty="cardiology",
        )
        for n in range(PEOPLE)
    ]
    async with transaction(sessions) as session:
        session.add_all(made)
        await session.flush()
        session.add_all(RoleGrant(person_id=p.id, role=Role.VERIFIED_CLINICIAN) for p in made)
    return made


async def found(sessions: Sessions) -> Community:
    """A board of THREADS threads, one with REPLIES replies by PEOPLE authors, a published case."""
    everybody = await people(sessions)
    clinician = Role.VERIFIED_CLINICIAN
    async with transaction(sessions) as session:
        admin = viewer(everybody[0], clinician, Role.ADMINISTRATOR)
        board = await forums.create_board(
            session, admin, draft=BoardDraft(slug="cardiology", name="Cardiology", purpose="The heart.")
        )
        for n in range(THREADS):
            opened = await forums.open_thread(
                session,
                viewer(everybody[n % PEOPLE], clinician),
                board_id=board.id,
                title=f"Chest pain with a normal angiogram, number {n}",
                body=WORDS * 3,
            )
        for n in range(REPLIES):
            body = f"{WORDS * (1 + n % 3)}\n\n- first, *look*\n- then [read](https://example.org/{n})\n"
            author = viewer(everybody[n % PEOPLE], clinician)
            await forums.reply(session, author, thread_id=opened.thread_id, body=body)
        imported = await cases.import_published(session, report=report())
        token = await open_session(session, person_id=everybody[1].id)
    return Community(
        board_slug=board.slug,
        thread_id=opened.thread_id,
        case_id=imported.id,
        token=token,
        emails=[p.email for p in everybody],
    )


def report() -> ImportedCase:
    return ImportedCase(
        doi="10.5555/bench.1",
        title="Takotsubo cardiomyopathy after a house move",
        citation="Bench Reports 2026;1:1",
        licence="CC BY 4.0",
        source="https://example.org/bench/1",
        abstract=WORDS * 4,
        keywords=["takotsubo", "echocardiography"],
        specialty="cardiology",
        authors=[ImportedAuthor(name=f"Author {n}") for n in range(4)],
        sections=[ImportedSection(heading=f"Part {n}", body=WORDS * 12) for n in range(8)],
    )
