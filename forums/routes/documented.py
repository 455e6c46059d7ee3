"""The problems that routes of this package may answer with."""

from identity.documented import problems

READING = problems(404)
CHANGING = problems(401, 403, 404, 409)
WRITING = problems(401, 403, 404, 409, 413, 422, 429)
