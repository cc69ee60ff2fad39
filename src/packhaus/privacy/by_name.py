"""Rule 3 without the database: keys of kind ``end`` go when the day in their file's name is over.

For a timer of the system, which does it also where neither the program nor the database runs.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from packhaus.kit.keyfiles import delete_file

_KEY = re.compile(r"(run|end)-(\d{4}-\d{2}-\d{2})\.\d+")


def keys_in(folder: Path) -> dict[str, Path]:
    """The key files in a folder, by the key's name. None where there is no such folder. Raises OSError."""
    try:
        return {path.stem: path for path in folder.iterdir() if path.suffix == ".key"}
    except FileNotFoundError:
        return {}


def delete_past(folder: Path, today: date) -> list[str]:
    """Delete ``end`` keys of days before ``today`` (UTC); their names. Raises OSError."""
    gone = []
    for name, path in sorted(keys_in(folder).items()):
        found = _KEY.fullmatch(name)
        if found and found[1] == "end" and found[2] < today.isoformat() and delete_file(path):
            gone.append(name)
    return gone


def today_here() -> date:
    """The UTC day by this host's own clock: without the database there is no other."""
    return datetime.now(UTC).date()
