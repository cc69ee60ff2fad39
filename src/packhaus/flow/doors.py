"""Opens a connected shop, and turns what it says of our authorization into the authorization's state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization
from packhaus.engine.clock import now as clock
from packhaus.engine.due import make_due
from packhaus.engine.limits import SharedLimiter
from packhaus.flow.guard import ROLE, GuardedShop, NotStanding, lacks_role, must_stand
from packhaus.flow.listen import compare
from packhaus.flow.tell import settle
from packhaus.kit.errors import AuthorizationEnded, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault, watch
from packhaus.shops.models import Connection
from packhaus.shops.own.shop import OwnShop
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop, TokenEnded
from packhaus.shops.registry import SHOPS
from packhaus.shops.rules import is_new_secret


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

    def heard(at: datetime | None) -> None:
        compare(connection, at, clock())
        if at is not None:
            watch.heard(at, clock())

    return GuardedShop(shop, authorization.pk, even_denied, heard)


ESSENTIAL = "orders"
"""The work without which a connection is of no use."""


@contextmanager
def watched(connection: Connection, now: datetime, work: str = "") -> Iterator[None]:
    """Keep on the connection what went wrong in the block, and since when; clear it where nothing did.

    ``work`` names what is done: one kind of work does not clear what another one ran into. Empty: all.
    An ended authorization moves to *denied* at once, so that no call goes out with it in vain; one that may
    not read orders too (E5), so that its people are told: it is active again once a reading succeeds. A
    secret that was entered within the hour is not ended but new: the shop is slow to learn of it (E7), so
    Retry.
    """
    try:
        yield
    except AuthorizationEnded as error:
        if error.cause == "secret" and _is_new(connection, now):
            keep_problem(connection, error.words, now, work, "secret_new")
            raise Retry(error.words, cause="secret_new") from None
        keep_problem(connection, error.words, now, work, error.cause)
        if error.cause in ("secret", "token") or (error.cause == ROLE and work == ESSENTIAL):
            states.deny(connection.granted, now, error.words, error.cause)
        raise
    except (TokenEnded, NotStanding):
        raise
    except Retry as error:
        # A limit says when it goes on: that is everyday work, and no trouble to show.
        if error.after is None:
            keep_problem(connection, error.words, now, work, error.cause)
        raise
    except Problem as error:
        keep_problem(connection, error.words, now, work)
        raise
    if work == ESSENTIAL:
        _let_in_again(connection, now)
    if isinstance(connection.problem, dict) and (not work or connection.problem.get("work") in (work, "")):
        Connection.objects.filter(pk=connection.pk).update(problem=None, problem_since=None)


def _let_in_again(connection: Connection, now: datetime) -> None:
    known = connection.granted
    if lacks_role(known):
        with transaction.atomic():
            held = Authorization.objects.select_for_update().get(pk=known.pk)
            if lacks_role(held):
                states.move(held, Authorization.State.ACTIVE, now, Words(LET_IN))
                settle(held, now)
                make_due("remind", held.pk, now)


LET_IN = gettext_noop("The shop lets the orders be read again")


def keep_problem(connection: Connection, words: Words, now: datetime, work: str, cause: str = "") -> None:
    """Let the connection's page say what is wrong, and since when; ``cause`` is one of ``shops.causes``."""
    before = connection.problem if isinstance(connection.problem, dict) else {}
    same = before.get("work") == work and before.get("cause", "") == cause
    since = connection.problem_since if same and connection.problem_since else now
    Connection.objects.filter(pk=connection.pk).update(
        problem=words.stored() | {"work": work, "cause": cause}, problem_since=since
    )


def _is_new(connection: Connection, now: datetime) -> bool:
    return is_new_secret(connection.granted.application.secret_entered_at, now)


def marketplace(shop: str, marketplace_id: str) -> MarketplaceInfo | None:
    """What is fixed about a marketplace, by its id."""
    return next((m for m in SHOPS[shop].marketplaces if m.marketplace_id == marketplace_id), None)
