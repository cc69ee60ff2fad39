"""No call is made with an authorization that does not stand (R4.6): looked at before each one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from packhaus.authorizations.models import Authorization
from packhaus.authorizations.rules import End, Standing, end_of, local_day, standing
from packhaus.engine.clock import now as clock
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.port import (
    ConfirmAnswer,
    ListingWeight,
    OddOrder,
    OrdersPage,
    OrdersWindow,
    Package,
    ParticipationFound,
    Shop,
    ShopOrder,
)

WHERE = "authorizations:list"
"""The page on which an authorization is renewed."""
ROLE = "role"
"""The cause of an authorization that is denied while its token is good: 403 "access denied" (E5)."""
KEYS = "keys"
"""The cause of one that is denied because the shop does not take this installation's own keys."""
_TRIED_ON = (ROLE, KEYS)
"""Causes that say nothing against the token: whether the shop lets us in again is seen by knocking."""
_USABLE = (Authorization.State.ACTIVE, Authorization.State.EXPIRING)


class NotStanding(NeedsMerchant):
    """Our own refusal to make a call: the authorization's state says why, and since when."""


def end_at(authorization: Authorization) -> End | None:
    """What ends an authorization first, and on which day of the merchant's."""
    zone = authorization.organization.time_zone
    began_on = local_day(authorization.term_began_at, zone)
    return end_of(authorization.kind, began_on, authorization.application.secret_ends_on)


def is_tried_on(authorization: Authorization) -> bool:
    """Whether it is denied for no fault of its token: that is good, is tried on, and its dates go on."""
    return authorization.state == Authorization.State.DENIED and authorization.cause in _TRIED_ON


def today_of(authorization: Authorization, now: datetime) -> date:
    """The merchant's day."""
    return local_day(now, authorization.organization.time_zone)


def must_stand(authorization_id: int, now: datetime, *, even_denied: bool = False) -> None:
    """Raise NotStanding where an authorization is denied, revoked or past its last day, state or not."""
    found = Authorization.objects.select_related("organization", "application").get(pk=authorization_id)
    end = end_at(found)
    if standing(end, today_of(found, now)) is Standing.DEACTIVATED:
        raise NotStanding(Words.from_stored(found.state_words) or Words(ENDED), WHERE)
    denied = found.state == Authorization.State.DENIED
    if found.state in _USABLE or (even_denied and denied) or is_tried_on(found):
        return
    raise NotStanding(Words.from_stored(found.state_words) or Words(ENDED), WHERE)


ENDED = gettext_noop("The authorization at the shop has ended. Renew it, then all goes on.")


class GuardedShop:
    """A shop that looks before each call whether its authorization still stands (implements ``Shop``)."""

    def __init__(
        self,
        shop: Shop,
        authorization_id: int,
        even_denied: bool,
        heard: Callable[[datetime | None], None],
    ) -> None:
        """``heard`` is told after each call, answered or not, what time the shop said last."""
        self._shop = shop
        self._authorization_id = authorization_id
        self._even_denied = even_denied
        self._heard = heard

    @contextmanager
    def _guarded(self) -> Iterator[Shop]:
        must_stand(self._authorization_id, clock(), even_denied=self._even_denied)
        try:
            yield self._shop
        finally:
            self._heard(self._shop.heard_at)

    @property
    def heard_at(self) -> datetime | None:
        """The shop's own time in its last answer."""
        return self._shop.heard_at

    @property
    def weights_page(self) -> int:
        """How many SKUs one call of ``weights`` takes."""
        return self._shop.weights_page

    def check_seller(self, marketplace_id: str) -> None:
        """As the shop's own, once the authorization is looked at; so are the others."""
        with self._guarded() as shop:
            shop.check_seller(marketplace_id)

    def participations(self) -> list[ParticipationFound]:
        """The marketplaces that the account has."""
        with self._guarded() as shop:
            return shop.participations()

    def orders(self, window: OrdersWindow, token: str | None) -> OrdersPage:
        """One page of orders."""
        with self._guarded() as shop:
            return shop.orders(window, token)

    def order(self, shop_order_id: str) -> ShopOrder | OddOrder | None:
        """One order afresh."""
        with self._guarded() as shop:
            return shop.order(shop_order_id)

    def weights(self, marketplace_id: str, skus: Sequence[str]) -> list[ListingWeight]:
        """The weights of some SKUs."""
        with self._guarded() as shop:
            return shop.weights(marketplace_id, skus)

    def confirm(self, package: Package) -> ConfirmAnswer:
        """Tell the shop that one parcel is on its way."""
        with self._guarded() as shop:
            return shop.confirm(package)

    def answer_to(self, receipt: str, package: Package) -> ConfirmAnswer:
        """What the shop says by now of a package that it left open."""
        with self._guarded() as shop:
            return shop.answer_to(receipt, package)
