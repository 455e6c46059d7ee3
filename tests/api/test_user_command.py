"""The first administrator comes from the command line, and nothing of it escapes the audit log."""

import re
import subprocess
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.serving.environment import defaults, is_first_start, only_here
from api.serving.prepare import point_out_first_step
from core import audit
from core.db import Sessions
from core.settings import Settings
from identity import service as identity
from identity.models import Person
from tests.api.consilium import CLEAN, REPOSITORY, command, consilium

ALMA = ("alma@example.org", "Alma Reyes")
PASSWORD = "seven quiet herons at dusk"


def user(url: str, data: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    where = {"DATABASE_URL": url, "CONSILIUM_BASE_URL": "https://consilium.example"}
    return subprocess.run(
        command("user", *words, "--data", str(data)),
        cwd=REPOSITORY,
        env=CLEAN | where,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


async def acts(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(audit.Entry.act).order_by(audit.Entry.seq)))


async def test_the_first_administrator_sets_the_password_by_a_link_that_works_once(
    client: AsyncClient, session: AsyncSession, database_url: str, tmp_path: Path
) -> None:
    done = user(database_url, tmp_path, "add", *ALMA, "--role", "administrator")
    assert done.returncode == 0, done.stderr
    link = re.search(r"https://consilium\.example(/reset/new\?token=(\S+))", done.stdout)
    assert link
    assert (await client.get(link[1])).status_code == 200
    for status in (303, 410):
        chosen = await client.post("/reset/new", data={"token": link[2], "password": PASSWORD})
        assert chosen.status_code == status
    await client.post("/sign-in", data={"email": ALMA[0], "password": PASSWORD})
    assert (await client.get("/office/people")).status_code == 200
    assert await acts(session) == ["person added", "role granted", "password changed"]
    assert not is_first_start(tmp_path)


async def test_a_password_is_taken_from_standard_input_and_checked(
    client: AsyncClient, session: AsyncSession, database_url: str, tmp_path: Path
) -> None:
    weak = user(database_url, tmp_path, "add", *ALMA, "--password-stdin", typed="short\n")
    assert weak.returncode == 1
    assert weak.stderr == "Use at least 12 characters. A few words in a row are easy to remember.\n"
    done = user(database_url, tmp_path, "add", *ALMA, "--password-stdin", typed=f"{PASSWORD}\n")
    assert done.stdout == "alma@example.org has an account.\n"
    entered = await client.post("/sign-in", data={"email": ALMA[0], "password": PASSWORD})
    assert entered.status_code == 303
    again = user(database_url, tmp_path, "add", "ALMA@example.org", "Alma")
    assert again.returncode == 1
    assert "has an account already" in again.stderr
    assert await acts(session) == ["person added"]


async def test_roles_are_given_taken_and_listed_with_their_reasons(
    ada: Person, session: AsyncSession, database_url: str, tmp_path: Path
) -> None:
    assert user(database_url, tmp_path, "list").stdout == "Nobody holds a role beyond verified clinician.\n"
    given = user(database_url, tmp_path, "grant", "ada@example.org", "moderator", "--reason", "Asked to")
    assert given.stdout == "ada@example.org is moderator now.\n", given.stderr
    assert user(database_url, tmp_path, "list").stdout.split() == [
        "ada@example.org", "Ada", "Okafor", "moderator,", "verified_clinician",
    ]  # fmt: skip
    taken = user(database_url, tmp_path, "revoke", "ada@example.org", "moderator")
    assert taken.returncode == 0
    assert [grant.role for grant in await identity.grants_of(session, person_id=ada.id)] == [
        "verified_clinician"
    ]
    entries = await session.scalars(select(audit.Entry).order_by(audit.Entry.seq))
    assert [(e.act, e.actor_id, e.detail["reason"]) for e in entries] == [
        ("role granted", None, "Asked to"),
        ("role revoked", None, "By the operator, on the command line"),
    ]


async def test_what_cannot_be_done_is_said_in_a_sentence(database_url: str, tmp_path: Path) -> None:
    for words, said in {
        ("grant", "nobody@example.org", "editor"): "Nobody has an account",
        ("add", "nowhere", "Alma Reyes"): "Enter an address such as name@example.org.",
        ("grant", "nobody@example.org", "king"): "invalid choice",
    }.items():
        done = user(database_url, tmp_path, *words)
        assert done.returncode != 0
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_password_is_no_argument() -> None:
    assert "--password " not in consilium("user", "add", "--help").stdout


async def test_a_house_without_an_administrator_is_told_how_to_get_one(
    sessions: Sessions, settings: Settings, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await point_out_first_step(settings, sessions)
    said = capsys.readouterr().out
    assert "./consilium user add EMAIL NAME --role administrator" in said
    assert said.count("\n") == 1
    user(database_url, settings.data, "add", *ALMA, "--role", "administrator")
    await point_out_first_step(settings, sessions)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("host", "base_url", "alone"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("localhost", "http://localhost:8000", True),
        ("0.0.0.0", "", False),  # noqa: S104
        ("192.0.2.7", "", False),
        ("127.0.0.1", "https://consilium.example", False),
    ],
)
def test_a_service_that_others_reach_is_told_from_one_on_this_machine(
    host: str, base_url: str, alone: bool
) -> None:
    given = defaults(Settings(host=host)) | {"CONSILIUM_HOST": host}
    assert only_here(given | ({"CONSILIUM_BASE_URL": base_url} if base_url else {})) is alone
