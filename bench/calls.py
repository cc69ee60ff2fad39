"""What 1,000 new orders with 100 SKUs cost at Amazon's published limits: calls, and simulated seconds.

Packhaus reads full pages of whole orders and weights 20 at a time. Beside it, on the same simulator in the
same run: the usual way of one call an order. No real second is measured: the clocks of both sides are moved
to the moment at which a limit lets the next call through.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from setting import Environment, installation


def gets(simulator: Any) -> dict[str, int]:
    """GET calls that Amazon answered since the log was emptied, by operation."""
    wanted = ("searchOrders", "getOrder", "searchListingsItems", "getListingsItem")
    counts: dict[str, int] = {}
    for call in simulator.admin("/calls?limit=100000")["calls"]:
        if call["operation"] in wanted and call["status"] == 200:
            counts[call["operation"]] = counts.get(call["operation"], 0) + 1
    return counts


def ours(line: Any, orders: int) -> dict[str, Any]:
    """Read all orders and weights as a worker does; moves on only as far as the limits say."""
    from packhaus.engine import bulk, due
    from packhaus.engine.models import RateBucket
    from packhaus.products.models import Product

    connection = line.connect(countries=("DE",))
    RateBucket.objects.all().delete()
    line.simulator.admin("/calls", method="DELETE")
    start = line.now()
    while True:
        moment = line.now()
        for work in bulk.claim(moment, moment + due.CLAIM, 200):
            due.run(work.id, work.kind, work.subject)
        here = line.orders(connection=connection).count()
        unknown = Product.objects.filter(connection=connection, looked_up_at=None).count()
        if here >= orders and not unknown:
            break
        soon = bulk.next_due()
        if soon is None:
            raise SystemExit(f"nothing is due, but {orders - here} orders and {unknown} weights are missing")
        line.move(seconds=max(0.01, (soon - line.now()).total_seconds()))
    without = line.orders(waiting__contains=["no_weight"]).count()
    counted = gets(line.simulator)
    return {
        "orders": here,
        "gets": sum(counted.values()),
        "seconds_at_limits": round((line.now() - start).total_seconds(), 1),
        "by_operation": counted,
        "without_weight": without,
    }


def one_call_an_order(line: Any, orders: int) -> dict[str, Any]:
    """The usual way: the list of orders, then each order by its own call."""
    from packhaus.engine.models import RateBucket
    from packhaus.flow.doors import open_shop
    from packhaus.flow.findings import FIRST_READ
    from packhaus.kit.errors import Retry
    from packhaus.shops.port import OrdersWindow

    RateBucket.objects.all().delete()
    shop = open_shop("amazon", line.credentials)
    marketplace = line.connection.participations.get(chosen=True).marketplace_id
    line.simulator.admin("/calls", method="DELETE")
    start = line.now()

    def patient(call: Any) -> Any:
        while True:
            try:
                return call()
            except Retry as wait:
                later = ((wait.after or line.now()) - line.now()).total_seconds()
                line.move(seconds=max(0.05, later))

    window = OrdersWindow(updated_since=start - FIRST_READ, marketplace_ids=(marketplace,))
    token, skus, seen = None, {}, 0
    while True:
        page = patient(lambda token=token: shop.orders(window, token))
        for listed in page.orders:
            order = patient(lambda number=listed.shop_order_id: shop.order(number))
            seen += 1
            skus |= {entry.sku: None for entry in order.lines}
        token = page.next_token
        if token is None:
            break
    wanted = list(skus)
    for first in range(0, len(wanted), 20):
        patient(lambda first=first: shop.weights(marketplace, wanted[first : first + 20]))
    counted = gets(line.simulator)
    if seen < orders:
        raise SystemExit(f"one call an order saw {seen} of {orders}")
    return {
        "gets": sum(counted.values()),
        "seconds_at_limits": round((line.now() - start).total_seconds(), 1),
        "by_operation": counted,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench calls", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--skus", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    wanted = parser.parse_args()
    with installation():
        from line import Line
        from simulators import running_simulator

        with running_simulator(seed=wanted.seed, orders=0, skus=max(wanted.skus, 1)) as simulator:
            simulator.admin("/clock", {"speed": 0})
            simulator.admin(
                "/orders",
                {
                    "count": wanted.orders,
                    "skus": wanted.skus,
                    "weights": "all",
                    "marketplace": "DE",
                    "status": "UNSHIPPED",
                    "age_minutes": 30,
                },
            )
            line = Line.opened(simulator, Environment())
            mine = ours(line, wanted.orders)
            print(json.dumps({"packhaus": mine}))
            usual = one_call_an_order(line, wanted.orders)
    print(
        json.dumps(
            {
                "orders": mine["orders"],
                "gets": mine["gets"],
                "seconds_at_limits": mine["seconds_at_limits"],
                "one_call_an_order": {k: usual[k] for k in ("gets", "seconds_at_limits")},
                "ratio_gets": round(usual["gets"] / mine["gets"], 1),
            }
        )
    )


if __name__ == "__main__":
    main()
