"""What was typed for a new connection, kept between its test and its saving: sealed, and not for long.

The token never goes back to the browser, so the server holds it until the connection is saved.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from packhaus.privacy import vault

_KEY = "amazon_mws_draft"
_BOUND_TO = "amazon-mws-draft"
_LIVES = timedelta(minutes=30)
_SHOWN = ("seller_id", "countries", "name", "import_weights", "confirm_at")


@dataclass(frozen=True)
class Draft:
    """``shown`` is what may stand in the form again; the token may not."""

    shown: dict[str, Any]
    token: str
    findings: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return "<Draft>"


def keep(session: SessionBase, draft: Draft, now: datetime) -> None:
    """Keep ``draft`` for half an hour."""
    sealed = base64.b64encode(vault.seal_secret(draft.token, _BOUND_TO)).decode()
    until = (now + _LIVES).isoformat()
    session[_KEY] = {"shown": draft.shown, "token": sealed, "findings": draft.findings, "until": until}


def kept(session: SessionBase, now: datetime) -> Draft | None:
    """The draft of this session; None where there is none or its time is over."""
    stored = session.get(_KEY)
    if stored is None:
        return None
    if datetime.fromisoformat(stored["until"]) < now:
        drop(session)
        return None
    token = vault.open_secret(base64.b64decode(stored["token"]), _BOUND_TO)
    return Draft(stored["shown"], token, stored["findings"])


def drop(session: SessionBase) -> None:
    """Forget the draft."""
    session.pop(_KEY, None)


def merged(before: Draft | None, data: dict[str, Any]) -> Draft:
    """What the form holds now, with the token of before where it was left empty."""
    return Draft(
        {name: data[name] for name in _SHOWN}, data["token"] or (before.token if before is not None else "")
    )
