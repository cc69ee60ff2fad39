"""One answer of Amazon's, and the errors in it, in each of the shapes in which Amazon sends them."""

from __future__ import annotations

import math
from datetime import datetime

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer. ``content`` may hold personal data or a token, so ``repr`` shows the status only.

    ``rate`` is the usable value of ``x-amzn-RateLimit-Limit`` in requests a second, None where it is absent
    or useless (E4). ``at`` is Amazon's time by its ``Date`` header.
    """

    status: int
    content: bytes
    request_id: str = ""
    rate: float | None = None
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Answer {self.status}>"

    @property
    def is_success(self) -> bool:
        """Whether Amazon did what it was asked."""
        return 200 <= self.status < 300


class ErrorText(msgspec.Struct, frozen=True, kw_only=True):
    """One error in Amazon's words. They can echo what was sent: never shown or logged as they are."""

    code: str = ""
    message: str = ""
    details: str = ""

    def __repr__(self) -> str:
        return "<ErrorText>"

    def text(self) -> str:
        """All of it in one line, for comparing."""
        return f"{self.code} {self.message} {self.details}"


def positive_number(text: str | None) -> float | None:
    """The number above zero that ``text`` is, as a header's rate; None for anything else (E4)."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def errors_in(content: bytes) -> tuple[ErrorText, ...]:
    """The errors in an answer; none where it is not one of Amazon's shapes.

    Shapes (AMAZON-SEEN E1, E2, E3, E8, X3): ``{"errors": [...]}``, a bare list, ``{"error": "text"}``,
    Login with Amazon's ``{"error": "code", "error_description": "text"}``, the gateway's ``{"message":
    "text"}``.
    """
    try:
        found: object = msgspec.json.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ()
    if isinstance(found, dict):
        listed = found.get("errors")
        if isinstance(listed, list):
            return _each(listed)
        if "error_description" in found:
            return (ErrorText(code=_text(found.get("error")), message=_text(found.get("error_description"))),)
        for key in ("error", "message", "Message"):
            if isinstance(found.get(key), str):
                return (ErrorText(message=_text(found[key])),)
        return ()
    return _each(found) if isinstance(found, list) else ()


def _each(listed: list[object]) -> tuple[ErrorText, ...]:
    return tuple(
        ErrorText(
            code=_text(entry.get("code")),
            message=_text(entry.get("message")),
            details=_text(entry.get("details")),
        )
        for entry in listed
        if isinstance(entry, dict)
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
