"""An authorization between a seller and an application, with its year."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from packhaus_simulator.amazon.application import Application
from packhaus_simulator.calls import NOBODY, Caller

State = Literal["active", "deactivated", "revoked", "replaced"]


@dataclass
class Grant:
    """One authorization: its refresh token and the roles that were agreed to with it.

    ``at``: when it was given at first, ``since``: when its present year began; ``until``: when that ends
    (``None``: never, a private application's). ``replaced``: a later authorization came with a new token.
    ``region``: where it was given, which is where its tokens open anything.
    """

    number: int
    application: Application
    seller_id: str
    refresh_token: str
    at: datetime
    since: datetime
    until: datetime | None
    roles: frozenset[str]
    region: str
    revoked: bool = False
    replaced: bool = False
    renewals: list[datetime] = field(default_factory=list)

    def state(self, now: datetime) -> State:
        """Where it stands: past its year it is deactivated, and comes back with a renewal (R4.6)."""
        if self.revoked:
            return "revoked"
        if self.replaced:
            return "replaced"
        return "deactivated" if self.until is not None and self.until <= now else "active"


def as_caller(grant: Grant | None) -> Caller:
    """How the log of calls names an authorization."""
    if grant is None:
        return NOBODY
    return Caller(grant.seller_id, grant.application.kind, grant.number)
