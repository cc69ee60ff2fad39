"""What was typed for a new connection, kept between its test and its saving: sealed, and not for long.

The secrets never go back to the browser, so the server holds them until the connection is saved.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from packhaus.privacy import vault
from packhaus.shops.pages.findings import Tested

Value = str | bool | list[str]
"""What a form's field holds."""
_LIVES = timedelta(minutes=30)


@dataclass(frozen=True)
class Draft:
    """``shown`` is what may stand in the form again; the ``secrets``, by their fields' names, may not."""

    shown: Mapping[str, Value]
    secrets: Mapping[str, str]
    findings: Tested | None = None

    def __repr__(self) -> str:
        return "<Draft>"

    @property
    def countries(self) -> list[str]:
        """The countries chosen: at least one, as the form asks for."""
        chosen = self.shown["countries"]
        return list(chosen) if isinstance(chosen, list) else [str(chosen)]

    def kept(self) -> list[str]:
        """The names of the secrets that are there."""
        return [name for name, value in self.secrets.items() if value]

    def without(self, refused: str) -> Draft:
        """The same without the secret that the shop refused, and without findings."""
        left = {name: "" if name == refused else value for name, value in self.secrets.items()}
        return replace(self, secrets=left, findings=None)


@dataclass(frozen=True)
class Drafts:
    """A shop's drafts: at most one a session. ``shown`` and ``secrets`` name the form's fields."""

    shop: str
    shown: tuple[str, ...]
    secrets: tuple[str, ...]

    @property
    def _key(self) -> str:
        return f"{self.shop}_draft"

    def _sealed(self, text: str) -> str:
        return base64.b64encode(vault.seal_secret(text, self._key)).decode()

    def _opened(self, text: str) -> str:
        return vault.open_secret(base64.b64decode(text), self._key)

    def keep(self, session: SessionBase, draft: Draft, now: datetime) -> None:
        """Keep ``draft`` for half an hour."""
        session[self._key] = {
            "shown": dict(draft.shown),
            "secrets": {name: self._sealed(value) for name, value in draft.secrets.items()},
            "findings": draft.findings,
            "until": (now + _LIVES).isoformat(),
        }

    def kept(self, session: SessionBase, now: datetime) -> Draft | None:
        """The draft of this session; None where there is none or its time is over."""
        stored = session.get(self._key)
        if stored is None:
            return None
        if datetime.fromisoformat(stored["until"]) < now:
            self.drop(session)
            return None
        secrets = {name: self._opened(value) for name, value in stored["secrets"].items()}
        return Draft(stored["shown"], secrets, stored["findings"])

    def drop(self, session: SessionBase) -> None:
        """Forget the draft."""
        session.pop(self._key, None)

    def merged(self, before: Draft | None, data: Mapping[str, Value]) -> Draft:
        """What the form holds now, with the secrets of before where they were left empty."""
        old = before.secrets if before is not None else {}
        return Draft(
            {name: data[name] for name in self.shown},
            {name: str(data[name] or old.get(name, "")) for name in self.secrets},
        )
