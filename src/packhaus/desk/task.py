"""One thing that waits for the merchant, as Today shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """``title`` what, ``means`` what follows from it, ``url`` and ``label`` the button."""

    code: str
    count: int
    icon: str
    tone: str
    title: str
    means: str
    url: str
    label: str
