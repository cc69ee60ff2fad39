"""What is asked of Amazon in these tests, and its refusals word for word (rows E of what was seen live)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from packhaus.shops.port import OrdersWindow, Package

ORDERS = "/orders/2026-01-01/orders"
WINDOW = OrdersWindow(updated_since=datetime(2026, 11, 23, tzinfo=UTC), marketplace_ids=("A1PA6795UKMFR9",))
PARCEL = Package(
    shop_order_id="302-1234567-7654321",
    marketplace_id="A1PA6795UKMFR9",
    reference="1",
    carrier_code="DHL",
    carrier_name="",
    service="",
    tracking_number="00340434161094015902",
    shipped_at=datetime(2026, 11, 24, 17, tzinfo=UTC),
    quantities={"10000000000001": 1},
)
SECRETS = ("secret-access", "secret-refresh", "secret-of-client")


def error(code: str, message: str, details: str | None = "") -> dict[str, Any]:
    entry = {"message": message, "code": code}
    return {"errors": [entry if details is None else {**entry, "details": details}]}


DENIED = error("Unauthorized", "Access to requested resource is denied.")
MALFORMED = error(
    "Unauthorized",
    "Access to requested resource is denied.",
    "The access token you provided is revoked, malformed or invalid.",
)
ENDED_TOKEN = error(
    "Unauthorized", "Access to requested resource is denied.", "The access token you provided has expired."
)
ENDED_SECRET = error("Unauthorized", "The LWA secret token you provided has expired.")
WRONG_REGION = error("Unauthorized", "The marketplaces you provided are not valid for region")
INVALID = error("InvalidInput", "The input you have submitted is not valid.")
QUOTA = error("QuotaExceeded", "You exceeded your quota for the requested resource.", None)
