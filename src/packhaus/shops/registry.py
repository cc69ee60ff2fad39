"""The shops that there are: one entry a shop, by its name in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from packhaus.kit.protocols import Clock, Limiter
from packhaus.shops.amazon.marketplaces import MARKETPLACES
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import Credentials, MarketplaceInfo, Shop


class ShopEntry(NamedTuple):
    """A shop's name on the panel, how it is opened, and its marketplaces."""

    label: str
    open: Callable[[Credentials, Limiter, Clock], Shop]
    marketplaces: tuple[MarketplaceInfo, ...]


def _amazon(credentials: Credentials, limiter: Limiter, clock: Clock) -> Shop:
    return AmazonShop(credentials, limiter, clock)


SHOPS: dict[str, ShopEntry] = {"amazon": ShopEntry("Amazon", _amazon, tuple(MARKETPLACES))}
