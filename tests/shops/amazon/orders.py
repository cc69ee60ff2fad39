"""Orders as Amazon writes them, made up for tests, and what in them is personal."""

from __future__ import annotations

import copy
import json
from typing import Any

PERSONAL = (
    "Bärbel Übelacker",
    "Käthe-Kollwitz-Straße",
    "Hinterhaus 3. Stock",
    "10115",
    "Berlin-Mitte",
    "+49 30 5557788",
    "b7x9@marketplace.amazon.de",
    "Alles Liebe zum Siebzigsten",
    "Übelacker Feinkost KG",
    "BE-2026-8891",
    "https://zme-caps.amazon.com/t/geheim",
    "Bei Frau Wunderlich",
)

_ORDER: dict[str, Any] = {
    "orderId": "302-1234567-7654321",
    "orderAliases": [{"aliasId": "X-1", "aliasType": "SELLER_ORDER_ID"}],
    "createdTime": "2026-11-23T18:04:05Z",
    "lastUpdatedTime": "2026-11-24T06:30:00.250Z",
    "programs": ["AMAZON_BUSINESS", "PRIME"],
    "associatedOrders": [],
    "salesChannel": {
        "channelName": "AMAZON",
        "marketplaceId": "A1PA6795UKMFR9",
        "marketplaceName": "Amazon.de",
    },
    "buyer": {
        "buyerName": "Bärbel Übelacker",
        "buyerEmail": "b7x9@marketplace.amazon.de",
        "buyerCompanyName": "Übelacker Feinkost KG",
        "buyerPurchaseOrderNumber": "BE-2026-8891",
    },
    "recipient": {
        "deliveryAddress": {
            "name": "Bärbel Übelacker PO# BE-2026-8891",
            "companyName": "Übelacker Feinkost KG",
            "addressLine1": "",
            "addressLine2": "Käthe-Kollwitz-Straße 12a",
            "addressLine3": "Hinterhaus 3. Stock",
            "city": "Berlin-Mitte",
            "stateOrRegion": "Berlin",
            "postalCode": "10115",
            "countryCode": "DE",
            "phone": "+49 30 5557788",
            "addressType": "COMMERCIAL",
        },
        "deliveryPreference": {"dropOffLocation": "Bei Frau Wunderlich", "addressInstruction": "2× klingeln"},
    },
    "proceeds": {"grandTotal": {"amount": "74.80", "currencyCode": "EUR"}},
    "fulfillment": {
        "fulfillmentStatus": "PARTIALLY_SHIPPED",
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": "NEXT_DAY",
        "shipByWindow": {
            "earliestDateTime": "2026-11-23T23:00:00Z",
            "latestDateTime": "2026-11-24T22:59:59Z",
        },
        "deliverByWindow": {
            "earliestDateTime": "2026-11-25T23:00:00Z",
            "latestDateTime": "2026-11-26T22:59:59Z",
        },
    },
    "orderItems": [
        {
            "orderItemId": "10000000000001",
            "quantityOrdered": 3,
            "product": {
                "asin": "B0DEMO0001",
                "title": "Emaille-Becher 300 ml, cremeweiß",
                "sellerSku": "BECHER-300-CW",
                "price": {"unitPrice": {"amount": "19.90", "currencyCode": "EUR"}},
                "customization": {"customizedUrl": "https://zme-caps.amazon.com/t/geheim/custom.zip"},
            },
            "proceeds": {"proceedsTotal": {"amount": "59.70", "currencyCode": "EUR"}},
            "cancellation": {
                "cancellationRequest": {"requester": "BUYER", "cancelReason": "ORDERED_BY_MISTAKE"}
            },
            "fulfillment": {
                "quantityFulfilled": 1,
                "quantityUnfulfilled": 2,
                "packing": {
                    "giftOption": {
                        "giftMessage": "Alles Liebe zum Siebzigsten 🎂",
                        "giftWrapLevel": "STANDARD",
                    }
                },
            },
        },
        {
            "orderItemId": "10000000000002",
            "quantityOrdered": 1,
            "product": {
                "asin": "B0DEMO0002",
                "title": "Topflappen",
                "sellerSku": "TOPF-2",
                "price": {"unitPrice": {"amount": "15.10", "currencyCode": "EUR"}},
            },
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": 1},
        },
    ],
    "packages": [
        {
            "packageReferenceId": "1",
            "createdTime": "2026-11-24T06:30:00Z",
            "packageStatus": {"status": "SHIPPED"},
            "carrier": "DHL",
            "shipTime": "2026-11-24T06:30:00Z",
            "shippingService": "DHL Paket",
            "trackingNumber": "00340434161094015902",
            "packageItems": [{"orderItemId": "10000000000001", "quantity": 1}],
        },
        {
            "packageReferenceId": "2",
            "packageStatus": {"status": "CANCELLED"},
            "trackingNumber": "00340434161094015903",
        },
    ],
}


def an_order(order_id: str = "302-1234567-7654321") -> dict[str, Any]:
    """A whole order, free to be changed."""
    return {**copy.deepcopy(_ORDER), "orderId": order_id}


def plain_order(order_id: str) -> dict[str, Any]:
    """A small order without packages or wishes."""
    order = an_order(order_id)
    for name in ("packages", "programs", "associatedOrders", "orderAliases"):
        del order[name]
    order["fulfillment"]["fulfillmentStatus"] = "UNSHIPPED"
    del order["orderItems"][0]["cancellation"], order["orderItems"][0]["fulfillment"]
    return order


def as_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
