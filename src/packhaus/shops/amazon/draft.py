"""What was typed for a new connection, kept between its test and its saving: sealed, and not for long.

The secrets never go back to the browser, so the server holds them until the connection is saved.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from packhaus.privacy import vault
from packhaus.shops.amazon.forms import SECRETS
from packhaus.shops.amazon.marketplaces import by_country
from packhaus.shops.port import Credentials

_KEY = "amazon_draft"
_BOUND_TO = "amazon-draft"
_LIVES = timedelta(minutes=30)


@dataclass(frozen=True)
class Draft:
    """``shown`` is what may stand in the form again; the secrets may not."""

    shown: dict[str, Any]
    client_secret: str
    refresh_token: str
    findings: dict[str, Any] | None

    def __repr__(self) -> str:
        return "<Draft>"

    def kept(self) -> list[str]:
        """The names of the secrets that are there."""
        return [name for name in SECRETS if getattr(self, name)]

    def without(self, secret: str) -> Draft:
        """The same without the secret that Amazon refused, and without findings."""
        return replace(
            self,
            findings=None,
            client_secret="" if secret == "client_secret" else self.client_secret,
            refresh_token="" if secret == "refresh_token" else self.refresh_token,
        )

    def credentials(self) -> Credentials:
        """The credentials for the region of the first country chosen."""
        market = by_country(str(self.shown["countries"][0]))
        return Credentials(
            client_id=str(self.shown["client_id"]),
            client_secret=self.client_secret,
            refresh_token=self.refresh_token,
            seller_id=str(self.shown["seller_id"]),
            region=market.region if market else "eu",
        )


def _sealed(text: str) -> str:
    return base64.b64encode(vault.seal_secret(text, _BOUND_TO)).decode()


def _opened(text: str) -> str:
    return vault.open_secret(base64.b64decode(text), _BOUND_TO)


def keep(session: SessionBase, draft: Draft, now: datetime) -> None:
    """Keep ``draft`` for half an hour."""
    session[_KEY] = {
        "shown": draft.shown,
        "secret": _sealed(draft.client_secret),
        "token": _sealed(draft.refresh_token),
        "findings": draft.findings,
        "until": (now + _LIVES).isoformat(),
    }


def kept(session: SessionBase, now: datetime) -> Draft | None:
    """The draft of this session; None where there is none or its time is over."""
    stored = session.get(_KEY)
    if stored is None:
        return None
    if datetime.fromisoformat(stored["until"]) < now:
        drop(session)
        return None
    return Draft(stored["shown"], _opened(stored["secret"]), _opened(stored["token"]), stored["findings"])


def drop(session: SessionBase) -> None:
    """Forget the draft."""
    session.pop(_KEY, None)


def merged(before: Draft | None, data: dict[str, Any]) -> Draft:
    """What the form holds now, with the secrets of before where they were left empty."""
    shown = {
        name: data[name]
        for name in ("client_id", "seller_id", "countries", "name", "import_weights", "confirm_at")
    }
    return Draft(
        shown=shown,
        client_secret=data["client_secret"] or (before.client_secret if before else ""),
        refresh_token=data["refresh_token"] or (before.refresh_token if before else ""),
        findings=None,
    )
