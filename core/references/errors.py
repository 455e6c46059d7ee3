from core.errors import Invalid


class UnknownFormat(Invalid):
    """This file holds no references that can be read. Use NBIB, RIS, BibTeX or CSL-JSON."""


class FileTooLarge(Invalid):
    """This file is larger than 5 MB. Split it into several files."""


class TooManyReferences(Invalid):
    """This file holds more than 20,000 references. Split it into several files."""
