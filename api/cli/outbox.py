"""`consilium outbox`: what failed for good, and another chance for it."""

from argparse import ArgumentParser, Namespace

from api.cli.place import whole_settings
from api.cli.work import in_transaction
from core.outbox import dead
from core.settings import Settings


def define(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["list", "replay"], help="show dead jobs, or give them another chance")
    parser.add_argument("jobs", nargs="*", type=int, metavar="JOB", help="which to replay; none means all")


def run(arguments: Namespace) -> int:
    with whole_settings(arguments) as settings:
        return show(settings) if arguments.act == "list" else replay(settings, arguments.jobs)


def show(settings: Settings) -> int:
    jobs = in_transaction(settings, dead.dead)
    for job in jobs:
        when = f"{job.dead_at:%Y-%m-%d %H:%M}" if job.dead_at else ""
        print(f"{job.id:>8}  {when}  {job.kind:<30} {job.attempts} attempts  {job.last_error or ''}")
    print(f"{len(jobs)} dead jobs." if jobs else "No job has failed for good.")
    return 0


def replay(settings: Settings, jobs: list[int]) -> int:
    count = in_transaction(settings, lambda session: dead.replay(session, ids=jobs or None))
    print(f"{count} jobs are tried again.")
    return 0 if count or not jobs else 1
