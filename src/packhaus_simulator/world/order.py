"""An order as the marketplace holds it: the truth from which every answer is cut."""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime

from packhaus_simulator.values import JsonObject
from packhaus_simulator.world.marketplaces import Marketplace
from packhaus_simulator.world.people import Address
from packhaus_simulator.world.products import Product

PENDING_AVAILABILITY = "PENDING_AVAILABILITY"
PENDING = "PENDING"
UNSHIPPED = "UNSHIPPED"
PARTIALLY_SHIPPED = "PARTIALLY_SHIPPED"
SHIPPED = "SHIPPED"
CANCELLED = "CANCELLED"
STATUSES = (PENDING_AVAILABILITY, PENDING, UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED, CANCELLED, "UNFULFILLABLE")
SHIPPABLE = (UNSHIPPED, PARTIALLY_SHIPPED)


@dataclass(slots=True)
class Line:
    """One order item. Prices in cents (the currency's hundredth) of one unit, tax included."""

    item_id: str
    product: Product
    quantity: int
    unit_cents: int
    gift_message: str | None = None
    customized_url: str | None = None
    cancel_reason: str | None = None
    cancelled_by: str | None = None


@dataclass(slots=True)
class Package:
    """One package as confirmShipment told it."""

    reference: str
    created: datetime
    carrier_code: str
    carrier_name: str | None
    shipping_method: str | None
    tracking_number: str
    ship_time: datetime
    items: list[tuple[str, int]]
    versions: int = 1


@dataclass(slots=True, repr=False)
class Order:
    """One order. The patches are laid over its wire form, to serve what no real order has."""

    id: str
    marketplace: Marketplace
    created: datetime
    updated: datetime
    status: str
    fulfilled_by: str
    service_level: str
    ship_by: tuple[datetime, datetime]
    deliver_by: tuple[datetime, datetime]
    address: Address
    buyer_name: str
    buyer_email: str
    lines: list[Line]
    programs: list[str] = field(default_factory=list)
    alias: str | None = None
    buyer_company: str | None = None
    purchase_order: str | None = None
    replaces: str | None = None
    drop_off: str | None = None
    packages: list[Package] = field(default_factory=list)
    patch: JsonObject = field(default_factory=dict)
    line_patches: dict[int, JsonObject] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Order({self.id}, {self.status})"

    def shipped(self, item_id: str) -> int:
        """Units of one item in all packages."""
        return sum(count for package in self.packages for item, count in package.items if item == item_id)

    def settle_status(self) -> None:
        """Bring the status in line with what the packages hold."""
        open_units = sum(line.quantity - self.shipped(line.item_id) for line in self.lines)
        if open_units <= 0:
            self.status = SHIPPED
        else:
            self.status = PARTIALLY_SHIPPED if self.packages else UNSHIPPED

    def copy(self) -> "Order":
        """An independent copy, for the books of yesterday."""
        return replace(
            self,
            lines=[replace(line) for line in self.lines],
            packages=[replace(package, items=list(package.items)) for package in self.packages],
            programs=list(self.programs),
            patch=deepcopy(self.patch),
            line_patches=deepcopy(self.line_patches),
        )
