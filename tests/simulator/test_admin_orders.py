"""Orders made and changed from behind the counter, down to ones that no real order looks like."""

from __future__ import annotations

from simulator.everything import get_order, one_order
from simulators import SimulatorProcess

WORLD = 12


def test_orders_to_a_wish(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, skus=["TEE+SIEB", "TOPF-MILCH"], lines=2, quantity=4, marketplace="SE")
    assert [item["product"]["sellerSku"] for item in order["orderItems"]] == ["TEE+SIEB", "TOPF-MILCH"]
    assert [item["quantityOrdered"] for item in order["orderItems"]] == [4, 4]
    assert order["salesChannel"]["marketplaceName"] == "Amazon.se"
    bare = one_order(simulator, weights="none", special=False)
    weights = {entry["sku"]: entry["weights"] for entry in simulator.admin("/listings")["listings"]}
    assert not any(weights[item["product"]["sellerSku"]] for item in bare["orderItems"])


def test_people_by_name_buy_one_order_each(simulator: SimulatorProcess) -> None:
    person = {
        "name": "Zenzi Wurzelsepp",
        "street": "Holunderstiege 9",
        "phone": "+49 1579 5550001",
        "email": "zenzi@marketplace.amazon.de",
        "gift_message": "Für Zenzi",
        "delivery_notes": "Bei Wurzelsepp klingeln",
    }
    wish = {"people": [person, {"name": "Veit Zwirn"}], "address": "plain", "special": False}
    first, second = simulator.admin("/orders", wish)["ids"]
    order = get_order(simulator, first)
    address = order["recipient"]["deliveryAddress"]
    assert (address["name"], address["addressLine1"]) == (person["name"], person["street"])
    assert address["phone"] == person["phone"]
    assert order["recipient"]["deliveryPreference"]["addressInstruction"] == person["delivery_notes"]
    assert order["buyer"] == {"buyerName": person["name"], "buyerEmail": person["email"]}
    gift = order["orderItems"][0]["fulfillment"]["packing"]["giftOption"]["giftMessage"]
    assert gift == person["gift_message"]
    assert get_order(simulator, second)["recipient"]["deliveryAddress"]["name"] == "Veit Zwirn"


def test_wrong_wishes_are_named(simulator: SimulatorProcess) -> None:
    for wish, words in (
        ({"status": "SHIPED"}, "status must be one of"),
        ({"address": "castle"}, "address must be one of"),
        ({"weights": "some"}, "weights must be"),
        ({"color": 1}, "color"),
        ({"count": 0}, "count must be"),
    ):
        answer = simulator.http.post(simulator.info["admin"] + "/orders", json=wish)
        assert answer.status_code == 400
        assert words in answer.json()["error"]
    assert simulator.http.get(simulator.info["admin"] + "/orders/none").status_code == 404


def test_changes_of_a_buyer(simulator: SimulatorProcess) -> None:
    order_id = one_order(simulator, lines=2, address="plain")["orderId"]
    path = f"/orders/{order_id}"
    simulator.admin(path, {"address": {"line1": "Neue Straße 5", "phone": ""}, "quantities": {"0": 7}})
    changed = get_order(simulator, order_id)
    assert changed["recipient"]["deliveryAddress"]["addressLine1"] == "Neue Straße 5"
    assert "phone" not in changed["recipient"]["deliveryAddress"]
    assert changed["orderItems"][0]["quantityOrdered"] == 7
    simulator.admin(path, {"buyer_cancel_reason": "ORDERED_BY_MISTAKE"})
    wish = get_order(simulator, order_id)["orderItems"][0]["cancellation"]
    assert wish == {"cancellationRequest": {"requester": "BUYER", "cancelReason": "ORDERED_BY_MISTAKE"}}
    simulator.admin(path, {"cancel": "BUYER"})
    cancelled = get_order(simulator, order_id)
    assert cancelled["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert cancelled["orderItems"][1]["cancellation"]["cancellationExecution"]["cancelledBy"] == "BUYER"
    assert "name" not in cancelled["recipient"]["deliveryAddress"]


def test_patches_make_orders_that_no_real_one_looks_like(simulator: SimulatorProcess) -> None:
    order_id = one_order(simulator, lines=2, address="plain")["orderId"]
    simulator.admin(
        f"/orders/{order_id}",
        {
            "patch": {
                "futureField": {"a": 1},
                "createdTime": None,
                "fulfillment": {"fulfillmentStatus": "BEAMED"},
                "recipient": {"deliveryAddress": {"name": "Ö" * 500}},
                "salesChannel": {"marketplaceId": "AFUTUREPLACE00"},
            },
            "line_patches": {
                "0": {"product": {"sellerSku": None}, "quantityOrdered": -3},
                "1": {"product": {"price": {"unitPrice": {"currencyCode": "XXX"}}}},
            },
        },
    )
    odd = get_order(simulator, order_id)
    assert odd["futureField"] == {"a": 1}
    assert "createdTime" not in odd
    assert odd["fulfillment"]["fulfillmentStatus"] == "BEAMED"
    assert odd["fulfillment"]["fulfilledBy"] == "MERCHANT"
    assert len(odd["recipient"]["deliveryAddress"]["name"]) == 500
    assert "sellerSku" not in odd["orderItems"][0]["product"]
    assert odd["orderItems"][0]["quantityOrdered"] == -3
    assert odd["orderItems"][1]["product"]["price"]["unitPrice"]["currencyCode"] == "XXX"
    simulator.admin(f"/orders/{order_id}", {"patch": {}, "line_patches": {"0": {}, "1": {}}})
    assert get_order(simulator, order_id)["orderItems"][0]["quantityOrdered"] > 0


def test_patches_do_not_open_what_a_role_keeps_closed(simulator: SimulatorProcess) -> None:
    order_id = one_order(simulator)["orderId"]
    simulator.admin(f"/orders/{order_id}", {"patch": {"recipient": {"deliveryAddress": {"name": "Neu"}}}})
    simulator.admin("/authorization", {"roles": ["Product Listing"]})
    assert "name" not in get_order(simulator, order_id)["recipient"]["deliveryAddress"]


def test_switches_are_named_when_wrong(simulator: SimulatorProcess) -> None:
    answer = simulator.http.post(simulator.info["admin"] + "/switches", json={"reference_again": "maybe"})
    assert answer.status_code == 400
    assert "reference_again" in answer.json()["error"]
