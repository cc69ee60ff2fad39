"""The byte search: every file of some folders, what has not been searched before, in every form and packing.

A file that does not change is searched once, by its digest; so is a page of a database file or of the
write-ahead log, whichever copy of the file it lies in; and a line of a dump. What is new is searched together
with the page before it, so that nothing is lost where the two meet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from canaries.forms import seen_in
from support.below import files_below
from support.inside import inside

_PAGE = 8192
_OF_DATABASE = re.compile(r"/(base|global|pg_wal|pg_xact|pg_multixact|pg_subtrans)/")
KEY_BYTES = 32


class Find(NamedTuple):
    """A text of a canary in plain form, or a key outside its folder.

    ``where``: inside the file. ``number``: of the buyer, or -1 where it could not be read. ``key``: its name.
    """

    path: str
    where: str
    form: str
    number: int = -1
    key: str = ""


@dataclass
class Searched:
    """What one search saw. ``loose``: files of a key's length, each of which may be a key."""

    finds: list[Find] = field(default_factory=list)
    loose: dict[str, bytes] = field(default_factory=dict)
    files: int = 0
    bytes_new: int = 0
    unreadable: list[str] = field(default_factory=list)


class Searcher:
    """Remembers what it has searched, so that each piece is searched once."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def search(self, folders: Sequence[Path], keys: dict[str, bytes], key_folder: Path) -> Searched:
        """Search all files below ``folders`` for canaries, and for ``keys`` (by name) but in their folder."""
        seen = Searched()
        key_forms = [
            (name, how, form)
            for name, key in keys.items()
            for how, form in (("raw", key), ("hex", key.hex().encode()), ("hex", key.hex().upper().encode()))
        ]
        for path in files_below(folders, seen.unreadable.append):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError:
                seen.unreadable.append(str(path))
                continue
            seen.files += 1
            if path.parent == key_folder:
                continue
            if len(data) == KEY_BYTES:
                seen.loose[str(path)] = data
            for place, part in self._unseen(path, data):
                seen.bytes_new += len(part)
                seen.finds += _finds(path, place, part, key_forms)
        return seen

    def _unseen(self, path: Path, data: bytes) -> Iterator[tuple[int, bytes]]:
        if data and len(data) % _PAGE == 0 and _OF_DATABASE.search(str(path)):
            return self._unseen_pages(data)
        if path.suffix == ".sql":
            return self._unseen_lines(data)
        return iter([(0, data)] if self._is_new(path.name.encode() + b"\0" + data) else [])

    def _unseen_pages(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        start: int | None = None
        for at in range(0, len(data), _PAGE):
            if self._is_new(data[at : at + _PAGE]):
                start = max(at - _PAGE, 0) if start is None else start
            elif start is not None:
                yield start, data[start:at]
                start = None
        if start is not None:
            yield start, data[start:]

    def _unseen_lines(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        new = [line for line in data.splitlines() if self._is_new(line)]
        return iter([(0, b"\n".join(new))] if new else [])

    def _is_new(self, part: bytes) -> bool:
        digest = blake2b(part, digest_size=16).digest()
        if digest in self._known:
            return False
        self._known.add(digest)
        return True


def _finds(
    path: Path, place: int, part: bytes, key_forms: Sequence[tuple[str, str, bytes]]
) -> Iterator[Find]:
    for where, plain in inside(part, path.name):
        for seen in seen_in(plain):
            number = -1 if seen.canary is None else seen.canary.number
            yield Find(str(path), where or f"at {place + seen.place}", seen.form, number)
        for name, how, form in key_forms:
            if form in plain:
                yield Find(str(path), where, how, key=name)
    for seen in seen_in(os.fsencode(path.name)) if place == 0 else ():
        number = -1 if seen.canary is None else seen.canary.number
        yield Find(str(path), "its name", seen.form, number)
