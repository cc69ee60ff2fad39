"""Everything that decides who may ask for what: applications, authorizations, and the tokens between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from packhaus_simulator.amazon.answers import RefusedError, access_denied, error
from packhaus_simulator.amazon.application import SELF_AUTHORIZED, Application, Kind, Secret, letters
from packhaus_simulator.amazon.grants import Grant
from packhaus_simulator.amazon.terms import a_year_after
from packhaus_simulator.chance import seeded
from packhaus_simulator.seller import EUROPE, Seller
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import whole_second

ACCESS_SECONDS = 3600
WRONG_REGION = "The marketplaces you provided are not valid for region"
_MALFORMED = "The access token you provided is revoked, malformed or invalid."


def seller_id(rng: Random) -> str:
    """A made-up id of a seller account."""
    return f"A{letters(rng, 13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}"


class FullError(Exception):
    """A private application has as many accounts as Amazon allows it."""


@dataclass(frozen=True)
class AccessToken:
    """An access token; ``grant`` is ``None`` for a grantless one."""

    until: datetime
    secret: Secret
    application: Application
    grant: Grant | None
    scope: str | None = None


@dataclass(frozen=True)
class Access:
    """What a good access token opens."""

    grant: Grant
    roles: frozenset[str]


class Authorizations:
    """One private and one public application, and all that sellers have granted to them."""

    def __init__(self, seed: int, now: datetime) -> None:
        self._access: dict[str, AccessToken] = {}
        self.grants: list[Grant] = []
        rng = seeded(f"authorization {seed}")
        self.private = Application("private", "Packhaus", seed, rng)
        self.first_seller_id = seller_id(rng)
        self.private.new_secret(now)
        public_rng = seeded(f"public authorization {seed}")
        self.public = Application("public", "Packhaus für Agenturen", seed, public_rng)
        self.public.new_secret(now)

    def application(self, kind: Kind) -> Application:
        """The private or the public application."""
        return self.public if kind == "public" else self.private

    def by_client_id(self, client_id: str) -> Application | None:
        """The application of a client id."""
        return next((a for a in (self.private, self.public) if a.client_id == client_id), None)

    def by_application_id(self, application_id: str) -> Application | None:
        """The application of an application id (``amzn1.sp.solution.…``)."""
        return next((a for a in (self.private, self.public) if a.application_id == application_id), None)

    def of(self, application: Application, seller_id: str | None = None) -> list[Grant]:
        """All authorizations of an application, by one seller if given, oldest first."""
        return [
            grant
            for grant in self.grants
            if grant.application is application and seller_id in (None, grant.seller_id)
        ]

    def living(self, application: Application, seller_id: str) -> Grant | None:
        """The newest authorization that is neither revoked nor replaced, deactivated or not."""
        held = (g for g in reversed(self.of(application, seller_id)) if not (g.revoked or g.replaced))
        return next(held, None)

    def accounts(self, application: Application) -> set[str]:
        """The sellers that have authorized an application and not taken it back."""
        return {grant.seller_id for grant in self.of(application) if not (grant.revoked or grant.replaced)}

    def authorize(
        self, application: Application, seller: Seller, switches: Switches, since: datetime
    ) -> Grant:
        """Authorize anew, agreed to at ``since``.

        Private: one more refresh token, the older ones stay good. Public: a renewal where there is one
        already, by the switch ``reauthorization_token`` with the same refresh token or with a new one.
        Raises ``FullError`` where a private one is open to ten other accounts already.
        """
        accounts = self.accounts(application) - {seller.seller_id}
        if not application.is_public and len(accounts) >= SELF_AUTHORIZED:
            raise FullError
        held = self.living(application, seller.seller_id) if application.is_public else None
        if held is not None and switches.reauthorization_token == "same":
            held.roles = application.roles
            return self.renew(held, switches, since)
        if held is not None:
            held.replaced = True
        since = whole_second(since)
        token = f"Atzr|IwEBI{letters(application.rng, 190)}"
        grant = Grant(
            number=len(self.grants) + 1,
            application=application,
            seller_id=seller.seller_id,
            refresh_token=token,
            at=since,
            since=since,
            until=_end(since, switches) if application.is_public else None,
            roles=application.roles,
            region=seller.region,
        )
        self.grants.append(grant)
        return grant

    def renew(self, grant: Grant, switches: Switches, now: datetime) -> Grant:
        """Begin the next year: the same token goes on, or works again (R4.4, R4.6)."""
        now = whole_second(now)
        grant.since = now
        grant.until = _end(now, switches) if grant.application.is_public else None
        grant.renewals.append(now)
        return grant

    def find_grant(self, application: Application, refresh_token: str) -> Grant | None:
        """The authorization of a refresh token, whatever its state."""
        held = (g for g in self.grants if g.application is application and g.refresh_token == refresh_token)
        return next(held, None)

    def issue(
        self,
        application: Application,
        secret: Secret,
        grant: Grant | None,
        now: datetime,
        scope: str | None = None,
    ) -> str:
        """A new access token for an hour."""
        token = f"Atza|IwEBI{letters(application.rng, 220)}"
        until = now + timedelta(seconds=ACCESS_SECONDS)
        self._access[token] = AccessToken(until, secret, application, grant, scope)
        return token

    def of_access(self, token: str | None) -> Grant | None:
        """The authorization behind an access token, good or not, for the log of calls."""
        access = self._access.get(token or "")
        return access.grant if access is not None else None

    def check(self, token: str | None, needed: Iterable[str], switches: Switches, now: datetime) -> Access:
        """What an access token opens. Raises ``RefusedError`` as Amazon refuses (E5, E6, E7, E13)."""
        if not token:
            raise access_denied("Access token is missing in the request header.")
        access = self._access.get(token)
        if access is None or access.grant is None:
            raise access_denied(_MALFORMED)
        grant, application = access.grant, access.application
        if grant.state(now) != "active" and switches.revoked_access_tokens == "stop":
            raise access_denied(_MALFORMED)
        if access.until <= now:
            raise access_denied("The access token you provided has expired.")
        delay = switches.new_secret_delay_seconds
        if access.secret.until <= now or application.too_young(access.secret, delay, now):
            raise access_denied("The LWA secret token you provided has expired.")
        if grant.region != EUROPE:
            raise RefusedError(error(403, "Unauthorized", WRONG_REGION))
        roles = application.roles
        if application.is_public or switches.roles_need_new_authorization:
            roles = roles & grant.roles
        if not roles & frozenset(needed):
            raise access_denied()
        return Access(grant, roles)


def _end(since: datetime, switches: Switches) -> datetime:
    if switches.authorization_year == "365_days":
        return since + timedelta(days=365)
    return a_year_after(since)
