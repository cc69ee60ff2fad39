"""Errors in the log by their types and places. Their messages stay out: one may quote personal data."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_Found = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_MOST = 60


class QuietFormatter(logging.Formatter):
    """Prints an exception, and all that it came from, without any message or value.

    PostgreSQL quotes the row that a constraint refused, a parser the text that it could not read. The type,
    the database's code for the error and the lines of our code say enough to find it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one text. Another handler's long form of the exception is neither taken nor left."""
        longer, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = longer

    def formatException(self, ei: _Found) -> str:  # noqa: N802 - the name is logging's
        """Types and places, the first cause first, as Python's own tracebacks are read."""
        return "" if ei[1] is None else "\n".join(_lines(ei[1], set()))


def _lines(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    lines: list[str] = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        led = "and that caused" if error.__cause__ else "and while that was handled"
        lines += [*_lines(before, seen), f"{led}:"]
    state = getattr(error, "sqlstate", None)
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}{f' {state}' if state else ''}")
    places = [f"  at {at.f_code.co_filename}:{line}" for at, line in traceback.walk_tb(error.__traceback__)]
    # A recursion without an end has a thousand of them.
    lines += places if len(places) <= _MOST else [*places[: _MOST // 2], "  ...", *places[-_MOST // 2 :]]
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            if id(one) not in seen:
                lines += ["together with:", *_lines(one, seen)]
    return lines
