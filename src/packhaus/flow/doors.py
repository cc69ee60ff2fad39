"""Opens a connected shop, and turns what it says of our authorization into the authorization's state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization
from packhaus.engine.clock import now as clock
from packhaus.engine.limits import SharedLimiter
from packhaus.flow.guard import GuardedShop, must_stand
from packhaus.kit.errors import AuthorizationEnded, Problem, Retry
from packhaus.kit.words import Words
from packhaus.privacy import vault
from packhaus.shops.models import Connection
from packhaus.shops.own.shop import OwnShop
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop, TokenEnded
from packhaus.shops.registry import SHOPS


def open_shop(shop: str, credentials: Credentials) -> Shop:
    """A shop account by its credentials; limits are shared by all who use the same application there."""
    scope = f"{shop}:{credentials.client_id[-40:]}:{credentials.seller_id}"
    return SHOPS[shop].open(credentials, SharedLimiter(scope), clock)


def credentials_of(authorization: Authorization) -> Credentials:
    """The sealed credentials of an authorization, opened."""
    application = authorization.application
    return Credentials(
        client_id=application.client_id,
        client_secret=vault.open_secret(application.sealed_secret, application.aad),
        refresh_token=vault.open_secret(authorization.sealed_refresh_token, authorization.aad),
        seller_id=authorization.seller_id,
        region=authorization.region,
    )


def open_connection(connection: Connection, *, even_denied: bool = False) -> Shop:
    """The shop behind a connection, which makes no call that its authorization does not allow (R4.6).

    ``even_denied``: to see whether the shop lets us in again. Raises NeedsMerchant where the authorization
    does not stand; so does each method of what is returned, for it can end between two calls. One's own shop
    is asked for nothing, so nothing stands in its way.
    """
    if connection.is_own:
        return OwnShop()
    authorization = connection.granted
    must_stand(authorization.pk, clock(), even_denied=even_denied)
    shop = open_shop(connection.shop, credentials_of(authorization))
    return GuardedShop(shop, authorization.pk, even_denied)


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
            states.move(connection.granted, Authorization.State.DENIED, now, error.words, cause=error.cause)
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
