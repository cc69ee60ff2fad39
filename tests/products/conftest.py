"""A merchant with SKUs, and a browser that is signed in."""

from __future__ import annotations

from desk.conftest import english, merchant, now

__all__ = ["english", "merchant", "now"]
