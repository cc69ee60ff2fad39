"""The opener: every wrapped key that was ever seen, tried with every key that exists.

It knows the documented form of an envelope and nothing of the program's own code. A pair is tried once; what
can be opened at a moment follows from which keys exist then. A key that is gone and comes back is tried with
all that was wrapped meanwhile.
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
class _Key:
    """``tried``: with how many of the wrapped keys, in the order in which these were seen."""

    cipher: AESGCM
    tried: int = 0
    opens: set[str] = field(default_factory=set)


@dataclass
class Opener:
    """``shows``: whether what was opened is what was once sealed in that record."""

    shows: Callable[[str, bytes], bool]
    keys: dict[bytes, _Key] = field(default_factory=dict)
    wrapped: list[Wrapped] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    tried: int = 0
    _seen: set[bytes] = field(default_factory=set)
    _sealed: dict[bytes, bytes] = field(default_factory=dict)

    def see_rows(self, rows: Iterable[Wrapped]) -> None:
        """Take in rows of a copy of the database."""
        for one in rows:
            mark = hashlib.blake2b(f"{one.record}\0{one.lease}\0".encode() + one.wrapped).digest()
            if mark not in self._seen:
                self._seen.add(mark)
                # What is wrapped again stays sealed as it was: it is kept once.
                self.wrapped.append(one._replace(sealed=self._sealed.setdefault(one.sealed, one.sealed)))

    def openable(self, existing: Iterable[bytes]) -> set[str]:
        """The records that these keys open, out of any copy: each is tried with all that was ever wrapped."""
        found: set[str] = set()
        for each in existing:
            mark = mark_of(each)
            key = self.keys.setdefault(mark, _Key(AESGCM(each)))
            for one in self.wrapped[key.tried :]:
                self._try(key, one)
            key.tried = len(self.wrapped)
            found |= key.opens
        return found

    def _try(self, key: _Key, one: Wrapped) -> None:
        self.tried += 1
        lease = f"packhaus:1:lease:{one.lease}".encode()
        try:
            own = key.cipher.decrypt(one.wrapped[:_NONCE], one.wrapped[_NONCE:], lease)
            plain = AESGCM(own).decrypt(one.sealed[:_NONCE], one.sealed[_NONCE:], one.bound_to)
        except (InvalidTag, ValueError):
            return
        key.opens.add(one.record)
        if not self.shows(one.record, plain):
            self.wrong.add(one.record)


def mark_of(key: bytes) -> bytes:
    """What the opener remembers a key by."""
    return hashlib.sha256(key).digest()
