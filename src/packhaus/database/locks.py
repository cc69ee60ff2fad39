"""Locks between processes that the system itself takes back when a process is killed."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from packhaus.database.folders import Owner
from packhaus.database.problem import DatabaseProblem

LOCK_PATIENCE = 300.0
LOCK_PAUSE = 0.02


class Lock:
    """A `flock` on one opening of a file.

    The lock belongs to the opening: a process that inherits `descriptor` holds the lock too, and it is free
    when the last of them has closed it or has died, by whatever way.
    """

    def __init__(self, path: Path, owner: Owner) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        owner.own(self.descriptor)

    def try_exclusive(self) -> bool:
        """Take the lock for this holder alone, at once or not at all."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def share(self) -> None:
        """Take the lock together with any number of other sharers."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go of this holder's part of the lock."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_held(path: Path, owner: Owner) -> bool:
    """Whether any process holds the lock on `path`."""
    with Lock(path, owner) as lock:
        return not lock.try_exclusive()


@contextmanager
def turn_if_free(path: Path, owner: Owner) -> Iterator[bool]:
    """Take one's turn at `path` for the block if nobody else has it: whether it was taken."""
    with Lock(path, owner) as lock:
        yield lock.try_exclusive()


@contextmanager
def turn(path: Path, owner: Owner) -> Iterator[None]:
    """Wait for one's turn at `path` and keep it for the block.

    Raises DatabaseProblem after five minutes, which is longer than any start or stop takes.
    """
    end = time.monotonic() + LOCK_PATIENCE
    with Lock(path, owner) as lock:
        while not lock.try_exclusive():
            if time.monotonic() > end:
                raise DatabaseProblem(
                    f"Another command has been starting or stopping the database of {path.parent.parent} for "
                    "five minutes: end that command and start again."
                )
            time.sleep(LOCK_PAUSE)
        yield
