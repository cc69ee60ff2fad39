"""A timeline as the component shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from packhaus.engine.models import Timeline

_PICTURES = {
    "imported": "inbox",
    "waiting": "inbox",
    "weight": "scale",
    "address": "edit",
    "asked": "work",
    "held": "pause",
    "released": "check",
    "cancelled": "xc",
    "label": "print",
    "refused": "xc",
    "confirmed": "okc",
    "mail": "mail",
}


@dataclass(frozen=True)
class Entry:
    """One line: stored words, when, a picture's name, and who did it (empty: Packhaus)."""

    words: object
    at: datetime
    icon: str
    who: str


def entries_of(lines: QuerySet[Timeline]) -> list[Entry]:
    """Timeline rows as the component shows them, newest first."""
    return [
        Entry(row.words, row.at, _PICTURES.get(row.kind, "clock"), row.who.name if row.who else "")
        for row in lines.select_related("who").order_by("-at", "-pk")
    ]
