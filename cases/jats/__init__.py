"""JATS 1.3 (ANSI/NISO Z39.96-2021), Journal Archiving tag set: written from a version, and read in.

Journal Publishing asks for an ISSN, which a collection need not have; but for that ours are valid there.
"""

from cases.jats.reading import BadJats, ReadSection, read
from cases.jats.writing import MEDIA_TYPE, write

__all__ = ["MEDIA_TYPE", "BadJats", "ReadSection", "read", "write"]
