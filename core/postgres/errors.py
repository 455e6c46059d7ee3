"""What keeps the embedded PostgreSQL from starting: for each the one sentence that an operator reads."""

from typing import ClassVar


class PostgresTrouble(Exception):
    """The text of the exception is `sentence` with the words filled in."""

    sentence: ClassVar[str] = "PostgreSQL did not start: {reason} (its log is {log})."

    def __init__(self, **words: object) -> None:
        super().__init__(self.sentence.format(**words))
        self.words = words


class AlreadyRunning(PostgresTrouble):
    sentence = (
        "Consilium is already running on the data folder {data} (process {pid}): "
        "stop that one first, or choose another folder with DATA=."
    )


class StillStopping(PostgresTrouble):
    sentence = (
        "An earlier PostgreSQL is still working on the data folder {data}: "
        "wait until it has stopped, then start again."
    )


class FolderNotWritable(PostgresTrouble):
    sentence = (
        "The data folder {data} cannot be written to ({reason}): "
        "make it writable for this user, or choose another with DATA=."
    )


class DiskFull(PostgresTrouble):
    sentence = (
        "The disk that holds the data folder {data} is full ({free} MB free, {needed} MB needed): "
        "free some space, then start again."
    )


class OtherMajorVersion(PostgresTrouble):
    sentence = (
        "The data folder {data} was written by PostgreSQL {found}, this Consilium brings PostgreSQL {ours}: "
        "run `consilium backup FILE` with the earlier Consilium, then `consilium restore FILE` with this one "
        "and a new DATA= folder."
    )


class NotACluster(PostgresTrouble):
    sentence = (
        "The folder {folder} is not a PostgreSQL cluster of Consilium: "
        "move it away, or choose another data folder with DATA=."
    )


class NoAccount(PostgresTrouble):
    sentence = (
        "The user id {uid} has no account on this machine and PostgreSQL needs one: "
        "add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL server."
    )


class NoBinaries(PostgresTrouble):
    sentence = (
        "The PostgreSQL programs cannot be found or copied ({reason}): "
        "install the requirements again, or set DATABASE_URL to a PostgreSQL server."
    )


class NoSocketFolder(PostgresTrouble):
    sentence = (
        "There is no place for the socket of PostgreSQL ({reason}): make /run or /tmp writable for this user."
    )
