"""The order fulfillment feed of one package, and what Amazon's processing report says of it.

Schemas: ``amzn-envelope.xsd``, ``OrderFulfillment.xsd``, ``ProcessingReport.xsd``. ``MerchantFulfillmentID``
is our reference: sent again it names the same package.
"""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.port import ConfirmAnswer, ConfirmOutcome, Package

FEED_TYPE = "_POST_ORDER_FULFILLMENT_DATA_"
OTHER = "Other"
"""The carrier's code that stands for "by its name"."""
_LONGEST_CARRIER = 50
_LONGEST_QUOTE = 200
_MESSAGE = "1"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
# Amazon's number for "more than is left to ship": ours may be what was counted already.
_TOO_MANY = "18021"


def feed_of(package: Package, seller_id: str) -> bytes:
    """The envelope with the one message of ``package``.

    Raises Bug where our own rules exclude what is in it: no lines, a reference that is no positive number.
    """
    if not package.quantities or min(package.quantities.values()) < 1:
        raise Bug(Words(gettext_noop("A confirmation must name its lines, each with a quantity above zero.")))
    if not (package.reference.isascii() and package.reference.isdigit() and int(package.reference) > 0):
        raise Bug(Words(gettext_noop("A package reference must be a positive number in digits.")))
    envelope = etree.Element("AmazonEnvelope", {_SCHEMA: "amzn-envelope.xsd"})
    header = etree.SubElement(envelope, "Header")
    _put(header, "DocumentVersion", "1.01")
    _put(header, "MerchantIdentifier", seller_id)
    _put(envelope, "MessageType", "OrderFulfillment")
    message = etree.SubElement(envelope, "Message")
    _put(message, "MessageID", _MESSAGE)
    sent = etree.SubElement(message, "OrderFulfillment")
    _put(sent, "AmazonOrderID", package.shop_order_id)
    _put(sent, "MerchantFulfillmentID", package.reference)
    _put(sent, "FulfillmentDate", _zulu(package.shipped_at))
    data = etree.SubElement(sent, "FulfillmentData")
    code = package.carrier_code.strip()
    if code == OTHER:
        _put(data, "CarrierName", package.carrier_name.strip())
    else:
        _put(data, "CarrierCode", code)
    for name, value in (
        ("ShippingMethod", package.service.strip()),
        ("ShipperTrackingNumber", package.tracking_number.strip()),
    ):
        if value:
            _put(data, name, value)
    for line_id, quantity in package.quantities.items():
        item = etree.SubElement(sent, "Item")
        _put(item, "AmazonOrderItemCode", line_id)
        _put(item, "Quantity", str(quantity))
    return bytes(etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"))


def lacking(package: Package) -> ConfirmAnswer | None:
    """The refusal of a package that the schema is known not to take, told before a feed is spent on it."""
    values = {"order": package.shop_order_id, "reference": package.reference}
    code, name = package.carrier_code.strip(), package.carrier_name.strip()
    if not code:
        return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=Words(NO_CARRIER, values))
    if code == OTHER and not 1 <= len(name) <= _LONGEST_CARRIER:
        words = Words(NO_CARRIER_NAME, {**values, "length": str(len(name))})
        return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=words)
    return None


def read_report(root: Element, package: Package) -> ConfirmAnswer | None:
    """What a processing report says of ``package``; None where it is none."""
    report = root.at("Message", "ProcessingReport")
    summary = report.at("ProcessingSummary") if report is not None else None
    if report is None or summary is None:
        return None
    errors = [result for result in report.all("Result") if result.value("ResultCode") == "Error"]
    if not errors:
        done = summary.value("MessagesSuccessful") == "1"
        return ConfirmAnswer(outcome=ConfirmOutcome.ACCEPTED if done else ConfirmOutcome.CHECK)
    values = {"order": package.shop_order_id, "reference": package.reference}
    if any(error.value("ResultMessageCode") == _TOO_MANY for error in errors):
        return ConfirmAnswer(outcome=ConfirmOutcome.CHECK, words=Words(TOO_MANY, values))
    said = " ".join(f"{_code(error)} {error.value('ResultDescription') or ''}" for error in errors)
    words = Words(REFUSED, {**values, "quote": _quote(said, package)})
    return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=words)


def _put(parent: etree._Element, name: str, value: str) -> None:
    try:
        etree.SubElement(parent, name).text = value
    except ValueError:
        raise Bug(Words(NO_XML, {"field": name})) from None


def _zulu(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise Bug(Words(gettext_noop("A time without a zone cannot be sent.")))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _code(error: Element) -> str:
    return error.value("ResultMessageCode") or "–"


def _quote(said: str, package: Package) -> str:
    """Amazon's own words, without the tracking number, which goes when the buyer's data goes."""
    if package.tracking_number.strip():
        said = said.replace(package.tracking_number.strip(), "…")
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
    return kept if len(kept) <= _LONGEST_QUOTE else kept[: _LONGEST_QUOTE - 1] + "…"


NO_CARRIER = gettext_noop(
    "Parcel %(reference)s of order %(order)s has no carrier that Amazon would know. Choose in the "
    "settings what this carrier is called at Amazon."
)
NO_CARRIER_NAME = gettext_noop(
    "The carrier of parcel %(reference)s of order %(order)s is not in Amazon's list, so its name is "
    "needed, of 1 to 50 characters (it has %(length)s). Enter the name in the settings of this carrier."
)
NO_XML = gettext_noop("A sign in %(field)s cannot be sent to Amazon: take it out, then confirm again.")
TOO_MANY = gettext_noop(
    "Amazon says that more pieces were confirmed for order %(order)s than are left to ship (parcel "
    "%(reference)s). Packhaus looks at what Amazon counts as shipped; if it is missing there, a line was "
    "cancelled or confirmed elsewhere: compare the quantities in Seller Central."
)
REFUSED = gettext_noop(
    "Amazon refused the confirmation of parcel %(reference)s of order %(order)s, in its own words: "
    "%(quote)s. Look at the order in Seller Central and confirm it there."
)
