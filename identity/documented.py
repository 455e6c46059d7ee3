"""The problems a route may answer with, for the OpenAPI document of every package."""

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

_SAID = {
    400: "The request is malformed.",
    401: "Sign in first, or bring a better access token.",
    403: "Not allowed, not by an access token, or the request came from another site.",
    404: "Not there, or not for you.",
    409: "Not in a state that allows this.",
    410: "Taken away for good.",
    413: "Too large.",
    415: "Not of a kind that we can read.",
    422: "Something in it needs another look.",
    429: "Too often.",
    503: "Not just now; try again in a while.",
}


class Problem(Struct):
    """RFC 9457. `type` ends in the error's code; more members may follow, depending on the problem."""

    type: str
    title: str
    status: int


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """For a route's `responses`. A request may always be malformed and an access token bad."""
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=_SAID[status], media_type="application/problem+json"
        )
        for status in sorted({400, 401, *statuses})
    }
