"""Listings with their weights, faults and limits."""

import math

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read, seller_of
from packhaus_simulator.amazon.operations import OPERATIONS
from packhaus_simulator.faults import Fault
from packhaus_simulator.mws.sections import BY_NAME as MWS_OPERATIONS
from packhaus_simulator.mws.sections import Plan
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, whole_second, wire_time
from packhaus_simulator.world.listings import WEIGHT_ATTRIBUTES, WEIGHT_UNITS, Listing


class WeightWish(msgspec.Struct, forbid_unknown_fields=True):
    """A weight to enter, or with ``value`` null to take away (all attributes unless one is named)."""

    sku: str
    value: float | None
    unit: str = "grams"
    attribute: str | None = None


class LimitWish(msgspec.Struct, forbid_unknown_fields=True):
    """A seller's own plan for an operation."""

    operation: str
    rate: float
    burst: int


def list_listings(simulator: Simulator, request: Request, body: bytes) -> Json:
    """All listings with weights as entered and the true grams."""
    return {
        "listings": [
            _listing(entry) for entry in seller_of(simulator, request).world.listings.by_sku.values()
        ]
    }


def _listing(entry: Listing) -> JsonObject:
    weights: JsonObject = {
        name: {"value": value, "unit": unit} for name, (value, unit) in entry.weights.items()
    }
    return {
        "sku": entry.product.sku,
        "asin": entry.product.asin,
        "title": entry.product.title,
        "true_grams": entry.product.grams,
        "weights": weights,
        "updated": wire_time(entry.updated),
    }


def set_weight(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Enter or take away a weight of a listing. Odd ones (0, 900 kg, below zero) are taken."""
    wish = read(body, WeightWish)
    if wish.attribute is not None and wish.attribute not in WEIGHT_ATTRIBUTES:
        raise UnusableError(f"attribute must be one of {', '.join(WEIGHT_ATTRIBUTES)}")
    if wish.value is not None and (wish.unit not in WEIGHT_UNITS or not math.isfinite(wish.value)):
        raise UnusableError(f"unit must be one of {', '.join(WEIGHT_UNITS)}")
    listings, now = seller_of(simulator, request).world.listings, whole_second(simulator.clock.now())
    entry = listings.by_sku[wish.sku]
    if wish.value is None:
        for attribute in [wish.attribute] if wish.attribute else list(entry.weights):
            listings.set_weight(wish.sku, attribute, None, now)
    else:
        listings.set_weight(wish.sku, wish.attribute or "item_package_weight", (wish.value, wish.unit), now)
    return _listing(entry)


def add_fault(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Order a fault; gives its number."""
    return {"id": simulator.faults.add(read(body, Fault))}


def list_faults(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Faults in force."""
    return {"faults": list(simulator.faults.listing())}


def clear_faults(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Take back all faults, or the one with ``?id=``."""
    number = request.query_params.get("id")
    simulator.faults.clear(int(number) if number else None)
    return list_faults(simulator, request, body)


def set_limit(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Give the seller another plan for an operation."""
    wish = read(body, LimitWish)
    if wish.operation in MWS_OPERATIONS:
        plan = Plan(wish.burst, 1 / wish.rate if wish.rate > 0 else 10**9)
        simulator.mws.quotas.overrides[MWS_OPERATIONS[wish.operation].bucket] = plan
        return {"operation": wish.operation, "rate": wish.rate, "burst": wish.burst}
    if wish.operation not in OPERATIONS:
        raise UnusableError(f"operation must be one of {', '.join((*OPERATIONS, *MWS_OPERATIONS))}")
    seller_id = seller_of(simulator, request).seller_id
    simulator.limits.overrides[seller_id, wish.operation] = (wish.rate, wish.burst)
    return {"operation": wish.operation, "rate": wish.rate, "burst": wish.burst}
