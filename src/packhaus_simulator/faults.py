"""Faults that a test or a demo orders: what goes wrong, at which operation, how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

import msgspec

from packhaus_simulator.chance import seeded
from packhaus_simulator.values import JsonObject

Kind = Literal[
    "status",
    "timeout",
    "garbage",
    "truncated",
    "close",
    "empty_page",
    "short_page",
    "blank_recipient",
    "lag",
    "hidden",
    "dropped",
]


class Fault(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One ordered fault.

    ``operation`` is a name as ``GET /calls`` shows it, or ``*``. ``times`` counts down at each use (``None``:
    until deleted); ``probability`` is rolled with the fault's own ``seed``. ``when`` says whether the call
    takes effect before it goes wrong. ``seconds``: real ones of a ``timeout``, simulated ones of a ``lag``.
    ``size``: orders of a ``short_page``. ``order_ids``: what is ``hidden`` from searches.
    """

    operation: str
    kind: Kind
    when: Literal["before", "after"] = "before"
    status: int = 500
    code: str | None = None
    message: str | None = None
    details: str | None = None
    seconds: float = 30.0
    size: int = 1
    order_ids: list[str] = []
    times: int | None = None
    probability: float = 1.0
    seed: int = 0


@dataclass
class _Ordered:
    id: int
    fault: Fault
    left: int | None
    rng: Random


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._ordered: list[_Ordered] = []
        self._next = 1

    def add(self, fault: Fault) -> int:
        """Order a fault; gives its number."""
        number, self._next = self._next, self._next + 1
        self._ordered.append(_Ordered(number, fault, fault.times, seeded(fault.seed)))
        return number

    def clear(self, number: int | None = None) -> None:
        """Take back one fault, or all."""
        self._ordered = [entry for entry in self._ordered if number is not None and entry.id != number]

    def take(self, operation: str, *kinds: Kind, when: str | None = None) -> Fault | None:
        """The first fault that strikes this call, counted down; ``None`` where all goes well."""
        for entry in self._of(operation, kinds):
            if when is not None and entry.fault.when != when:
                continue
            if entry.fault.probability < 1 and entry.rng.random() >= entry.fault.probability:
                continue
            if entry.left is not None:
                entry.left -= 1
            return entry.fault
        return None

    def active(self, operation: str, kind: Kind) -> Iterator[Fault]:
        """All standing faults of a kind, without counting down."""
        return (entry.fault for entry in self._of(operation, (kind,)))

    def listing(self) -> list[JsonObject]:
        """What is in force, for the admin face."""
        return [
            {"id": e.id, "left": e.left, "operation": e.fault.operation, "kind": e.fault.kind}
            for e in self._ordered
        ]

    def _of(self, operation: str, kinds: tuple[Kind, ...]) -> Iterator[_Ordered]:
        for entry in self._ordered:
            wanted = entry.fault.operation in ("*", operation)
            if wanted and entry.fault.kind in kinds and (entry.left is None or entry.left > 0):
                yield entry
