"""A limit is shared state: one row a (scope, operation) holds the token bucket for all processes."""

from __future__ import annotations

from datetime import timedelta

from packhaus.engine import bulk
from packhaus.engine.clock import now
from packhaus.kit.errors import Retry
from packhaus.kit.words import Words, gettext_noop


class SharedLimiter:
    """The Limiter of one seller and application; ``scope`` names both."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def take(self, operation: str, rate: float, burst: int) -> None:
        """Take one token. Raises Retry with the time at which the next one is there."""
        moment = now()
        granted, tokens, holds = bulk.take_token(self.scope, operation, rate, burst, moment)
        if not granted:
            wait = max(0.05, (1 - tokens) / max(holds, 1e-6))
            raise Retry(
                Words(gettext_noop("The limit of Amazon for this account is reached. It goes on by itself.")),
                moment + timedelta(seconds=wait),
            )

    def learn(self, operation: str, rate: float) -> None:
        """Keep the rate that the other side named. Tokens a second; nonsense is ignored."""
        if 0 < rate < 10_000:
            bulk.set_bucket(self.scope, operation, now(), rate=rate)

    def exhausted(self, operation: str, rate: float, burst: int) -> None:
        """The other side said 429: what we believed to have left is gone."""
        bulk.set_bucket(self.scope, operation, now(), tokens=0.0)
