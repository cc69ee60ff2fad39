"""Marketplace Web Service's documents, written by hand after Amazon's reference."""

from __future__ import annotations

from shops.amazon.other_side import Said

ORDER = """<Order>
<AmazonOrderId>{id}</AmazonOrderId><PurchaseDate>2026-11-23T08:00:00Z</PurchaseDate>
<LastUpdateDate>2026-11-24T09:00:00Z</LastUpdateDate><OrderStatus>{status}</OrderStatus>
<FulfillmentChannel>MFN</FulfillmentChannel><MarketplaceId>A1PA6795UKMFR9</MarketplaceId>
<ShipmentServiceLevelCategory>SecondDay</ShipmentServiceLevelCategory>
<LatestShipDate>2026-11-25T22:59:59Z</LatestShipDate>{more}
</Order>"""
ITEM = """<OrderItem><ASIN>B0TESTASIN</ASIN><SellerSKU>{sku}</SellerSKU><OrderItemId>{id}</OrderItemId>
<Title>Schale</Title><QuantityOrdered>{ordered}</QuantityOrdered><QuantityShipped>{shipped}</QuantityShipped>{more}</OrderItem>"""


def order(number: str = "303-0000000-0000001", status: str = "Unshipped", more: str = "") -> str:
    return ORDER.format(id=number, status=status, more=more)


def item(
    number: str = "1", sku: str = "HK-1", ordered: object = 1, shipped: object = 0, more: str = ""
) -> str:
    return ITEM.format(id=number, sku=sku, ordered=ordered, shipped=shipped, more=more)


def answer(action: str, result: str, status: int = 200) -> Said:
    text = f'<?xml version="1.0"?><{action}Response xmlns="https://mws.amazonservices.com/Orders/2013-09-01">{result}</{action}Response>'
    return Said(status, text.encode())


def listed(*orders: str, token: str = "", action: str = "ListOrders") -> Said:
    following = f"<NextToken>{token}</NextToken>" if token else ""
    until = "<LastUpdatedBefore>2026-11-24T10:40:00Z</LastUpdatedBefore>"
    return answer(
        action, f"<{action}Result>{following}{until}<Orders>{''.join(orders)}</Orders></{action}Result>"
    )


def items(*lines: str, token: str = "", action: str = "ListOrderItems") -> Said:
    following = f"<NextToken>{token}</NextToken>" if token else ""
    return answer(
        action, f"<{action}Result>{following}<OrderItems>{''.join(lines)}</OrderItems></{action}Result>"
    )


def error(code: str, message: str = "", status: int = 400, **headers: str) -> Said:
    text = (
        '<?xml version="1.0"?><ErrorResponse xmlns="http://mws.amazonaws.com/doc/2009-01-01/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{message}</Message><Detail/></Error><RequestID>b</RequestID></ErrorResponse>"
    )
    return Said(
        status, text.encode(), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
