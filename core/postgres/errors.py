"""What keeps the embedded PostgreSQL from starting. Each docstring is the one sentence an operator reads."""

import inspect


class PostgresTrouble(Exception):
    """PostgreSQL did not start: {reason} (its log is {log})."""

    def __init__(self, **words: object) -> None:
        super().__init__((inspect.getdoc(type(self)) or "").replace("\n", " ").format(**words))
        self.words = words


class AlreadyRunning(PostgresTrouble):
    """Consilium is already running on the data folder {data} (process {pid}): stop that one first, or choose
    another folder with DATA=.
    """


class StillStopping(PostgresTrouble):
    """An earlier PostgreSQL is still working on the data folder {data}: wait until it has stopped, then start
    again.
    """


class FolderNotWritable(PostgresTrouble):
    """The data folder {data} cannot be written to ({reason}): make it writable for this user, or choose another
    with DATA=.
    """


class DiskFull(PostgresTrouble):
    """The disk that holds the data folder {data} is full ({free} MB free, {needed} MB needed): free some space,
    then start again.
    """


class OtherMajorVersion(PostgresTrouble):
    """The data folder {data} was written by PostgreSQL {found}, this Consilium brings PostgreSQL {ours}: run
    `consilium backup FILE` with the earlier Consilium and `consilium restore FILE` with this one.
    """


class NotACluster(PostgresTrouble):
    """The folder {folder} is not a PostgreSQL cluster of Consilium: move it away, or choose another data folder
    with DATA=.
    """


class NoAccount(PostgresTrouble):
    """The user id {uid} has no account on this machine, and PostgreSQL needs one: add it to /etc/passwd, or set
    DATABASE_URL to a PostgreSQL server.
    """


class NoBinaries(PostgresTrouble):
    """The PostgreSQL programs cannot be found or copied ({reason}): install the requirements again, or set
    DATABASE_URL to a PostgreSQL server.
    """


class NoSocketFolder(PostgresTrouble):
    """There is no place for the socket of PostgreSQL ({reason}): make /run or /tmp writable for this user."""
