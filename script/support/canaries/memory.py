"""Keys in the memory of running processes: DESIGN allows a destroyed one there for 60 seconds at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


def keys_in_memory(process: int, keys: Mapping[str, bytes]) -> set[str]:
    """The names of the keys whose bytes lie in what a process has written; none where it may not be read."""
    found: set[str] = set()
    try:
        with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
            for start, end in _written(process):
                try:
                    memory.seek(start)
                    part = memory.read(end - start)
                except (OSError, ValueError):
                    continue
                found |= {name for name, key in keys.items() if key in part}
    except OSError:
        return found
    return found


def _written(process: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        place, rights, *_ = line.split()
        if rights.startswith("rw"):
            start, _, end = place.partition("-")
            yield int(start, 16), int(end, 16)
