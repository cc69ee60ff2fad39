"""What sealing costs an import: the same pages of orders taken in with buyers' data and without it.

script/bench seal [ORDERS]. Pages of 100 orders, as Amazon gives them, through ``flow.sync.take_in``, on a
durable embedded PostgreSQL of its own. Both in turns, page by page, so that what else this machine does meets
both.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import datetime, timedelta
from typing import Any

from setting import installation

PAGE = 100
DAY = timedelta(days=1)


def page_of(first: int, now: datetime, *, sealed: bool) -> list[Any]:
    """100 orders with two lines each; ``sealed``: with a recipient and a contact."""
    from packhaus.kit.personal import Contact, Recipient
    from packhaus.shops.port import ShopLine, ShopOrder, ShopState

    def order(number: int) -> ShopOrder:
        people = {}
        if sealed:
            people = {
                "recipient": Recipient(
                    name=f"Jürgen Müßigbrodt {number}",
                    lines=(f"Schönhauser Allee {number}", "Hinterhaus"),
                    postal_code="10437",
                    city="Berlin",
                    country="DE",
                ),
                "contact": Contact(phone="+49 151 00000000", email=f"{number}@marketplace.example"),
            }
        return ShopOrder(
            shop_order_id=f"305-{number:07d}-{sealed:07d}",
            status="UNSHIPPED",
            state=ShopState.OPEN,
            updated_at=now,
            purchased_at=now,
            ship_by=now + 2 * DAY,
            country="DE",
            lines=tuple(
                ShopLine(line_id=str(line), sku=f"SKU-{(number + line) % 100}", quantity=1) for line in (1, 2)
            ),
            **people,
        )

    return [order(number) for number in range(first, first + PAGE)]


def measure(count: int) -> dict[str, Any]:
    """Seconds of both, summed over all pages but the first three."""
    from django.db import transaction

    from packhaus.engine import clock
    from packhaus.flow.sync import take_in
    from packhaus.privacy.models import OrderPersonal
    from privacy.merchants import made_connection

    connection, now = made_connection("Bench"), clock.now()
    took = {True: 0.0, False: 0.0}

    def one(first: int, sealed: bool) -> float:
        page = page_of(first, now, sealed=sealed)
        started = time.perf_counter()
        with transaction.atomic():
            take_in(connection, page, [], now)
        return time.perf_counter() - started

    for first in range(-3 * PAGE, count, PAGE):
        for sealed in (True, False) if first // PAGE % 2 else (False, True):
            seconds = one(first + 5 * PAGE, sealed)
            if first >= 0:
                took[sealed] += seconds
    rows = OrderPersonal.objects.count()
    if rows != 2 * (count + 3 * PAGE):
        raise SystemExit(f"{rows} sealed rows of {2 * (count + 3 * PAGE)}")
    return {
        "orders": count,
        "sealed_seconds": round(took[True], 2),
        "plain_seconds": round(took[False], 2),
        "ratio": round(took[True] / took[False], 2),
        "sealing_ms_an_order": round((took[True] - took[False]) / count * 1000, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench seal", description=__doc__)
    parser.add_argument("orders", type=int, nargs="?", default=5000)
    wanted = parser.parse_args()
    with installation(durable=True) as data:
        os.environ["PACKHAUS_KEYS"] = str(data / "keys")
        print(json.dumps(measure(wanted.orders // PAGE * PAGE)))


if __name__ == "__main__":
    main()
