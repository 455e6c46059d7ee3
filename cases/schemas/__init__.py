"""What comes in and what goes out, as JSON and to pages. Drafts come in, views go out."""

from cases.schemas.candidates import *  # noqa: F403
from cases.schemas.drafts import *  # noqa: F403
from cases.schemas.frozen import *  # noqa: F403
from cases.schemas.published import *  # noqa: F403
from cases.schemas.views import *  # noqa: F403
