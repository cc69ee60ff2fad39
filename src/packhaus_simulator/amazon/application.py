"""An application at Amazon: a private one for the own accounts, or a public one for all sellers."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Literal
from urllib.parse import urlsplit

from packhaus_simulator.amazon.operations import DELIVERY, INSIGHTS, INVENTORY, LISTING
from packhaus_simulator.chance import seeded

Kind = Literal["private", "public"]
KINDS: tuple[Kind, ...] = ("private", "public")
Status = Literal["draft", "published"]
SELF_AUTHORIZED = 10
"""To so many accounts a private application is open at most."""
_SECRET_LIFE = timedelta(days=180)
_OLD_SECRET_LIFE = timedelta(days=7)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HEX = "0123456789abcdef"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NO_SPACE = re.compile(r"\S+")


def letters(rng: Random, count: int, alphabet: str = _ALPHABET) -> str:
    """Made-up letters of a key or a token."""
    return "".join(rng.choices(alphabet, k=count))


@dataclass
class Secret:
    """One client secret of an application."""

    value: str
    since: datetime
    until: datetime


@dataclass(init=False)
class Application:
    """``roles``: what Amazon has granted to it; ``wanted``: roles asked for that Amazon still reviews."""

    kind: Kind
    name: str
    rng: Random = field(repr=False)
    application_id: str
    client_id: str
    secrets: list[Secret] = field(default_factory=list)
    roles: frozenset[str] = frozenset((DELIVERY, INVENTORY, LISTING, INSIGHTS))
    wanted: frozenset[str] = frozenset()
    redirect_uris: tuple[str, ...] = ()
    login_uri: str = ""
    status: Status = "draft"

    def __init__(self, kind: Kind, name: str, seed: int, rng: Random) -> None:
        self.kind, self.name, self.rng = kind, name, rng
        # Drawn apart, so that a seed still gives the client id, seller id and tokens that it always gave.
        uuid = letters(seeded(f"{kind} application {seed}"), 32, HEX)
        parts = (uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:])
        self.application_id = f"amzn1.sp.solution.{'-'.join(parts)}"
        self.client_id = f"amzn1.application-oa2-client.{letters(rng, 32, HEX)}"
        self.secrets = []

    @property
    def client_secret(self) -> str:
        """The newest secret."""
        return self.secrets[-1].value

    @property
    def is_public(self) -> bool:
        """Whether its authorizations have a year and come by consent page."""
        return self.kind == "public"

    def new_secret(self, now: datetime) -> str:
        """Rotate: a new secret for 180 days, the one before for 7 more."""
        for secret in self.secrets:
            secret.until = min(secret.until, now + _OLD_SECRET_LIFE)
        value = f"amzn1.oa2-cs.v1.{letters(self.rng, 64, HEX)}"
        self.secrets.append(Secret(value, now, now + _SECRET_LIFE))
        return self.client_secret

    def expire_secrets(self, now: datetime) -> None:
        """Let all secrets be past their 180 days."""
        for secret in self.secrets:
            secret.until = min(secret.until, now)

    def find_secret(self, value: str) -> Secret | None:
        """A secret of the application, past its end or not."""
        return next((secret for secret in self.secrets if secret.value == value), None)

    def too_young(self, secret: Secret, delay_seconds: float, now: datetime) -> bool:
        """Whether a secret that was rotated in is not taken yet (E7)."""
        fresh = secret.since + timedelta(seconds=delay_seconds)
        return len(self.secrets) > 1 and secret is self.secrets[-1] and now < fresh


def usable_uri(uri: str) -> bool:
    """Whether Amazon registers an address: https, without a fragment.

    http is taken on loopback only, as RFC 8252 section 7.3 has it: Packhaus on the own computer has no
    certificate. Amazon itself takes https only.
    """
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return False
    if not _NO_SPACE.fullmatch(uri) or not host or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
