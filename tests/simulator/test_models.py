"""Every answer of the simulated operations is valid by Amazon's own models."""

from __future__ import annotations

import pytest

from simulator.amazon_models import LISTINGS, ORDERS, ORDERS_V0, SELLERS, check, model, sandbox_orders
from simulator.everything import ORDERS as ORDERS_PATH
from simulator.everything import confirm_path, confirmation, get_order, one_order, orders, pages
from simulators import SimulatorProcess


def test_a_field_that_the_model_does_not_list_is_found() -> None:
    order = sandbox_orders()[0]
    check(ORDERS, "Order", order)
    with pytest.raises(AssertionError, match="wunsch"):
        check(ORDERS, "Order", {**order, "wunsch": 1})
    with pytest.raises(AssertionError, match="is not a 'date-time'"):
        check(ORDERS, "Order", {**order, "createdTime": "gestern"})


def test_every_order_of_the_world_is_valid_in_pages_and_alone(simulator: SimulatorProcess) -> None:
    found = list(pages(simulator))
    for body in found:
        check(ORDERS, "SearchOrdersResponse", body)
    assert sum(len(body["orders"]) for body in found) > 240
    for order in found[0]["orders"][:3]:
        check(ORDERS, "GetOrderResponse", {"order": get_order(simulator, order["orderId"])})


def test_confirmed_orders_are_valid_with_their_packages(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=3)
    answer = simulator.call(confirm_path(order), body=confirmation(order))
    assert (answer.status_code, answer.content) == (204, b"")
    confirmed = get_order(simulator, order["orderId"])
    check(ORDERS, "Order", confirmed)
    check(ORDERS_V0, "ConfirmShipmentRequest", confirmation(order))
    assert confirmed["packages"][0]["packageStatus"] == {"status": "SHIPPED"}


def test_the_other_package_status_of_the_model_is_valid_too(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"detailed_package_status": True})
    shipped = [order for order in orders(simulator) if order.get("packages")]
    assert {order["packages"][0]["packageStatus"]["detailedStatus"] for order in shipped} == {"PICKED_UP"}
    for order in shipped:
        check(ORDERS, "Order", order)


def test_participations_are_valid(simulator: SimulatorProcess) -> None:
    answer = simulator.call("/sellers/v1/marketplaceParticipations")
    check(SELLERS, "GetMarketplaceParticipationsResponse", answer.json())
    countries = [entry["marketplace"]["countryCode"] for entry in answer.json()["payload"]]
    assert countries[:3] == ["DE", "FR", "IT"]


def test_listings_are_valid_with_all_datasets(simulator: SimulatorProcess) -> None:
    datasets = model(LISTINGS)["paths"]["/listings/2021-08-01/items/{sellerId}"]["get"]["parameters"]
    names = next(entry for entry in datasets if entry["name"] == "includedData")["items"]["enum"]
    path = f"/listings/2021-08-01/items/{simulator.info['seller_id']}"
    query = {"marketplaceIds": "A1PA6795UKMFR9", "includedData": ",".join(names), "pageSize": 20}
    answer = simulator.call(path, query)
    check(LISTINGS, "ItemSearchResults", answer.json())
    assert len(answer.json()["items"]) == 20


@pytest.mark.parametrize(
    ("file", "definition", "path", "query"),
    [
        (ORDERS, "ErrorList", ORDERS_PATH, {}),
        (
            ORDERS,
            "ErrorList",
            ORDERS_PATH,
            {"createdAfter": "2026-01-01T00:00:00Z", "marketplaceIds": "ATVPDKIKX0DER"},
        ),
        (ORDERS, "ErrorList", f"{ORDERS_PATH}/302-0000000-0000000", {}),
        (LISTINGS, "ErrorList", "/listings/2021-08-01/items/NOBODY", {"marketplaceIds": "A1PA6795UKMFR9"}),
    ],
)
def test_errors_are_valid(
    simulator: SimulatorProcess, file: str, definition: str, path: str, query: dict[str, str]
) -> None:
    answer = simulator.call(path, query)
    assert answer.status_code in (400, 403, 404)
    check(file, definition, answer.json())


def test_confirm_errors_are_valid(simulator: SimulatorProcess) -> None:
    answer = simulator.call("/orders/v0/orders/302-0000000-0000000/shipmentConfirmation", body={})
    assert answer.status_code == 400
    check(ORDERS_V0, "ConfirmShipmentErrorResponse", answer.json())


def test_amazons_own_sample_orders_are_served_as_they_stand(simulator: SimulatorProcess) -> None:
    samples = sandbox_orders()
    assert len(samples) >= 6
    simulator.admin("/static-orders", {"orders": samples, "only": True})
    served = orders(simulator, createdAfter="2026-11-01T00:00:00Z", marketplaceIds="A1PA6795UKMFR9")
    assert served == samples
    assert get_order(simulator, samples[0]["orderId"]) == samples[0]
    simulator.admin("/static-orders", method="DELETE")
    assert len(orders(simulator)) > 240
