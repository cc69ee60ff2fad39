"""The shop's listings and the weights that they carry."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from packhaus_simulator.world.products import Product, catalog

WEIGHT_ATTRIBUTES = ("item_package_weight", "website_shipping_weight", "item_weight")
WEIGHT_UNITS = ("grams", "kilograms", "pounds", "ounces", "milligrams")


@dataclass
class Listing:
    """One listing. ``weights``: attribute -> (value, unit), as the merchant entered them."""

    product: Product
    weights: dict[str, tuple[float, str]]
    created: datetime
    updated: datetime
    earlier: list[tuple[datetime, dict[str, tuple[float, str]]]] = field(default_factory=list)

    def weights_at(self, moment: datetime) -> dict[str, tuple[float, str]]:
        """The weights as they stood at a moment."""
        return next((held for until, held in self.earlier if moment < until), self.weights)


class Listings:
    """All listings by SKU, in catalog order."""

    def __init__(self, now: datetime) -> None:
        self.by_sku: dict[str, Listing] = {}
        self._now = now

    def stock(self, count: int) -> list[Listing]:
        """Have at least ``count`` listings, and give the first ``count``."""
        if count > len(self.by_sku):
            for number, product in enumerate(catalog(count)):
                if product.sku not in self.by_sku:
                    self.by_sku[product.sku] = self._listing(product, number)
        return list(self.by_sku.values())[:count]

    def set_weight(
        self, sku: str, attribute: str, weight: tuple[float, str] | None, now: datetime
    ) -> Listing:
        """Enter a weight, or with ``None`` take it away. Raises ``KeyError`` for an unknown SKU."""
        listing = self.by_sku[sku]
        listing.earlier.append((now, dict(listing.weights)))
        if weight is None:
            listing.weights.pop(attribute, None)
        else:
            listing.weights[attribute] = weight
        listing.updated = now
        return listing

    def _listing(self, product: Product, number: int) -> Listing:
        created = self._now - timedelta(days=700 - number % 600)
        weights: dict[str, tuple[float, str]] = {}
        if product.weight:
            attribute, unit = product.weight
            weights[attribute] = (product.weight_value, unit)
        return Listing(product, weights, created, created + timedelta(days=10))
