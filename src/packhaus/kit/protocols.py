"""What one room asks of another without knowing it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Limiter(Protocol):
    """A shared token bucket a (scope, operation)."""

    def take(self, operation: str, rate: float, burst: int) -> None:
        """Take one token; ``rate`` is tokens a second.

        Raises Retry with the time when the next token is due.
        """

    def learn(self, operation: str, rate: float) -> None:
        """Keep the rate that the other side named for this seller in a header."""

    def exhausted(self, operation: str, rate: float, burst: int) -> None:
        """The other side said that the quota is used up: the bucket is empty now."""


class Clock(Protocol):
    """Where the time comes from."""

    def __call__(self) -> datetime:
        """The time now, aware, UTC."""
