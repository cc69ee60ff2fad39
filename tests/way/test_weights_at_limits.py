"""Weights come to rest whatever the limits: no round of calls begins anew for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packhaus.kit.errors import Retry
from packhaus.kit.words import Words
from packhaus.products.models import Product
from packhaus.shops.amazon.shop import AmazonShop

if TYPE_CHECKING:
    from line import Line

COUNTRIES = ("DE", "FR", "IT", "ES", "NL", "PL", "SE")


def test_more_marketplaces_than_the_burst_has_tokens(line: Line) -> None:
    line.simulator.reset(seed=5, orders=0)
    for country in COUNTRIES:
        line.simulator.admin("/orders", {"count": 4, "marketplace": country, "weights": "none", "lines": 1})
    line.simulator.admin("/orders", {"count": 9, "marketplace": "DE", "weights": "all"})
    line.move(minutes=10)
    line.connect(countries=COUNTRIES)
    line.work()
    products = Product.objects.filter(connection=line.connection)
    places = set(products.filter(listing_grams=None).values_list("marketplace_id", flat=True))
    assert len(places) >= 5, "with the home's that is more calls in a row than the burst of 5"
    assert not products.filter(looked_up_at=None).exists()
    assert products.filter(listing_grams__isnull=False).exists()


class Stingy:
    """A limiter with so many tokens and no more."""

    def __init__(self, tokens: int) -> None:
        self.tokens = tokens

    def take(self, operation: str, rate: float, burst: int) -> None:
        if self.tokens == 0:
            raise Retry(Words("later"))
        self.tokens -= 1

    def learn(self, operation: str, rate: float) -> None:
        pass

    def exhausted(self, operation: str, rate: float, burst: int) -> None:
        pass


def test_what_was_answered_before_the_limit_is_kept(line: Line) -> None:
    skus = ["EINS,A", "ZWEI,B", "DREI,C"]
    shop = AmazonShop(line.credentials, Stingy(2), line.now)
    assert [weight.sku for weight in shop.weights("A1PA6795UKMFR9", skus)] == skus[:2]
    with pytest.raises(Retry):
        shop.weights("A1PA6795UKMFR9", skus[2:])
