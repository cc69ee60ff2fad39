"""What a test of a connection finds (R2.2): countries, open orders, weights, readable addresses."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from packhaus.flow import participations
from packhaus.flow.participations import FIRST_READ
from packhaus.kit.errors import NeedsMerchant, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.port import OrdersWindow, ParticipationFound, Shop, ShopState


@dataclass(frozen=True)
class Findings:
    """What a test of a connection found, in numbers that a merchant knows from Seller Central."""

    participations: list[ParticipationFound]
    countries: list[str]
    seller_sells_in_chosen: bool
    open_orders: int
    orders_complete: bool
    addresses_readable: bool | None
    skus_without_weight: int
    orders_without_weight: int
    seconds: float


def look(
    shop: Shop,
    name: str,
    countries: Sequence[str],
    now: datetime,
    found: list[ParticipationFound] | None = None,
) -> Findings:
    """Read the account's first page of orders and the weights of what is open; nothing is saved.

    ``found``: the account's marketplaces, where they have been asked for already.
    Raises as the shop does, and NeedsMerchant for a country that the account has not.
    """
    started = time.perf_counter()
    found = participations.look(shop, name) if found is None else found
    ids = marketplaces_for(found, countries)
    page = shop.orders(OrdersWindow(updated_since=now - FIRST_READ, marketplace_ids=tuple(ids)), None)
    still_open = [o for o in page.orders if o.state in (ShopState.OPEN, ShopState.PARTLY_SHIPPED)]
    readable = any(o.recipient and o.recipient.has_street() for o in still_open) if still_open else None
    skus = list(dict.fromkeys(line.sku for o in still_open for line in o.lines if line.quantity))
    without: set[str] = set()
    complete = page.next_token is None
    try:
        for start in range(0, len(skus), shop.weights_page):
            chunk = skus[start : start + shop.weights_page]
            without |= {weight.sku for weight in shop.weights(ids[0], chunk) if weight.grams is None}
    except Retry:
        complete = False
    return Findings(
        participations=found,
        countries=[entry.country for entry in found],
        seller_sells_in_chosen=True,
        open_orders=len(still_open),
        orders_complete=complete,
        addresses_readable=readable,
        skus_without_weight=len(without),
        orders_without_weight=sum(any(line.sku in without for line in o.lines) for o in still_open),
        seconds=round(time.perf_counter() - started, 1),
    )


def marketplaces_for(found: Sequence[ParticipationFound], countries: Sequence[str]) -> list[str]:
    """The marketplaces of ``countries``. Raises NeedsMerchant that names those the account has (R2.2)."""
    by_country = {entry.country: entry.marketplace_id for entry in found}
    absent = [country for country in countries if country not in by_country]
    if absent or not countries:
        raise NeedsMerchant(
            Words(
                gettext_noop(
                    "This account does not sell in %(wrong)s. It sells in: %(has)s. Choose one of these."
                ),
                {"wrong": ", ".join(absent) or "–", "has": ", ".join(sorted(by_country)) or "–"},
            ),
            "shops:connect",
        )
    return [by_country[country] for country in countries]
