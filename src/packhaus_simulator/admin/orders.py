"""Orders: make, show the truth, change, patch, and serve foreign ones as they stand."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.buyers import Person, give_to
from packhaus_simulator.admin.changes import OrderChange, apply_change
from packhaus_simulator.admin.desk import UnusableError, read, seller_of
from packhaus_simulator.amazon.order_wire import whole_order
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, from_json, whole_second, wire_time
from packhaus_simulator.world.marketplaces import find_marketplace
from packhaus_simulator.world.order import STATUSES, Order
from packhaus_simulator.world.people import ADDRESS_SHARES
from packhaus_simulator.world.recipe import MARKETPLACE_SHARES, STATUS_SHARES, Recipe
from packhaus_simulator.world.world import World


class OrdersWish(msgspec.Struct, forbid_unknown_fields=True):
    """Orders to make.

    ``skus``: a number (the first so many of the catalog, sold in turn) or a list. ``weights``: ``all``,
    ``mixed``, ``none``. ``marketplace``: country or id. ``status``: one for all; without it 1 to 9 orders are
    ``UNSHIPPED`` and more come in the usual mix. ``address``: a kind of ``world/people.py``. ``age_minutes``:
    placed so long ago. ``special`` off: no Prime, business, replacement, gift. ``people``: who buys, one
    order each instead of ``count``; so a search through files can look for names that nobody else has.
    """

    count: int = 1
    skus: int | list[str] | None = None
    weights: str = "all"
    marketplace: str | None = None
    status: str | None = None
    lines: int | None = None
    quantity: int | None = None
    address: str | None = None
    age_minutes: float | None = None
    special: bool = True
    people: list[Person] = []


class StaticWish(msgspec.Struct, forbid_unknown_fields=True):
    """Wire orders to serve as they stand; ``only``: searches give nothing else."""

    orders: list[msgspec.Raw]
    only: bool = False


def make_orders(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Make orders; gives their ids in the order made."""
    wish = read(body, OrdersWish)
    if wish.people:
        wish.count = len(wish.people)
    now = simulator.clock.now()
    # A new order must not be stamped with a time that a cursor has passed already: the newest one that a
    # search shows is honest. An age that was asked for stands.
    edge = now - timedelta(seconds=simulator.switches.search_horizon_seconds + 1)
    try:
        seller = seller_of(simulator, request)
        recipe = _recipe(seller.world, wish)
        made = seller.world.add_orders(recipe, now, edge if wish.age_minutes is None else None)
    except (ValueError, IndexError) as problem:
        raise UnusableError(str(problem)) from None
    for order, person in zip(made, wish.people, strict=False):
        give_to(order, person)
    return {"ids": [order.id for order in made]}


def _recipe(world: World, wish: OrdersWish) -> Recipe:
    statuses: Mapping[str, float] = STATUS_SHARES if wish.count > 9 else {"UNSHIPPED": 1}
    if wish.status is not None:
        if wish.status not in STATUSES:
            raise UnusableError(f"status must be one of {', '.join(STATUSES)}")
        statuses = {wish.status: 1}
    markets: Mapping[str, float] = MARKETPLACE_SHARES if wish.count > 9 else {"DE": 1}
    if wish.marketplace is not None:
        markets = {find_marketplace(wish.marketplace).country: 1}
    if wish.address is not None and wish.address not in ADDRESS_SHARES["DE"]:
        raise UnusableError(f"address must be one of {', '.join(ADDRESS_SHARES['DE'])}")
    if wish.weights not in ("all", "mixed", "none"):
        raise UnusableError("weights must be all, mixed or none")
    if not 1 <= wish.count <= 100_000 or not 1 <= (wish.lines or 1) <= 40:
        raise UnusableError("count must be 1 to 100000 and lines 1 to 40")
    return Recipe(
        count=wish.count,
        statuses=statuses,
        marketplaces=markets,
        skus=_skus(world, wish),
        weights="any" if isinstance(wish.skus, list) else wish.weights,
        lines=wish.lines,
        quantity=wish.quantity,
        address=wish.address,
        special=wish.special,
        age_minutes=wish.age_minutes,
    )


def _skus(world: World, wish: OrdersWish) -> tuple[str, ...]:
    listings = world.listings
    if wish.skus is None:
        return ()
    if isinstance(wish.skus, list):
        for sku in wish.skus:
            if sku not in listings.by_sku:
                raise KeyError(sku)
        return tuple(wish.skus)
    fits = wish.weights != "all"
    count = wish.skus
    while True:
        chosen = [entry.product.sku for entry in listings.stock(count) if fits or entry.weights]
        if len(chosen) >= wish.skus:
            return tuple(chosen[: wish.skus])
        count += wish.skus - len(chosen)


def list_orders(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Ids with status, times and who fulfills."""
    return {"orders": [_brief(order) for order in seller_of(simulator, request).world.ledger]}


def _brief(order: Order) -> JsonObject:
    return {
        "id": order.id,
        "status": order.status,
        "fulfilled_by": order.fulfilled_by,
        "marketplace": order.marketplace.country,
        "address_kind": order.address.kind,
        "created": wire_time(order.created),
        "updated": wire_time(order.updated),
        "skus": [line.product.sku for line in order.lines],
    }


def show_order(simulator: Simulator, request: Request, body: bytes) -> Json:
    """The truth about an order, personal data and patches in: ``order`` is its whole wire form."""
    order = seller_of(simulator, request).world.ledger.orders[str(request.path_params["order_id"])]
    wire = whole_order(order, simulator.switches, simulator.clock.now())
    grams: Json = [line.product.grams * line.quantity for line in order.lines]
    return {**_brief(order), "true_line_grams": grams, "order": wire, "address": _address(order)}


def _address(order: Order) -> JsonObject:
    address = order.address
    return {
        "name": address.name,
        "company": address.company,
        "lines": [line for line in (address.line1, address.line2, address.line3) if line],
        "postal_code": address.postal_code,
        "city": address.city,
        "country": address.country,
        "phone": address.phone,
    }


def change_order(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Change an order, as the marketplace or the buyer would; its last-updated time moves to now."""
    wish = read(body, OrderChange)
    order_id = str(request.path_params["order_id"])
    now = whole_second(simulator.clock.now())
    try:
        seller_of(simulator, request).world.ledger.change(
            order_id, lambda order: apply_change(order, wish), now
        )
    except ValueError as problem:
        raise UnusableError(str(problem)) from None
    return show_order(simulator, request, b"")


def serve_static(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Serve wire orders as they stand, on the first page of every search whatever its filters, and by id."""
    wish, world = read(body, StaticWish), seller_of(simulator, request).world
    for raw in wish.orders:
        order = from_json(bytes(raw))
        if not isinstance(order, dict) or not isinstance(order.get("orderId"), str):
            raise UnusableError("each order must be an object with an orderId")
        world.static_orders[str(order["orderId"])] = order
    world.only_static = wish.only
    return {"served": list(world.static_orders)}


def drop_static(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Serve foreign orders no more."""
    world = seller_of(simulator, request).world
    world.static_orders.clear()
    world.only_static = False
    return {"served": []}


def confirmations(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Packages received by confirmShipment: order id -> wire packages."""
    found: JsonObject = {}
    seller = seller_of(simulator, request)
    for order_id in sorted({order_id for order_id, _ in seller.confirmed}):
        order = seller.world.ledger.orders[order_id]
        references = {reference for confirmed, reference in seller.confirmed if confirmed == order_id}
        found[order_id] = [
            {
                "reference": package.reference,
                "carrier_code": package.carrier_code,
                "carrier_name": package.carrier_name,
                "shipping_method": package.shipping_method,
                "tracking_number": package.tracking_number,
                "ship_time": wire_time(package.ship_time),
                "created": wire_time(package.created),
                "versions": package.versions,
                "items": dict(package.items),
            }
            for package in order.packages
            if package.reference in references
        ]
    return {"confirmations": found}
