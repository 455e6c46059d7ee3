"""Case write-ups are screened when they are submitted, and stay blind in the queue."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from core.db import Sessions, transaction
from identity.models import Person
from moderation import service
from moderation.words import Outcome
from tests.cases.conftest import *  # noqa: F403 - its fixtures are ours here
from tests.cases.conftest import viewing as case_viewing
from tests.moderation.conftest import PITCH, decide, disclose, flag_on, moderating, the_flag
