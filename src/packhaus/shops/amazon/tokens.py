"""Access tokens from Login with Amazon: kept in this process's memory, each until a minute before its end.

Source: "Connect to the Selling Partner API" (grant type ``refresh_token``, one hour) and AMAZON-SEEN E7 to
E11.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from threading import Lock

import msgspec

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Problem, Retry
from packhaus.kit.protocols import Clock
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.answers import Answer, errors_in
from packhaus.shops.amazon.problems import CONNECTION_PAGE
from packhaus.shops.amazon.transport import ask_for_token
from packhaus.shops.port import Credentials

_SPARE = timedelta(minutes=1)


class AccessToken(msgspec.Struct, frozen=True):
    """An access token, when it was asked for and its end (aware, UTC). Secret: ``repr`` shows nothing."""

    value: str
    given: datetime
    ends: datetime

    def __repr__(self) -> str:
        return "<AccessToken>"


class _Granted(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int = 3600

    def __repr__(self) -> str:
        return "<granted>"


class _Place:
    """Where the token of one pair of credentials is kept; its lock lets one thread ask for a new one."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.token: AccessToken | None = None


class AccessTokens:
    """The access tokens of this process, by credentials."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._places: dict[bytes, _Place] = {}

    def get(self, credentials: Credentials, clock: Clock) -> AccessToken:
        """A token that is good for a minute at least, asked for where none is kept.

        Raises AuthorizationEnded (``secret`` or ``token``), NeedsMerchant where something is not filled in,
        Retry where Login with Amazon did not answer.
        """
        place = self._place(credentials)
        with place.lock:
            kept = place.token
            if kept is None or kept.ends - _SPARE <= clock():
                place.token = None
                kept = place.token = _ask(credentials, clock)
            return kept

    def forget(self, credentials: Credentials, token: AccessToken) -> None:
        """Amazon did not take ``token``: the next ``get`` asks for another. One that is newer is kept."""
        place = self._place(credentials)
        with place.lock:
            if place.token is token:
                place.token = None

    def _place(self, credentials: Credentials) -> _Place:
        # The key is a digest, so that no second copy of the secrets lies in memory.
        parts = (
            hosts.token_url(),
            credentials.client_id,
            credentials.client_secret,
            credentials.refresh_token,
        )
        key = hashlib.sha256("\0".join(parts).encode()).digest()
        with self._guard:
            return self._places.setdefault(key, _Place())


TOKENS = AccessTokens()
"""The tokens of this process."""


def _ask(credentials: Credentials, clock: Clock) -> AccessToken:
    if not (credentials.client_id and credentials.client_secret and credentials.refresh_token):
        text = gettext_noop(
            "Client ID, client secret and refresh token are all needed: enter the missing one."
        )
        raise NeedsMerchant(Words(text), CONNECTION_PAGE)
    form = {
        "grant_type": "refresh_token",
        "refresh_token": credentials.refresh_token,
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
    }
    asked_at = clock()
    answer = ask_for_token(form)
    granted = _granted(answer) if answer.is_success else None
    if granted is None:
        raise _refusal(answer, credentials)
    return AccessToken(
        granted.access_token, asked_at, asked_at + timedelta(seconds=max(0, granted.expires_in))
    )


def _granted(answer: Answer) -> _Granted | None:
    try:
        granted = msgspec.json.decode(answer.content, type=_Granted)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return granted if granted.access_token and granted.expires_in < 10**6 else None


def _refusal(answer: Answer, credentials: Credentials) -> Problem:
    errors = errors_in(answer.content)
    code = errors[0].code if errors else ""
    text = " ".join(error.text() for error in errors).lower()
    if code == "invalid_client" or ("secret" in text and "expired" in text):
        return AuthorizationEnded(
            Words(_BAD_SECRET, {"length": str(len(credentials.client_secret))}), "secret", CONNECTION_PAGE
        )
    if code in ("invalid_grant", "unauthorized_client"):
        words = _BAD_TOKEN if credentials.refresh_token.startswith("Atzr|") else _NO_TOKEN
        return AuthorizationEnded(
            Words(words, {"length": str(len(credentials.refresh_token))}), "token", CONNECTION_PAGE
        )
    if code in ("invalid_request", "invalid_scope", "unsupported_grant_type", "access_denied"):
        return NeedsMerchant(Words(_REFUSED, {"code": code}), CONNECTION_PAGE)
    cause = "outage" if answer.status >= 500 else "unreadable"
    return Retry(Words(_NO_ANSWER, {"status": str(answer.status)}), cause=cause)


_BAD_SECRET = gettext_noop(
    "Amazon does not take the client ID with this client secret (%(length)s characters). Either one of "
    "them is copied wrongly, or the secret has ended: each lasts 180 days. Copy both again from Amazon's "
    "Solution Provider Portal, or make a new secret there."
)
_BAD_TOKEN = gettext_noop(
    "Amazon does not take the refresh token (%(length)s characters). Either it is copied incompletely or "
    "belongs to another application, or the authorization was taken back. Authorize the application again "
    "in Seller Central and enter the refresh token that is shown then."
)
_NO_TOKEN = gettext_noop(
    "What was entered as refresh token (%(length)s characters) is none: Amazon's begin with “Atzr|”. "
    "Authorize the application in Seller Central and copy the refresh token whole."
)
_REFUSED = gettext_noop(
    "Login with Amazon refuses the question for access (%(code)s). Check client ID, client secret and "
    "refresh token."
)
_NO_ANSWER = gettext_noop(
    "Login with Amazon gave no usable answer (%(status)s). Packhaus tries again by itself."
)
