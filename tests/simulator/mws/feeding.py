"""Writes order fulfillment feeds and reads their reports, for the tests."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from xml.sax.saxutils import escape

import httpx

from simulator.mws.asking import Asker, Element, read

KIND = "_POST_ORDER_FULFILLMENT_DATA_"
FRAME = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">'
    "<Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{0}</MerchantIdentifier></Header>"
    "<MessageType>OrderFulfillment</MessageType>{1}</AmazonEnvelope>"
)


def message(number: int, order: dict[str, Any], items: dict[str, int] | None = None, **changes: str) -> str:
    """One message: the whole order, or units of some items; ``changes`` replace fields, empty ones drop."""
    fields = {
        "AmazonOrderID": order["orderId"],
        "MerchantFulfillmentID": "1",
        "FulfillmentDate": "2026-11-24T10:00:00Z",
        "CarrierName": "Demo-Paketdienst",
        "ShippingMethod": "Paket",
        "ShipperTrackingNumber": f"DP{order['orderId'].replace('-', '')[:13]}",
        **changes,
    }
    told = {name: f"<{name}>{escape(value)}</{name}>" if value else "" for name, value in fields.items()}
    if "CarrierCode" in told:
        told["CarrierName"] = ""
    units = items or {item["orderItemId"]: item["quantityOrdered"] for item in order["orderItems"]}
    listed = "".join(
        f"<Item><AmazonOrderItemCode>{code}</AmazonOrderItemCode><Quantity>{count}</Quantity></Item>"
        for code, count in units.items()
    )
    return (
        f"<Message><MessageID>{number}</MessageID><OrderFulfillment>{told['AmazonOrderID']}"
        f"{told['MerchantFulfillmentID']}{told['FulfillmentDate']}<FulfillmentData>"
        f"{told.get('CarrierCode', '')}{told['CarrierName']}{told['ShippingMethod']}"
        f"{told['ShipperTrackingNumber']}</FulfillmentData>{listed}</OrderFulfillment></Message>"
    )


def envelope(asker: Asker, *messages: str) -> bytes:
    """A whole feed."""
    return FRAME.format(asker.authorization["seller_id"], "".join(messages)).encode()


def submit(asker: Asker, feed: bytes, md5: str | None = None, **parameters: str) -> httpx.Response:
    """Send a feed with its Content-MD5, or another one."""
    reckoned = base64.b64encode(hashlib.md5(feed).digest()).decode()
    headers = {"content-type": "text/xml", "content-md5": reckoned if md5 is None else md5}
    return asker.ask(
        "Feeds", "SubmitFeed", verb="POST", feed=feed, headers=headers, FeedType=KIND, **parameters
    )


def submitted(asker: Asker, *messages: str) -> str:
    """The id of a feed that is taken in."""
    answer = submit(asker, envelope(asker, *messages))
    assert answer.status_code == 200, answer.text
    told = read(answer.content).text("SubmitFeedResult/FeedSubmissionInfo/FeedSubmissionId")
    assert told
    return told


def report(asker: Asker, feed_id: str) -> Element:
    """The processing report of a feed that is done; its Content-MD5 must fit."""
    answer = asker.ask("Feeds", "GetFeedSubmissionResult", FeedSubmissionId=feed_id)
    assert answer.status_code == 200, answer.text
    reckoned = base64.b64encode(hashlib.md5(answer.content).digest()).decode()
    assert answer.headers["content-md5"] == reckoned
    [found] = read(answer.content).all("Message/ProcessingReport")
    assert found.text("DocumentTransactionID") == feed_id
    return found


def summary(found: Element) -> tuple[int, int, int]:
    """Messages processed, successful, with error."""
    names = ("MessagesProcessed", "MessagesSuccessful", "MessagesWithError")
    processed, successful, wrong = (int(found.text(f"ProcessingSummary/{name}") or -1) for name in names)
    return processed, successful, wrong


def worked_off(asker: Asker, *messages: str) -> Element:
    """Send a feed, let it be done, and give its report."""
    feed_id = submitted(asker, *messages)
    asker.simulator.advance(60)
    return report(asker, feed_id)
