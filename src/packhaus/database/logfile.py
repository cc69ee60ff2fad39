"""The server's log, kept small."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from packhaus.database.folders import Folders

LONGEST = 1_000_000
TAIL = 8_000


@dataclass(frozen=True)
class Logfile:
    """The log of one data folder's server: about a megabyte at most, with one older part beside it."""

    folders: Folders

    @contextmanager
    def opened(self) -> Iterator[int]:
        """The log to append to, as a descriptor."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.folders.log, flags, 0o600)
        try:
            self.folders.owner.own(descriptor)
            yield descriptor
        finally:
            os.close(descriptor)

    def bound(self) -> None:
        """Set the log aside if it has grown too long. A running server goes on in the same, emptied file."""
        if self.folders.log.exists() and self.folders.log.stat().st_size > LONGEST:
            older = self.folders.log.with_suffix(".log.1")
            shutil.copyfile(self.folders.log, older)
            older.chmod(0o600)
            self.folders.owner.own(older)
            with self.opened() as log:
                os.ftruncate(log, 0)

    def size(self) -> int:
        """How long the log is, in bytes."""
        return self.folders.log.stat().st_size if self.folders.log.exists() else 0

    def since(self, size: int) -> str:
        """The last that the server said since the log was `size` bytes long."""
        with self.folders.log.open("rb") as log:
            log.seek(max(size, self.size() - TAIL))
            return log.read().decode(errors="replace")
