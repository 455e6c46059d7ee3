"""The problems a route may answer with, for the OpenAPI document."""

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

_SAID = {
    400: "The request is malformed.",
    401: "Sign in first.",
    403: "Not allowed, or the request came from another site.",
    404: "Not there, or not for you.",
    409: "Not in a state that allows this.",
    413: "Too large.",
    422: "Something in it needs another look.",
    429: "Too often.",
}


class Problem(Struct):
    """RFC 9457. More members may follow, depending on the problem."""

    type: str
    title: str
    status: int


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """400 is always possible: path and query are parsed."""
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=_SAID[status], media_type="application/problem+json"
        )
        for status in {400, *statuses}
    }


READING = problems(401, 403, 404)
CHANGING = problems(401, 403, 404, 409)
WRITING = problems(401, 403, 404, 409, 413, 422, 429)
