"""Where an operator runs clamd, every upload goes to it before anything of ours looks into it."""

from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from core.db import Sessions, transaction
from files import decoding, errors, service
from files.scanning import scan
from files.store import Shelf
from identity.models import Person
from tests.cases.conftest import viewing
from tests.files import making
from tests.files.scanner import scanner


async def test_nothing_is_asked_where_no_scanner_is_configured() -> None:
    await scan("", b"anything")


@pytest.mark.parametrize("unix", [False, True], ids=["tcp", "unix"])
async def test_the_whole_file_is_streamed(unix: bool, tmp_path: Path) -> None:
    data = making.jpeg() * 5
    async with scanner(str(tmp_path / "clamd") if unix else "") as running:
        await scan(running.address, data)
        assert running.seen == [data]


async def test_what_it_finds_is_refused_before_it_is_decoded(
    sessions: Sessions, shelf: Shelf, case_id: UUID, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(decoding, "take", never)
    async with scanner() as running, transaction(sessions) as session:
        watched = replace(shelf, scanner=running.address)
        with pytest.raises(errors.ScannerFoundSomething):
            await service.upload(
                session,
                viewer=viewing(ada),
                shelf=watched,
                owner_kind="case",
                owner_id=case_id,
                data=making.png() + b"EICAR",
            )


async def test_without_an_answer_nothing_is_taken() -> None:
    async with scanner() as running:
        running.answer = b"INSTREAM size limit exceeded. ERROR"
        with pytest.raises(errors.ScannerUnreachable):
            await scan(running.address, b"anything")
        gone = running.address
    with pytest.raises(errors.ScannerUnreachable):
        await scan(gone, b"anything")
