"""Random public ids: what stands in a URL says nothing of how many rows there are."""

from __future__ import annotations

import secrets

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def public_id() -> str:
    """A new random id of 16 letters and digits (80 bits), none of them easily confused."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))
