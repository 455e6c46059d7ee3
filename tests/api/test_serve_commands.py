"""What an operator asks of the outbox and of the audit log."""

from sqlalchemy import text

from core import audit, clock
from core.db import Sessions, transaction
from core.ids import new_id
from core.outbox import enqueue
from core.outbox.queue import MAX_ATTEMPTS
from credit.service import evidence
from identity.models import Person
from tests.api.consilium import consilium


async def failed_job(sessions: Sessions, kind: str) -> None:
    async with transaction(sessions) as session:
        await enqueue(session, kind, {})
        await session.execute(
            text("UPDATE core_outbox SET dead_at = :now, attempts = :n, last_error = 'OSError: no route'"),
            {"now": clock.now(), "n": MAX_ATTEMPTS},
        )


async def test_the_outbox_lists_what_failed_for_good_and_tries_it_again(
    sessions: Sessions, database_url: str
) -> None:
    empty = consilium("outbox", "list", DATABASE_URL=database_url)
    assert empty.stdout == "No job has failed for good.\n"
    await failed_job(sessions, "core.mail")
    listed = consilium("outbox", "list", DATABASE_URL=database_url).stdout
    assert "core.mail" in listed
    assert "OSError: no route" in listed
    assert listed.endswith("1 dead jobs.\n")
    number = listed.split()[0]
    assert consilium("outbox", "replay", str(int(number) + 1), DATABASE_URL=database_url).returncode == 1
    again = consilium("outbox", "replay", number, DATABASE_URL=database_url)
    assert again.stdout == "1 jobs are tried again.\n"
    async with sessions() as session:
        assert await session.scalar(text("SELECT attempts FROM core_outbox WHERE dead_at IS NULL")) == 0


async def test_the_audit_log_is_verified_and_a_changed_entry_is_found(
    sessions: Sessions, database_url: str
) -> None:
    async with transaction(sessions) as session:
        for act in ("one", "two", "three"):
            await audit.record(session, actor_id=None, act=act, subject_kind="test", subject_id=None)
    whole = consilium("audit", "verify", DATABASE_URL=database_url)
    assert whole.stdout.splitlines() == [
        "The audit log is whole: 3 entries.",
        "The evidence of credit is whole: 0 learners.",
    ]
    async with transaction(sessions) as session:
        table = audit.Entry.__tablename__
        await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        await session.execute(text(f"UPDATE {table} SET act = 'too' WHERE act = 'two'"))  # noqa: S608
    broken = consilium("audit", "verify", DATABASE_URL=database_url)
    assert broken.returncode == 1
    assert "broken at entry 2" in broken.stdout


async def test_every_learners_evidence_is_verified_and_a_changed_piece_is_found(
    sessions: Sessions, database_url: str, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as session:
        for learner in (ada, ben):
            await evidence.record(
                session,
                learner_id=learner.id,
                kind="attendance",
                title="Rounds",
                artefact_kind="room",
                artefact_id=new_id(),
                minutes=45,
            )
    whole = consilium("audit", "verify", DATABASE_URL=database_url)
    assert whole.returncode == 0
    assert "The evidence of credit is whole: 2 learners." in whole.stdout
    async with transaction(sessions) as session:
        await session.execute(text("ALTER TABLE credit_evidence DISABLE TRIGGER USER"))
        await session.execute(
            text("UPDATE credit_evidence SET minutes = 90 WHERE learner_id = :who"), {"who": ben.id}
        )
    broken = consilium("audit", "verify", DATABASE_URL=database_url)
    assert broken.returncode == 1
    assert f"The evidence of learner {ben.id} is broken" in broken.stdout
    assert str(ada.id) not in broken.stdout
    assert "The audit log is whole" in broken.stdout
