"""The port through which a work is looked up by its DOI or PubMed id; the wiring names who does."""

from collections.abc import Awaitable, Callable

from core.references import Reference

Lookup = Callable[[str], Awaitable[Reference | None]]
"""From `doi:...` or `pmid:...` to the work, None where there is none. Raises OSError when out of reach."""
