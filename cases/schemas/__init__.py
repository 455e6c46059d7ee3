"""What comes in and what goes out, as JSON and to pages. Drafts come in, views go out."""

from cases.schemas.authorship import *  # noqa: F403
from cases.schemas.base import *  # noqa: F403
from cases.schemas.desk import *  # noqa: F403
from cases.schemas.drafts import *  # noqa: F403
from cases.schemas.frozen import *  # noqa: F403
from cases.schemas.imported import *  # noqa: F403
from cases.schemas.published import *  # noqa: F403
from cases.schemas.views import *  # noqa: F403
