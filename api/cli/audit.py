"""The verb `consilium audit verify`."""

from argparse import ArgumentParser, Namespace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cli.place import whole_settings
from api.cli.work import in_transaction
from core import audit
from credit import service as credit


def define(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["verify"], help="check every link of the chains")


def run(arguments: Namespace) -> int:
    """Both are always checked, so that one break does not hide the other."""
    with whole_settings(arguments) as settings:
        log, evidence = in_transaction(settings, _verify)
    return max(_say_log(*log), _say_evidence(*evidence))


async def _verify(session: AsyncSession) -> tuple[tuple[int, int | None], tuple[int, list[UUID]]]:
    return await audit.verify(session), await credit.verify_all(session)


def _say_log(count: int, broken: int | None) -> int:
    if broken is None:
        print(f"The audit log is whole: {count} entries.")
        return 0
    print(
        f"The audit log is broken at entry {broken}: it, or one before it, was changed after it was written."
    )
    return 1


def _say_evidence(chains: int, broken: list[UUID]) -> int:
    if not broken:
        print(f"The evidence of credit is whole: {chains} learners.")
        return 0
    for learner in broken:
        print(f"The evidence of learner {learner} is broken: a piece was changed after it was written.")
    return 1
