"""The key of a batch: the same click twice gives the same batch."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

_KEY = 40


def new_nonce() -> str:
    """What a form carries, so that sending it twice can be told from sending two."""
    return secrets.token_hex(12)


def batch_key(nonce: str, order_ids: Sequence[int], service: str) -> str:
    """The key of a batch: the same for the same form, orders and method, whatever the order of ticking."""
    chosen = ",".join(map(str, sorted(set(order_ids))))
    return hashlib.sha256(f"{nonce}\n{service}\n{chosen}".encode()).hexdigest()[:_KEY]
