"""Short names for what most tests ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from simulators import SimulatorProcess

ORDERS = "/orders/2026-01-01/orders"
ALL_DATA = "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT"
LONG_AGO = {"lastUpdatedAfter": "2020-01-01T00:00:00Z"}


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def simulated_now(simulator: SimulatorProcess) -> datetime:
    return datetime.fromisoformat(simulator.admin("/state")["clock"]["now"])


def ago(simulator: SimulatorProcess, **length: float) -> str:
    return stamp(simulated_now(simulator) - timedelta(**length))


def pages(simulator: SimulatorProcess, **query: str | int) -> Iterator[dict[str, Any]]:
    """All pages of a search."""
    wanted: dict[str, str | int] = {"includedData": ALL_DATA, **(query or LONG_AGO)}
    token = simulator.access_token()
    while True:
        answer = simulator.call(ORDERS, wanted, token=token)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        yield body
        if "pagination" not in body:
            return
        wanted["paginationToken"] = body["pagination"]["nextToken"]


def orders(simulator: SimulatorProcess, **query: str | int) -> list[dict[str, Any]]:
    """All orders of a search; of everything without a query."""
    return [order for body in pages(simulator, **query) for order in body["orders"]]


def one_order(simulator: SimulatorProcess, **wish: object) -> dict[str, Any]:
    """Make one order and give its wire form (the truth)."""
    made = simulator.admin("/orders", {"count": 1, **wish})["ids"]
    order: dict[str, Any] = simulator.admin(f"/orders/{made[0]}")["order"]
    return order


def get_order(simulator: SimulatorProcess, order_id: str, data: str = ALL_DATA) -> dict[str, Any]:
    answer = simulator.call(f"{ORDERS}/{order_id}", {"includedData": data})
    assert answer.status_code == 200, answer.text
    order: dict[str, Any] = answer.json()["order"]
    return order


def confirmation(order: dict[str, Any], reference: str = "1", **changes: object) -> dict[str, Any]:
    """A body of confirmShipment for a whole order; ``changes`` replace or (``None``) drop its fields."""
    detail: dict[str, Any] = {
        "packageReferenceId": reference,
        "carrierCode": "Other",
        "carrierName": "Demo-Paketdienst",
        "shippingMethod": "Paket",
        "trackingNumber": f"DP{order['orderId'].replace('-', '')[:13]}",
        "shipDate": order["createdTime"],
        "orderItems": [
            {"orderItemId": item["orderItemId"], "quantity": item["quantityOrdered"]}
            for item in order["orderItems"]
        ],
    } | changes
    return {
        "marketplaceId": order["salesChannel"]["marketplaceId"],
        "packageDetail": {key: value for key, value in detail.items() if value is not None},
    }


def confirm_path(order: dict[str, Any]) -> str:
    return f"/orders/v0/orders/{order['orderId']}/shipmentConfirmation"


def parcel_request(reference: str = "R-1", **recipient: object) -> dict[str, Any]:
    """A body of the carrier's purchase that it takes."""
    return {
        "reference": reference,
        "service": "paket",
        "weight_grams": 1250,
        "order_reference": "302-1111111-2222222",
        "sender": {
            "name": "Hausrat Seeblick",
            "lines": ["Uferweg 3"],
            "postal_code": "88045",
            "city": "Friedrichshafen",
            "country": "DE",
        },
        "recipient": {
            "name": "Jörg Süßmilch",
            "lines": ["Gänseblümchenweg 12a"],
            "postal_code": "23552",
            "city": "Lübeck",
            "country": "DE",
            **recipient,
        },
    }
