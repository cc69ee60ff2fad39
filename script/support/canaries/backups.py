"""Backups as an operator makes them: pg_basebackup of all files, pg_dump of what is in the tables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from canaries.house import House
from packhaus.database import binaries

_KEPT = 2


class Backups:
    """One of each a simulated day, in a folder of its own. What was searched and read stays known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs = binaries.of_wheel()
        self.made: list[Path] = []
        folder.mkdir(parents=True)

    def make(self, house: House, name: str) -> Path:
        """Both kinds of backup of this moment, in a new folder. The dump is ``dump.sql`` in it."""
        folder = self._folder / name
        folder.mkdir()
        self._run(
            "pg_basebackup",
            *("-d", house.address("postgres"), "-D", str(folder / "files"), "--checkpoint=fast"),
            *("--wal-method=fetch", "--no-sync"),
        )
        self._run(
            "pg_dump",
            *("-d", f"{house.address('packhaus')} dbname=packhaus", "--format=plain", "--compress=none"),
            *("--file", str(folder / "dump.sql")),
        )
        self.made.append(folder)
        return folder

    def thin_out(self) -> None:
        """Delete all but the last ones, for they have been searched and what they hold sealed is known."""
        while len(self.made) > _KEPT:
            shutil.rmtree(self.made.pop(0))

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs.program(program)), *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr[-400:]}")
