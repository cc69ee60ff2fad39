"""The registered developer, the authorizations that sellers gave, and their year (R1.3, R4.4 to R4.7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from packhaus_simulator.amazon.terms import a_year_after, reminder_moments
from packhaus_simulator.chance import seeded
from packhaus_simulator.mws.answers import denied
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import whole_second

DEVELOPER_ID = "3244-7764-4129"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_HEX = "0123456789abcdef"
_INVALID = "AuthToken is not valid for SellerId and AWSAccountId"
_EXPIRED = "Access denied. The authorization of this developer has expired; the seller can renew it."

State = Literal["active", "expired", "revoked"]


@dataclass(frozen=True, repr=False)
class Developer:
    """A developer that Amazon registered, with the keys that sign its requests."""

    name: str
    developer_id: str
    access_key: str
    secret_key: str


@dataclass(repr=False)
class MwsAuthorization:
    """What one seller gave one developer. Renewed, it lives on with the same token (R4.6)."""

    seller_id: str
    developer_id: str
    developer_name: str
    token: str
    given: datetime
    ends: datetime
    renewed: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime) -> State:
        """Whether its token works."""
        if self.revoked is not None:
            return "revoked"
        return "active" if now < self.ends else "expired"

    def notices(self, now: datetime) -> list[datetime]:
        """When Amazon reminded of the end so far: weekly from one month before (R4.5)."""
        until = min(now, self.revoked) if self.revoked is not None else now
        return [moment for moment in reminder_moments(self.ends) if moment <= until]


class MwsAccess:
    """The developer and all authorizations, oldest first."""

    def __init__(self, seed: int) -> None:
        self._rng = seeded(f"mws {seed}")
        self.developer = Developer(
            "Packhaus", DEVELOPER_ID, f"AKIA{self._letters(16, _UPPER)}", self._letters(40, _ANY)
        )
        self.given: list[MwsAuthorization] = []

    def of(self, seller_id: str) -> MwsAuthorization | None:
        """The newest authorization of a seller, whatever its state."""
        return next((each for each in reversed(self.given) if each.seller_id == seller_id), None)

    def by_token(self, token: str) -> MwsAuthorization | None:
        """The authorization that a token names."""
        return next((each for each in self.given if each.token == token), None)

    def authorize(self, seller_id: str, name: str, now: datetime) -> MwsAuthorization:
        """Authorize the developer. One that stands, expired or not, is renewed: its token stays."""
        standing = self.of(seller_id)
        if standing is not None and standing.revoked is None:
            return self.renew(standing, now)
        now = whole_second(now)
        token = "amzn.mws." + "-".join(self._letters(count, _HEX) for count in (8, 4, 4, 4, 12))
        made = MwsAuthorization(seller_id, self.developer.developer_id, name, token, now, a_year_after(now))
        self.given.append(made)
        return made

    def renew(self, authorization: MwsAuthorization, now: datetime) -> MwsAuthorization:
        """Start the next year, from now on."""
        now = whole_second(now)
        authorization.renewed, authorization.ends = now, a_year_after(now)
        return authorization

    def check(self, seller_id: str, token: str | None, switches: Switches, now: datetime) -> MwsAuthorization:
        """The authorization behind a request. Raises ``MwsError`` 401 where there is none that works."""
        if token is None:
            raise denied("Missing required MWSAuthToken for Seller.")
        found = self.by_token(token)
        if found is None or found.seller_id != seller_id or found.revoked is not None:
            raise denied(_INVALID)
        if found.state(now) == "expired":
            raise denied(_EXPIRED if switches.mws_expired == "told" else _INVALID)
        return found

    def _letters(self, count: int, alphabet: str) -> str:
        return "".join(self._rng.choices(alphabet, k=count))
