"""Compares Packhaus' books with those of the other side: what a merchant would count at the end of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from line import Line


def make(line: Line, count: int = 1, **wish: Any) -> list[str]:
    """Have plain German orders placed at Amazon, old enough for a search to show them. Their numbers."""
    plain = {
        "marketplace": "DE",
        "weights": "all",
        "address": "plain",
        "lines": 1,
        "quantity": 1,
        "special": False,
    }
    return list(
        line.simulator.admin("/orders", {"count": count, "status": "UNSHIPPED"} | plain | wish)["ids"]
    )


def change(line: Line, order_id: str, **wish: Any) -> Any:
    """Change one order at Amazon."""
    return line.simulator.admin(f"/orders/{order_id}", wish)


def fault(line: Line, operation: str, kind: str, **wish: Any) -> None:
    """Let calls of an operation go wrong."""
    line.simulator.admin("/faults", {"operation": operation, "kind": kind} | wish)


def calm(line: Line) -> None:
    """Take all faults back."""
    line.simulator.admin("/faults", method="DELETE")


def go_on(line: Line, until: Callable[[], Any], step: float = 60, most: int = 60, what: str = "") -> None:
    """Let time pass in steps of so many seconds, and work be done, until something is true."""
    for _ in range(most):
        line.work()
        if until():
            return
        line.move(seconds=step)
    raise AssertionError(f"not within {most} steps of {step} s: {what}; trouble: {line.trouble()}")


def lost(line: Line) -> set[str]:
    """Merchant-fulfilled orders in Amazon's books that are neither here nor set aside."""
    from packhaus.shops.models import SetAside

    at_amazon = {
        order["id"]
        for order in line.simulator.admin("/orders")["orders"]
        if order["fulfilled_by"] == "MERCHANT"
    }
    here = set(line.orders().values_list("shop_order_id", flat=True))
    return at_amazon - here - set(SetAside.objects.values_list("shop_order_id", flat=True))


def labels(line: Line) -> dict[str, int]:
    """The carrier's books: labels that stand (not given back), by the order that they are for."""
    return {
        order: len(parcels) for order, parcels in line.simulator.admin("/carrier/orders")["orders"].items()
    }


def doubled(line: Line) -> set[str]:
    """Orders for which the carrier is paid more than once."""
    return {order for order, count in labels(line).items() if count > 1}


def confirmed(line: Line) -> dict[str, list[dict[str, Any]]]:
    """Amazon's books: the packages that it was told of, by order."""
    found: dict[str, list[dict[str, Any]]] = line.simulator.admin("/confirmations")["confirmations"]
    return found


def told_wrong(line: Line) -> list[str]:
    """Numbers in one side's books only (told of without a label that stands, never told), or told twice."""
    bought = [
        parcel["tracking_number"]
        for parcels in line.simulator.admin("/carrier/orders")["orders"].values()
        for parcel in parcels
    ]
    told = [package["tracking_number"] for packages in confirmed(line).values() for package in packages]
    return sorted(set(bought) ^ set(told)) + [number for number in set(told) if told.count(number) > 1]


def stored_and_derived(orders: Iterable[Any]) -> tuple[dict[int, Any], dict[int, Any]]:
    """State, reasons and weight as they are stored, and as the rules derive them now."""
    from packhaus.orders.bulk import derived_of

    stored = {order.pk: (order.state, tuple(order.waiting), order.weight_grams) for order in orders}
    derived = {
        pk: (str(one.state), one.waiting, one.weight.grams) for pk, one in derived_of(list(stored)).items()
    }
    return stored, derived


def calls(line: Line, operation: str, status: int | None = None) -> int:
    """How many calls of an operation the other side has seen, of one status where one is named."""
    seen = line.simulator.admin(f"/calls?operation={operation}&limit=100000")["calls"]
    return sum(1 for call in seen if status is None or call["status"] == status)
