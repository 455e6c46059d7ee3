"""Why the service did not start, a sentence each."""


class Refused(Exception):
    """The text is one sentence that tells an operator what to do; the command line prints it and ends."""
