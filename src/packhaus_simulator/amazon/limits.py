"""Token buckets, one a (seller, application, operation), on the simulator's clock."""

from dataclasses import dataclass
from datetime import datetime

from packhaus_simulator.amazon.operations import Operation


@dataclass
class _Bucket:
    tokens: float
    at: datetime


class Limits:
    """Amazon's usage plans. ``overrides``: (seller, operation) -> a rate and burst of its own."""

    def __init__(self) -> None:
        self.overrides: dict[tuple[str, str], tuple[float, int]] = {}
        self._buckets: dict[tuple[str, str, str], _Bucket] = {}

    def plan(self, seller: str, operation: Operation) -> tuple[float, int]:
        """Rate and burst in force for a seller's calls of an operation."""
        return self.overrides.get((seller, operation.name), (operation.rate, operation.burst))

    def take(self, seller: str, application: str, operation: Operation, now: datetime) -> bool:
        """Take a token; ``False`` where there is none."""
        rate, burst = self.plan(seller, operation)
        bucket = self._buckets.setdefault((seller, application, operation.name), _Bucket(burst, now))
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens, bucket.at = min(float(burst), bucket.tokens + passed * rate), now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def header(self, seller: str, operation: Operation) -> str:
        """The value of ``x-amzn-RateLimit-Limit``, written as Amazon writes it (``0.0056``, ``2.0``)."""
        return str(float(self.plan(seller, operation)[0]))
