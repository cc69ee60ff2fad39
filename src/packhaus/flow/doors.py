"""Opens a connected shop, and turns what it says of our authorization into the authorization's state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization
from packhaus.engine.clock import now as clock
from packhaus.engine.limits import SharedLimiter
from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop, TokenEnded
from packhaus.shops.registry import SHOPS

_USABLE = (Authorization.State.ACTIVE, Authorization.State.EXPIRING)


def open_shop(shop: str, credentials: Credentials) -> Shop:
    """A shop account by its credentials; limits are shared by all who use the same application there."""
    scope = f"{shop}:{credentials.client_id[-40:]}:{credentials.seller_id}"
    return SHOPS[shop].open(credentials, SharedLimiter(scope), clock)


def credentials_of(authorization: Authorization) -> Credentials:
    """The sealed credentials of an authorization, opened."""
    aad = f"authorization:{authorization.public_id}"
    return Credentials(
        client_id=authorization.client_id,
        client_secret=vault.open_secret(bytes(authorization.sealed_client_secret), aad),
        refresh_token=vault.open_secret(bytes(authorization.sealed_refresh_token), aad),
        seller_id=authorization.seller_id,
        region=authorization.region,
    )


def open_connection(connection: Connection) -> Shop:
    """The shop behind a connection. Raises NeedsMerchant where its authorization does not stand."""
    authorization = connection.authorization
    if authorization.state not in _USABLE:
        raise NeedsMerchant(
            Words.from_stored(authorization.state_words)
            or Words(gettext_noop("The authorization at the shop has ended. Renew it, then all goes on.")),
            "shops:list",
        )
    return open_shop(connection.shop, credentials_of(authorization))


@contextmanager
def watched(connection: Connection, now: datetime, work: str = "") -> Iterator[None]:
    """Keep on the connection what went wrong in the block, and since when; clear it where nothing did.

    ``work`` names what is done: one kind of work does not clear what another one ran into. Empty: all.
    An ended authorization moves to *denied* at once, so that no call goes out with it in vain.
    """
    try:
        yield
    except AuthorizationEnded as error:
        keep_problem(connection, error.words, now, work)
        if error.cause in ("secret", "token"):
            states.move(connection.authorization, Authorization.State.DENIED, now, error.words)
        raise
    except TokenEnded:
        raise
    except Retry as error:
        # A limit says when it goes on: that is everyday work, and no trouble to show.
        if error.after is None:
            keep_problem(connection, error.words, now, work)
        raise
    except Problem as error:
        keep_problem(connection, error.words, now, work)
        raise
    if isinstance(connection.problem, dict) and (not work or connection.problem.get("work") in (work, "")):
        Connection.objects.filter(pk=connection.pk).update(problem=None, problem_since=None)


def keep_problem(connection: Connection, words: Words, now: datetime, work: str) -> None:
    """Let the connection's page say what is wrong, and since when."""
    same = isinstance(connection.problem, dict) and connection.problem.get("work") == work
    since = connection.problem_since if same and connection.problem_since else now
    Connection.objects.filter(pk=connection.pk).update(
        problem=words.stored() | {"work": work}, problem_since=since
    )


def marketplace(shop: str, marketplace_id: str) -> MarketplaceInfo | None:
    """What is fixed about a marketplace, by its id."""
    return next((m for m in SHOPS[shop].marketplaces if m.marketplace_id == marketplace_id), None)
