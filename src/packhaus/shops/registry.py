"""The shops that there are: one entry a shop, by its name in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from packhaus.kit.protocols import Clock, Limiter
from packhaus.kit.words import gettext_noop
from packhaus.shops.amazon.consent import AmazonWayIn
from packhaus.shops.amazon.hosts import seller_central
from packhaus.shops.amazon.marketplaces import MARKETPLACES
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.amazon_mws.door import open_account as open_old_account
from packhaus.shops.amazon_mws.installation import manage as old_permissions
from packhaus.shops.amazon_mws.marketplaces import MARKETPLACES as OLD_MARKETPLACES
from packhaus.shops.models import OWN
from packhaus.shops.own.shop import OwnShop
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop, WayIn


class ShopEntry(NamedTuple):
    """A shop's name on the panel, how it is opened, its marketplaces, and its own pages.

    Its pages are ``<name>:new`` and ``<name>:edit`` (with a connection's public id). ``manage`` gives the
    page at the shop on which access is given and taken back, for a marketplace (empty: there is none).
    ``is_old``: offered last.
    """

    label: str
    open: Callable[[Credentials, Limiter, Clock], Shop]
    marketplaces: tuple[MarketplaceInfo, ...]
    manage: Callable[[str], str]
    way_in: WayIn | None = None
    is_old: bool = False


def _amazon(credentials: Credentials, limiter: Limiter, clock: Clock) -> Shop:
    return AmazonShop(credentials, limiter, clock)


def _own(credentials: Credentials, limiter: Limiter, clock: Clock) -> Shop:
    return OwnShop()


def _nobody(marketplace_id: str) -> str:
    return ""


def _manage_apps(marketplace_id: str) -> str:
    return f"{seller_central(marketplace_id)}/apps/manage"


SHOPS: dict[str, ShopEntry] = {
    "amazon": ShopEntry("Amazon", _amazon, tuple(MARKETPLACES), _manage_apps, AmazonWayIn()),
    "amazon_mws": ShopEntry("Amazon MWS", open_old_account, OLD_MARKETPLACES, old_permissions, is_old=True),
    OWN: ShopEntry(gettext_noop("Own orders"), _own, (), _nobody),
}
