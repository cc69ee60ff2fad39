"""The carrier's books from behind the counter, and levers on what happens to parcels."""

from typing import get_args

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read, read_object
from packhaus_simulator.carrier.api import event_json, parcel_json
from packhaus_simulator.carrier.journey import JourneyRules, Kind
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, read_time


class CarrierWish(msgspec.Struct, forbid_unknown_fields=True):
    """``journeys``: fields of ``JourneyRules``, for parcels bought from now on."""

    refuse_postal_codes: list[str] | None = None
    journeys: dict[str, float | bool] | None = None


class ScanWish(msgspec.Struct, forbid_unknown_fields=True):
    """One scan to tell of a parcel, named by tracking number, parcel id or reference (then its newest)."""

    kind: str
    tracking_number: str | None = None
    parcel_id: str | None = None
    reference: str | None = None
    at: str | None = None
    place: str | None = None


def books(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Purchases by reference; ``paid_twice``: references with more than one label that is not voided."""
    references: JsonObject = {}
    twice: list[Json] = []
    for reference, parcels in simulator.carrier.references().items():
        references[reference] = [parcel_json(parcel) for parcel in parcels]
        if sum(1 for parcel in parcels if parcel.voided_at is None) > 1:
            twice.append(reference)
    journeys: JsonObject = msgspec.to_builtins(simulator.carrier.rules)
    return {"references": references, "paid_twice": twice, "journeys": journeys}


def parcels_by_order(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Order reference -> parcels not voided, to see what was paid for an order under several references.

    Each with the e-mail address that the carrier was given and could write to.
    """
    found: dict[str, list[Json]] = {}
    for parcel in simulator.carrier.parcels.values():
        if parcel.voided_at is None:
            found.setdefault(parcel.content.order_reference, []).append(
                {**parcel_json(parcel), "email": parcel.email}
            )
    orders: JsonObject = dict(found.items())
    return {"orders": orders}


def change_carrier(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Refuse addresses by postal code; change how journeys go."""
    wish = read(body, CarrierWish)
    carrier = simulator.carrier
    if wish.refuse_postal_codes is not None:
        carrier.refused_postal_codes = set(wish.refuse_postal_codes)
    if wish.journeys is not None:
        patch = read_object(body).get("journeys")
        merged = {**msgspec.to_builtins(carrier.rules), **(patch if isinstance(patch, dict) else {})}
        try:
            carrier.rules = msgspec.convert(merged, JourneyRules)
        except msgspec.ValidationError as problem:
            raise UnusableError(str(problem)) from None
        if carrier.rules.speed <= 0:
            raise UnusableError("speed must be above zero")
    journeys: JsonObject = msgspec.to_builtins(carrier.rules)
    return {
        "refuse_postal_codes": [*sorted(carrier.refused_postal_codes)],
        "journeys": journeys,
    }


def scan(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Tell the feed of a scan now; ``at`` may lie in the past (a late event) or come again (a double)."""
    wish, carrier = read(body, ScanWish), simulator.carrier
    if wish.tracking_number is not None:
        parcel = carrier.of_number(wish.tracking_number)
    elif wish.parcel_id is not None:
        parcel = carrier.parcels.get(wish.parcel_id)
    else:
        parcel = next(reversed(carrier.of_reference(wish.reference or "")), None)
    if parcel is None:
        raise KeyError("parcel")
    if wish.kind not in get_args(Kind):
        raise UnusableError(f"kind must be one of {', '.join(get_args(Kind))}")
    kind: Kind = next(known for known in get_args(Kind) if known == wish.kind)
    try:
        at = read_time(wish.at) if wish.at else simulator.clock.now()
    except ValueError as problem:
        raise UnusableError(str(problem)) from None
    return event_json(parcel, carrier.scan(parcel, kind, at, wish.place))
