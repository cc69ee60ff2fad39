"""Sentences for the merchant that can be stored and said later in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark ``text`` as translatable where it is written; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Words:
    """One translatable sentence: an English text with ``%(name)s`` places and what stands in them.

    The values are never personal data: words are stored in plain form and may reach a log.
    """

    text: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text

    def stored(self) -> dict[str, object]:
        """The form in which a database row keeps the sentence."""
        return {"text": self.text, "values": dict(self.values)}

    @classmethod
    def from_stored(cls, stored: object) -> Words | None:
        """The sentence out of its stored form; None where nothing was stored."""
        if not isinstance(stored, dict) or not stored.get("text"):
            return None
        values = stored.get("values")
        return cls(
            str(stored["text"]),
            {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {},
        )
