"""Makes orders to a recipe."""

from collections import Counter
from datetime import datetime
from random import Random

from packhaus_simulator.values import whole_second
from packhaus_simulator.world.listings import Listing, Listings
from packhaus_simulator.world.marketplaces import Marketplace, find_marketplace
from packhaus_simulator.world.mix import share_of, spread
from packhaus_simulator.world.order import (
    CANCELLED,
    PARTIALLY_SHIPPED,
    PENDING,
    SHIPPED,
    UNSHIPPED,
    Line,
    Order,
    Package,
)
from packhaus_simulator.world.people import ADDRESS_SHARES, COUNTRIES, People
from packhaus_simulator.world.recipe import LINE_SHARES, QUANTITY_SHARES, Moments, Recipe, draw_moments

_PREFIXES = ("028", "302", "303", "304", "305", "306", "402", "403", "404", "405", "406", "407", "408")
_RATE = {"EUR": 1.0, "PLN": 4.3, "SEK": 11.4, "GBP": 0.86}
_RESELLER = "Amazon Business EU SARL"
_AUSTRIAN_SHARE = 0.05


class OrderMaker:
    """Makes orders; what it made before is never made again."""

    def __init__(self, rng: Random, listings: Listings) -> None:
        self._rng = rng
        self._people = People(rng)
        self._listings = listings
        self._ids: set[str] = set()

    def make(self, recipe: Recipe, base: datetime) -> list[Order]:
        """Orders to the recipe, placed before ``base``."""
        rng, count = self._rng, recipe.count
        statuses = spread(count, recipe.statuses, rng)
        markets = spread(count, recipe.marketplaces, rng)
        lines = [str(recipe.lines)] * count if recipe.lines else spread(count, LINE_SHARES, rng)
        lacking = share_of(count, 0.15 if recipe.weights == "mixed" else 0, rng)
        kinds = self._kinds(recipe, markets)
        sources = self._sources(recipe)
        made = []
        for number in range(count):
            marketplace = find_marketplace(markets[number])
            moments = draw_moments(statuses[number], marketplace, recipe.age_minutes, base, rng)
            chosen = self._choose(
                sources, int(lines[number]), number, lacking=lacking[number], mixed=not recipe.skus
            )
            order = self._order(recipe, statuses[number], marketplace, moments, kinds[number], chosen)
            made.append(order)
        return made

    def make_fulfilled_by_amazon(self, count: int, base: datetime) -> list[Order]:
        """Orders that Amazon ships itself; ``fulfilledBy=MERCHANT`` leaves them out."""
        recipe = Recipe(count=count, statuses={SHIPPED: 3, PENDING: 1}, special=False)
        made = self.make(recipe, base)
        for order in made:
            order.fulfilled_by = "AMAZON"
            order.packages.clear()
        return made

    def _kinds(self, recipe: Recipe, markets: list[str]) -> list[str]:
        if recipe.address:
            return [recipe.address] * len(markets)
        dealt = {
            market: spread(count, ADDRESS_SHARES.get(market, ADDRESS_SHARES[""]), self._rng)
            for market, count in Counter(markets).items()
        }
        return [dealt[market].pop() for market in markets]

    def _sources(self, recipe: Recipe) -> tuple[list[Listing], list[Listing]]:
        pool = [self._listings.by_sku[sku] for sku in recipe.skus] or list(self._listings.by_sku.values())
        weighed = [listing for listing in pool if listing.weights]
        bare = [listing for listing in pool if not listing.weights]
        if recipe.weights == "all":
            return weighed, weighed
        if recipe.weights == "any":
            return pool, pool
        if recipe.weights == "none":
            return bare, bare
        return (weighed or pool), (bare or pool)

    def _choose(
        self,
        sources: tuple[list[Listing], list[Listing]],
        count: int,
        number: int,
        *,
        lacking: bool,
        mixed: bool,
    ) -> list[Listing]:
        weighed, bare = sources
        if not weighed:
            raise ValueError("no listing fits the wanted weights")
        if not mixed:
            # A named list of SKUs is gone through in turn, so that each of them is sold as soon as can be.
            return [weighed[(number * count + step) % len(weighed)] for step in range(count)]
        chosen = self._rng.sample(weighed, min(count, len(weighed)))
        if lacking:
            chosen[0] = self._rng.choice(bare)
        return chosen

    def _order(
        self,
        recipe: Recipe,
        status: str,
        market: Marketplace,
        moments: Moments,
        kind: str,
        chosen: list[Listing],
    ) -> Order:
        rng = self._rng
        code = market.country if market.country in COUNTRIES else "DE"
        if code == "DE" and kind in ("plain", "company", "two_lines") and rng.random() < _AUSTRIAN_SHARE:
            code = "AT"
        address = self._people.address(code, kind, phone=rng.random() < 0.7)
        order = Order(
            id=self._order_id(),
            marketplace=market,
            created=moments.created,
            updated=moments.updated,
            status=UNSHIPPED if status == "BUYER_CANCEL" else status,
            fulfilled_by="MERCHANT",
            service_level="STANDARD",
            ship_by=moments.ship_by,
            deliver_by=moments.deliver_by,
            address=address,
            buyer_name=address.name,
            buyer_email=self._email(market),
            lines=[self._line(listing, market, recipe.quantity) for listing in chosen],
        )
        if recipe.special:
            self._make_special(order, code)
        self._fit_status(order, status, moments)
        return order

    def _line(self, listing: Listing, market: Marketplace, quantity: int | None) -> Line:
        rng = self._rng
        if quantity is None:
            quantity = int(rng.choices(list(QUANTITY_SHARES), list(QUANTITY_SHARES.values()))[0])
        cents = round(listing.product.price_cents * _RATE.get(market.currency, 1.0))
        return Line(str(rng.randrange(10**13, 10**14)), listing.product, quantity, cents)

    def _make_special(self, order: Order, code: str) -> None:
        rng = self._rng
        roll = rng.random()
        if roll < 0.10:
            order.programs, order.service_level = ["PRIME"], rng.choice(("NEXT_DAY", "SECOND_DAY"))
        elif roll < 0.20:
            self._make_business(order, code)
        elif roll < 0.22:
            order.replaces = self._order_id()
            for line in order.lines:
                line.unit_cents = 0
        if rng.random() < 0.12:
            order.lines[0].gift_message = self._people.gift(code, self._people.name(COUNTRIES[code]))
        if rng.random() < 0.01:
            order.lines[
                0
            ].customized_url = f"https://zme-caps.amazon.com/t/{rng.randbytes(9).hex()}/custom.zip"
        if rng.random() < 0.05:
            order.drop_off = f"Nachbar: {self._people.name(COUNTRIES[code])}"
        if rng.random() < 0.03:
            order.alias = f"SHOP-{rng.randrange(10**6)}"

    def _make_business(self, order: Order, code: str) -> None:
        rng = self._rng
        order.programs = ["AMAZON_BUSINESS"]
        company = rng.choice(COUNTRIES[code].companies).format(f=rng.choice(COUNTRIES[code].family))
        order.buyer_company = order.address.company or company
        if rng.random() < 0.5:
            order.purchase_order = f"{rng.choice(('PO-', '45', 'BE', 'K-'))}{rng.randrange(10**7, 10**8)}"
        if rng.random() < 0.1:
            order.buyer_name = _RESELLER
            order.buyer_email = f"no-reply-amazon-iba-buyer@marketplace.{order.marketplace.domain[4:]}"

    def _fit_status(self, order: Order, status: str, moments: Moments) -> None:
        first = order.lines[0]
        if status == CANCELLED:
            for line in order.lines:
                line.cancelled_by, line.cancel_reason = "BUYER", "BUYER_CANCELED"
        elif status == "BUYER_CANCEL":
            first.cancel_reason = "ORDERED_BY_MISTAKE"
        elif status == SHIPPED:
            order.packages.append(
                self._package(moments, [(line.item_id, line.quantity) for line in order.lines])
            )
        elif status == PARTIALLY_SHIPPED:
            if len(order.lines) == 1 and first.quantity == 1:
                first.quantity = 2
            order.packages.append(self._package(moments, [(first.item_id, 1)]))

    def _package(self, moments: Moments, items: list[tuple[str, int]]) -> Package:
        sent = whole_second(moments.updated)
        number = f"00340434{self._rng.randrange(10**11, 10**12)}"
        return Package("1", sent, "DHL", None, "DHL Paket", number, sent, items)

    def _email(self, market: Marketplace) -> str:
        letters = "bcdfghjklmnpqrstvwxyz0123456789"
        return "".join(self._rng.choices(letters, k=15)) + f"@marketplace.{market.domain[4:]}"

    def _order_id(self) -> str:
        while True:
            rng = self._rng
            made = f"{rng.choice(_PREFIXES)}-{rng.randrange(10**7):07d}-{rng.randrange(10**7):07d}"
            if made not in self._ids:
                self._ids.add(made)
                return made
