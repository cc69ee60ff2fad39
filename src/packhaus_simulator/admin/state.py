"""State, clock, switches, reset, and the log of calls."""

from collections import Counter
from datetime import timedelta

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read, read_object, seller_of
from packhaus_simulator.simulator import Simulator, Start
from packhaus_simulator.switches import changed
from packhaus_simulator.values import Json, JsonObject, read_time, wire_time

_CALL_FILTERS = {
    "operation": "operation",
    "seller": "seller_id",
    "application": "application",
    "authorization": "authorization",
}


class ClockWish(msgspec.Struct, forbid_unknown_fields=True):
    """``set``: ISO 8601; ``advance_seconds``: simulated; ``speed``: simulated seconds a real one, 0 stops."""

    set: str | None = None
    advance_seconds: float | None = None
    speed: float | None = None


class ResetWish(msgspec.Struct, forbid_unknown_fields=True):
    """What the fresh world is made from; what is not given stays as at the start of the process."""

    seed: int | None = None
    orders: int | None = None
    skus: int | None = None


def introduction(simulator: Simulator, request: Request, body: bytes) -> Json:
    """The first line of the process, again."""
    return simulator.introduction()


def state(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Clock and counts."""
    seller = seller_of(simulator, request)
    orders = list(seller.world.ledger)
    merchants = [order for order in orders if order.fulfilled_by == "MERCHANT"]
    by_status: JsonObject = dict(sorted(Counter(order.status for order in merchants).items()))
    parcels = simulator.carrier.parcels.values()
    voided = sum(1 for parcel in parcels if parcel.voided_at)
    return {
        "clock": clock_json(simulator),
        "orders": len(orders),
        "merchant_fulfilled": len(merchants),
        "by_status": by_status,
        "packages_confirmed": len(seller.confirmed),
        "labels": {"bought": len(parcels), "voided": voided},
        "events": len(simulator.carrier.feed),
        "calls": simulator.calls.summary(),
    }


def clock_json(simulator: Simulator) -> JsonObject:
    """Where the clock stands and how fast it runs."""
    return {"now": wire_time(simulator.clock.now()), "speed": simulator.clock.speed}


def move_clock(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Set, advance, speed up; in this order."""
    wish = read(body, ClockWish)
    if wish.set is not None:
        try:
            simulator.clock.move_to(read_time(wish.set))
        except ValueError as problem:
            raise UnusableError(str(problem)) from None
    if wish.speed is not None:
        if wish.speed < 0:
            raise UnusableError("speed must not be negative")
        simulator.clock.run_at(wish.speed)
    if wish.advance_seconds is not None:
        simulator.clock.move_to(simulator.clock.now() + timedelta(seconds=wish.advance_seconds))
    simulator.settle()
    return clock_json(simulator)


def show_switches(simulator: Simulator, request: Request, body: bytes) -> Json:
    """All switches as they stand."""
    shown: JsonObject = msgspec.to_builtins(simulator.switches)
    return shown


def set_switches(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Set some switches."""
    wish = read_object(body)
    try:
        simulator.switches = changed(simulator.switches, wish)
    except msgspec.ValidationError as problem:
        raise UnusableError(str(problem)) from None
    return show_switches(simulator, request, body)


def reset(simulator: Simulator, request: Request, body: bytes) -> Json:
    """A fresh world; new seed, new credentials."""
    wish, before = read(body, ResetWish), simulator.start
    simulator.start_over(
        Start(
            before.seed if wish.seed is None else wish.seed,
            before.orders if wish.orders is None else wish.orders,
            before.skus if wish.skus is None else wish.skus,
        )
    )
    return simulator.introduction()


def show_calls(simulator: Simulator, request: Request, body: bytes) -> Json:
    """The newest ``limit`` calls, oldest first: of one operation, seller, application, authorization."""
    asked = request.query_params
    wanted = {entry: asked[name] for name, entry in _CALL_FILTERS.items() if name in asked}
    entries = [
        entry
        for entry in simulator.calls.log
        if all(str(entry[name]) == value for name, value in wanted.items())
    ]
    limit = int(asked.get("limit", 1000))
    return {"calls": list(entries[-limit:])}


def forget_calls(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Empty the log and set its counts to zero."""
    simulator.calls.log.clear()
    simulator.calls.counts.clear()
    return {"calls": []}
