"""Words that people read, marked for the catalogues; they are translated where they are shown."""


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools know
    return text
