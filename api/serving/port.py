"""A taken port is refused before anything is started."""

import socket

from api.serving.errors import Refused


def refuse_taken_port(host: str, port: int) -> None:
    """Raises Refused when nobody could listen there now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # a port that is only cooling down is free
            probe.bind(address)
    except OSError as error:
        message = f"Port {port} on {host} cannot be used ({error.strerror}): choose another with PORT=."
        raise Refused(message) from None
