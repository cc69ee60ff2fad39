"""Amazon's own sample orders, served as they stand, arrive and show in the panel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from line import Line

MODEL = Path(__file__).resolve().parents[3] / "shared" / "amazon-models" / "orders_2026-01-01.json"


def sample_orders() -> dict[str, dict[str, Any]]:
    """Every order in the static sandbox examples of searchOrders and getOrder, by its number."""
    found: dict[str, dict[str, Any]] = {}
    for path in json.loads(MODEL.read_text())["paths"].values():
        for case in path["get"]["responses"]["200"]["x-amzn-api-sandbox"]["static"]:
            answer = case["response"]
            for order in answer.get("orders") or [answer["order"]]:
                found[order["orderId"]] = order
    return found


@pytest.mark.skipif(not MODEL.is_file(), reason="Amazon's models are not beside the repository")
def test_amazons_sample_orders_arrive_and_show(line: Line, client: Client) -> None:
    samples = sample_orders()
    assert len(samples) >= 5
    line.simulator.reset(seed=7, orders=0)
    line.simulator.admin("/static-orders", {"orders": list(samples.values()), "only": True})
    line.connect()
    line.work()

    from packhaus.shops.models import SetAside

    here = set(line.orders().values_list("shop_order_id", flat=True))
    aside = set(SetAside.objects.values_list("shop_order_id", flat=True))
    assert here == set(samples), f"set aside: {list(SetAside.objects.values_list('words', flat=True))}"
    assert not aside
    client.force_login(line.member)
    for order in line.orders():
        page = client.get(f"/orders/{order.public_id}/")
        assert page.status_code == 200
        assert order.shop_order_id in page.content.decode()
