"""How the errors of a route are documented: RFC 9457 problems by status."""

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

SAID = {
    400: "The request is malformed.",
    401: "Sign in first.",
    403: "Your account may not do this.",
    404: "There is no such thing, or none that you may see.",
    409: "The thing is not in a state that allows this.",
    413: "The request is too large.",
    422: "Some answers need another look.",
}


class Problem(Struct):
    """`type` ends in the error's code; more members give the error's context."""

    type: str
    title: str
    status: int


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """For a route's `responses`; 400 is always among them."""
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=SAID[status], media_type="application/problem+json"
        )
        for status in {400, *statuses}
    }
