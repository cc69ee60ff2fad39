"""Opens a connected shop, and turns what it says of our authorization into the authorization's state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization
from packhaus.engine.clock import now as clock
from packhaus.engine.due import make_due
from packhaus.engine.limits import SharedLimiter
from packhaus.flow.guard import KEYS, ROLE, GuardedShop, NotStanding, is_tried_on, must_stand
from packhaus.flow.listen import compare
from packhaus.flow.resume import resume
from packhaus.flow.tell import settle
from packhaus.kit.errors import AuthorizationEnded, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault, watch
from packhaus.shops.models import Connection
from packhaus.shops.own.shop import OwnShop
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop, TokenEnded
from packhaus.shops.problems import ended, keep
from packhaus.shops.registry import SHOPS
from packhaus.shops.rules import ORDERS, is_new_secret


def open_shop(shop: str, credentials: Credentials) -> Shop:
    """A shop account by its credentials; limits are shared by all who use the same application there."""
    scope = f"{shop}:{credentials.client_id[-40:]}:{credentials.seller_id}"
    return SHOPS[shop].open(credentials, SharedLimiter(scope), clock)


def credentials_of(authorization: Authorization) -> Credentials:
    """The sealed credentials of an authorization, opened."""
    application = authorization.application
    return Credentials(
        client_id=application.client_id,
        client_secret=_secret_of(application),
        refresh_token=vault.open_secret(authorization.sealed_refresh_token, authorization.aad),
        seller_id=authorization.seller_id,
        region=authorization.region,
    )


def _secret_of(application: Application) -> str:
    """Empty for a developer of the old way, which signs with the keys of the installation."""
    sealed = bytes(application.sealed_secret)
    return vault.open_secret(sealed, application.aad) if sealed else ""


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
        connection.was_asked = True
        compare(connection, at, clock())
        if at is not None:
            watch.heard(at, clock())

    return GuardedShop(shop, authorization.pk, even_denied, heard)


@contextmanager
def watched(connection: Connection, now: datetime, work: str = "") -> Iterator[None]:
    """Keep with the connection what went wrong in the block, and since when; forget it where all was well.

    ``work`` names what is done: one kind of work does not clear what another one ran into. Empty: a test.
    Where the shop was asked nothing in the block, nothing is known to be over.
    An ended authorization moves to *denied* at once, so that no call goes out with it in vain. So does one
    that may not read orders (E5), or not with this installation's keys, so that its people are told: it is
    tried on, and active again once a reading succeeds. A secret that was entered within the hour is not ended
    but new: the shop is slow to learn of it (E7), so Retry.
    """
    connection.was_asked = False
    try:
        yield
    except AuthorizationEnded as error:
        if error.cause == "secret" and _is_new(connection, now):
            keep(connection, error.words, now, work, "secret_new")
            raise Retry(error.words, cause="secret_new") from None
        keep(connection, error.words, now, work, error.cause)
        if error.cause in ("secret", "token", KEYS) or (error.cause == ROLE and work == ORDERS):
            states.deny(connection.granted, now, error.words, error.cause)
        elif error.cause == ROLE and not work and connection.granted.state == Authorization.State.DENIED:
            # A test: its token is good, so what else the shop lets through is tried again.
            states.deny(connection.granted, now, error.words, ROLE, is_told=False)
        raise
    except (TokenEnded, NotStanding):
        raise
    except Retry as error:
        # A limit says when it goes on: that is everyday work, and no trouble to show.
        if error.after is None:
            keep(connection, error.words, now, work, error.cause)
        raise
    except Problem as error:
        keep(connection, error.words, now, work)
        raise
    if not connection.was_asked:
        return
    if work == ORDERS:
        _let_in_again(connection, now)
    ended(connection, now, work)


def _let_in_again(connection: Connection, now: datetime) -> None:
    known = connection.granted
    if is_tried_on(known):
        with transaction.atomic():
            held = Authorization.objects.select_for_update().get(pk=known.pk)
            if is_tried_on(held):
                states.move(held, Authorization.State.ACTIVE, now, Words(LET_IN), cause=known.cause)
                settle(held, now)
                make_due("remind", held.pk, now)
                resume(connection, now)


LET_IN = gettext_noop("The shop lets the orders be read again")


def _is_new(connection: Connection, now: datetime) -> bool:
    return is_new_secret(connection.granted.application.secret_entered_at, now)


def marketplace(shop: str, marketplace_id: str) -> MarketplaceInfo | None:
    """What is fixed about a marketplace, by its id."""
    return next((m for m in SHOPS[shop].marketplaces if m.marketplace_id == marketplace_id), None)
