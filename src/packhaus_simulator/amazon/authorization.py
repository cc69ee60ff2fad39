"""A seller account, a private application in it, and the tokens between the two."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from packhaus_simulator.amazon.answers import access_denied
from packhaus_simulator.amazon.operations import DELIVERY, INSIGHTS, INVENTORY, LISTING
from packhaus_simulator.chance import seeded
from packhaus_simulator.switches import Switches
from packhaus_simulator.world.marketplaces import SELLING_IN

ACCESS_SECONDS = 3600
_SECRET_LIFE = timedelta(days=180)
_OLD_SECRET_LIFE = timedelta(days=7)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_HEX = "0123456789abcdef"
_MALFORMED = "The access token you provided is revoked, malformed or invalid."


@dataclass
class Secret:
    """One client secret of the application."""

    value: str
    since: datetime
    until: datetime


@dataclass
class Grant:
    """One self-authorization: its refresh token and the roles that the application had then."""

    refresh_token: str
    at: datetime
    roles: frozenset[str]
    revoked: bool = False


@dataclass
class AccessToken:
    """An access token; ``grant`` is ``None`` for a grantless one."""

    until: datetime
    secret: Secret
    grant: Grant | None
    scope: str | None = None


@dataclass(init=False)
class Authorization:
    """Everything that decides who may ask for what."""

    client_id: str
    seller_id: str
    application: str = "Packhaus"
    secrets: list[Secret] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    roles: frozenset[str] = frozenset((DELIVERY, INVENTORY, LISTING, INSIGHTS))
    participations: tuple[str, ...] = SELLING_IN

    def __init__(self, seed: int, now: datetime) -> None:
        self._rng = seeded(f"authorization {seed}")
        self._access: dict[str, AccessToken] = {}
        self.client_id = f"amzn1.application-oa2-client.{self._letters(32, _HEX)}"
        self.seller_id = f"A{self._letters(13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}"
        self.secrets, self.grants = [], []
        self.new_secret(now)
        self.authorize(now)

    @property
    def client_secret(self) -> str:
        """The newest secret."""
        return self.secrets[-1].value

    @property
    def refresh_token(self) -> str:
        """The newest refresh token."""
        return self.grants[-1].refresh_token

    def authorize(self, now: datetime) -> str:
        """Authorize the own account: a new refresh token, the older ones stay good."""
        token = f"Atzr|IwEBI{self._letters(190)}"
        self.grants.append(Grant(token, now, self.roles))
        return token

    def new_secret(self, now: datetime) -> str:
        """Rotate: a new secret for 180 days, the one before for 7 more."""
        for secret in self.secrets:
            secret.until = min(secret.until, now + _OLD_SECRET_LIFE)
        self.secrets.append(Secret(f"amzn1.oa2-cs.v1.{self._letters(64, _HEX)}", now, now + _SECRET_LIFE))
        return self.client_secret

    def expire_secrets(self, now: datetime) -> None:
        """Let all secrets be past their 180 days."""
        for secret in self.secrets:
            secret.until = min(secret.until, now)

    def revoke(self, refresh_token: str | None = None) -> int:
        """Revoke one refresh token, or all; gives how many."""
        hit = [
            grant
            for grant in self.grants
            if refresh_token in (None, grant.refresh_token) and not grant.revoked
        ]
        for grant in hit:
            grant.revoked = True
        return len(hit)

    def find_grant(self, refresh_token: str) -> Grant | None:
        """The living grant of a refresh token."""
        found = (grant for grant in self.grants if grant.refresh_token == refresh_token and not grant.revoked)
        return next(found, None)

    def find_secret(self, value: str) -> Secret | None:
        """A secret of the application, past its end or not."""
        return next((secret for secret in self.secrets if secret.value == value), None)

    def issue(self, secret: Secret, grant: Grant | None, scope: str | None, now: datetime) -> str:
        """A new access token for an hour."""
        token = f"Atza|IwEBI{self._letters(220)}"
        self._access[token] = AccessToken(now + timedelta(seconds=ACCESS_SECONDS), secret, grant, scope)
        return token

    def check(
        self, token: str | None, needed: Iterable[str], switches: Switches, now: datetime
    ) -> frozenset[str]:
        """The roles behind an access token. Raises ``RefusedError`` as Amazon refuses (E5, E6, E7)."""
        if not token:
            raise access_denied("Access token is missing in the request header.")
        access = self._access.get(token)
        if access is None or access.grant is None:
            raise access_denied(_MALFORMED)
        if access.grant.revoked and switches.revoked_access_tokens == "stop":
            raise access_denied(_MALFORMED)
        if access.until <= now:
            raise access_denied("The access token you provided has expired.")
        fresh = timedelta(seconds=switches.new_secret_delay_seconds)
        young = (
            len(self.secrets) > 1 and access.secret is self.secrets[-1] and now < access.secret.since + fresh
        )
        if access.secret.until <= now or young:
            raise access_denied("The LWA secret token you provided has expired.")
        roles = self.roles
        if switches.roles_need_new_authorization:
            roles = roles & access.grant.roles
        if not roles & frozenset(needed):
            raise access_denied()
        return roles

    def _letters(self, count: int, alphabet: str = _ALPHABET) -> str:
        return "".join(self._rng.choices(alphabet, k=count))
