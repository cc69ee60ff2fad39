"""Who is at work just now: a member on a page, or the program at a kind of due work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Actor(NamedTuple):
    """``place`` is a page's name (``orders:detail``), ``work:`` and a kind of due work, or ``program``."""

    place: str
    member_id: int | None = None


_PROGRAM = Actor("program")
_acting: ContextVar[Actor] = ContextVar("acting", default=_PROGRAM)


def actor() -> Actor:
    """Who is at work."""
    return _acting.get()


def set_actor(found: Actor | None) -> None:
    """From here on ``found`` is at work; None: the program itself."""
    _acting.set(found or _PROGRAM)


@contextmanager
def acting(place: str, member_id: int | None = None) -> Iterator[None]:
    """Somebody is at work inside."""
    token = _acting.set(Actor(place, member_id))
    try:
        yield
    finally:
        _acting.reset(token)
