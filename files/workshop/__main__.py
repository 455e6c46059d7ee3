"""`python -m files.workshop`: one job from standard input, its result to standard output, then the end."""

import resource
import sys

import msgspec

from files.workshop.wire import (
    Assemble,
    Blacken,
    Job,
    Made,
    No,
    Refused,
    Result,
    Shrink,
    Take,
    Taken,
)

MEMORY = 2 * 1024**3  # bytes of address space
SECONDS = 30  # of processor time


def bound() -> None:
    """Before a foreign byte is read. What goes past is ended by the kernel or fails to get memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def done(job: Job) -> Result:
    match job:
        case Take():
            return _taken(job)
        case Blacken():
            from files.workshop import pixels  # noqa: PLC0415 - each job loads what it needs

            return pixels.blackened(job.image, job.rects)
        case Shrink():
            from files.workshop import pixels  # noqa: PLC0415

            return Made(pixels.shrunk(job.image, job.sides))
        case Assemble():
            from files.workshop import dicom  # noqa: PLC0415

            return Made([dicom.assembled(job.header, job.images)])


def _taken(job: Take) -> Taken:
    from files.workshop.taking import taken  # noqa: PLC0415

    return taken(job.data, job.source)


def main() -> None:
    bound()
    result: Result
    try:
        result = done(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job))
    except No as no:
        result = Refused(str(no))
    except MemoryError:
        result = Refused("TooManyPixels")
    except Exception as error:  # decoders raise whatever they like; the text may quote the file
        sys.stderr.write(f"{type(error).__name__}\n")
        result = Refused("FileUnreadable")
    sys.stdout.buffer.write(msgspec.msgpack.encode(result))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
