"""All files below folders, each once, in one order; what goes away meanwhile is left out."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path


def files_below(folders: Sequence[Path], unreadable: Callable[[str], object]) -> Iterator[Path]:
    """The regular files, links followed; ``unreadable`` hears of each folder that cannot be listed."""
    seen: set[tuple[int, int]] = set()
    waiting = list(folders)
    while waiting:
        try:
            entries = sorted(waiting.pop().iterdir())
        except FileNotFoundError:
            continue
        except OSError as error:
            unreadable(str(error.filename))
            continue
        for path in entries:
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
            if stat.S_ISDIR(state.st_mode):
                waiting.append(path)
            elif stat.S_ISREG(state.st_mode):
                yield path
