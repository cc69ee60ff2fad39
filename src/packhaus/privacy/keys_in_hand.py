"""The lease keys that one call uses: each is asked for once, and so is one that cannot be had."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime

from packhaus.kit.errors import Problem
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.retention import Lease
from packhaus.privacy.seal import LeaseCipher


class KeysInHand:
    """The keys that one call uses, each asked for once, whether or not its transaction has committed."""

    def __init__(self, ring: KeyRing, now: datetime) -> None:
        self._ring = ring
        self._now = now
        self._sealing: dict[Lease, LeaseCipher] = {}
        self._opening: dict[str, LeaseCipher] = {}
        self._refused: dict[Lease | str, Problem] = {}

    def for_sealing(self, lease: Lease) -> LeaseCipher:
        """As ``KeyRing.for_sealing``."""
        found = self._sealing.get(lease)
        if found is None:
            with self._remembered(lease):
                found = self._sealing[lease] = self._ring.for_sealing(lease, self._now)
        return found

    def for_opening(self, name: str) -> LeaseCipher:
        """As ``KeyRing.for_opening``, survivors too: for records whose own term is known not to be over."""
        found = self._opening.get(name)
        if found is None:
            with self._remembered(name):
                found = self._opening[name] = self._ring.for_opening(name, self._now, survivors=True)
        return found

    @contextlib.contextmanager
    def _remembered(self, what: Lease | str) -> Iterator[None]:
        """A key that could not be had is not asked for again: there may be a million rows under it."""
        if what in self._refused:
            raise self._refused[what]
        try:
            yield
        except Problem as problem:
            self._refused[what] = problem
            raise
