"""The opener: every wrapped key that was ever seen, tried with every key that was ever seen.

It knows the documented form of an envelope and nothing of the program's own code. A pair is tried once; what
can be opened at a moment follows from which keys exist then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Wrapped(NamedTuple):
    """A sealed row as some copy of the database has it. ``bound_to``: what it belongs to."""

    record: str
    lease: str
    wrapped: bytes
    sealed: bytes
    bound_to: bytes


@dataclass
class Opener:
    """``shows``: whether what was opened is what was once sealed in that record."""

    shows: Callable[[str, bytes], bool]
    keys: dict[bytes, AESGCM] = field(default_factory=dict)
    opened_by: dict[bytes, set[str]] = field(default_factory=dict)
    wrapped: dict[bytes, Wrapped] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    tried: int = 0

    def see_keys(self, keys: Iterable[bytes]) -> None:
        """Take in keys, by their bytes, and try each new one with all that was ever wrapped."""
        for key in keys:
            mark = mark_of(key)
            if mark in self.keys:
                continue
            self.keys[mark], self.opened_by[mark] = AESGCM(key), set()
            for one in self.wrapped.values():
                self._try(mark, one)

    def see_rows(self, rows: Iterable[Wrapped]) -> None:
        """Take in rows of a copy of the database, and try each new one with every key ever seen."""
        for one in rows:
            mark = hashlib.blake2b(f"{one.record}\0{one.lease}\0".encode() + one.wrapped).digest()
            if mark in self.wrapped:
                continue
            self.wrapped[mark] = one
            for key in self.keys:
                self._try(key, one)

    def openable(self, existing: Iterable[bytes]) -> set[str]:
        """The records that the keys with these marks open, out of any copy."""
        found: set[str] = set()
        for mark in existing:
            found |= self.opened_by.get(mark, set())
        return found

    def _try(self, mark: bytes, one: Wrapped) -> None:
        self.tried += 1
        key, lease = self.keys[mark], f"packhaus:1:lease:{one.lease}".encode()
        try:
            own = key.decrypt(one.wrapped[:_NONCE], one.wrapped[_NONCE:], lease)
            plain = AESGCM(own).decrypt(one.sealed[:_NONCE], one.sealed[_NONCE:], one.bound_to)
        except (InvalidTag, ValueError):
            return
        self.opened_by[mark].add(one.record)
        if not self.shows(one.record, plain):
            self.wrong.add(one.record)


def mark_of(key: bytes) -> bytes:
    """What the opener remembers a key by."""
    return hashlib.sha256(key).digest()
