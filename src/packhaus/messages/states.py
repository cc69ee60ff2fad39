"""The one setter of a mail's state."""

from __future__ import annotations

from datetime import datetime

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.models import Message

TRANSITIONS: dict[str, frozenset[str]] = {
    "owed": frozenset({"intended", "refused", "withdrawn"}),
    "intended": frozenset({"sent", "owed", "refused", "unknown"}),
    "unknown": frozenset({"intended", "refused", "withdrawn"}),
    "sent": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset(),
}
OPEN = ("owed", "intended", "unknown")
"""States in which there is still something to do."""


def move(
    message: Message,
    state: str,
    at: datetime,
    *,
    due_at: datetime | None = None,
    code: int | None = None,
    words: Words | None = None,
) -> None:
    """Move and save. ``due_at``: when to look at it again; ``code``: what the mail server said.

    Raises Bug where no way leads there.
    """
    if state != message.state and state not in TRANSITIONS[message.state]:
        raise Bug(
            Words(
                gettext_noop("A mail cannot go from %(old)s to %(new)s."),
                {"old": message.state, "new": state},
            )
        )
    message.state, message.state_at, message.due_at = state, at, due_at
    message.smtp_code, message.words = code, words.stored() if words else None
    message.save(update_fields=["state", "state_at", "due_at", "smtp_code", "words", "attempts", "unsure"])
