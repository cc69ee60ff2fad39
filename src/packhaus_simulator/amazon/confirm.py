"""confirmShipment, Orders API v0. C numbers: live observations in docs/simulator.md."""

import re
from collections import Counter
from datetime import timedelta

from packhaus_simulator.amazon.answers import Answer, RefusedError, invalid_input
from packhaus_simulator.amazon.call import Call
from packhaus_simulator.amazon.confirm_request import Confirmation, read_confirmation, unknown_item
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import whole_second
from packhaus_simulator.world.order import CANCELLED, SHIPPABLE, SHIPPED, Order, Package

CARRIERS = frozenset(
    [
        "DHL",
        "DHL eCommerce",
        "Deutsche Post",
        "DPD",
        "Hermes",
        "GLS",
        "UPS",
        "FedEx",
        "TNT",
        "Österreichische Post",
        "La Poste",
        "Colissimo",
        "Chronopost",
        "Mondial Relay",
        "Colis Prive",
        "Poste Italiane",
        "BRT",
        "SDA",
        "Nexive",
        "Correos",
        "Correos Express",
        "SEUR",
        "MRW",
        "PostNL",
        "bpost",
        "InPost",
        "Poczta Polska",
        "PostNord",
        "Bring",
        "DB Schenker",
        "Royal Mail",
        "USPS",
        "Other",
    ]
)
_FORMATS = {
    "DHL": re.compile(r"\d{12}|\d{20}|JJD\d{16,20}|[A-Z]{2}\d{9}DE"),
    "DPD": re.compile(r"\d{14}"),
    "UPS": re.compile(r"1Z[0-9A-Z]{16}"),
    "GLS": re.compile(r"[0-9A-Z]{8}|\d{11,14}"),
}
_NO_ORDER = "ErrorCode: NonexistentOrderItem Description: Failed to find order item list by order ID: {0}"
_NOTHING_TO_UPDATE = (
    "Failed to create package due to not finding a matching package or order already fulfilled. "
    "ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find package to update for order ({0}), "
    "errorMetric=PackageToUpdateNotFound, packageIndex=null)"
)
_OVERFULFILLED = "Failed to create/update package due to overfulfillment"


def confirm_shipment(call: Call) -> Answer:
    """Take in one package; 204 and nothing else (C1)."""
    simulator = call.simulator
    order_id = call.path["orderId"]
    sent = read_confirmation(call.body)
    order = call.seller.world.ledger.orders.get(order_id)
    if order is None or order.status == CANCELLED:
        raise invalid_input(_NO_ORDER.format(order_id))
    _check_order(order, sent)
    _check_carrier(sent, simulator.switches)
    _check_tracking(call, order, sent)
    _check_ship_date(call, order, sent)
    earlier = next((package for package in order.packages if package.reference == sent.reference), None)
    _check_units(order, sent, earlier)
    if earlier is None and order.status == SHIPPED:
        raise invalid_input(_NOTHING_TO_UPDATE.format(order_id))
    if earlier is not None and simulator.switches.reference_again == "refuse":
        raise invalid_input(_NOTHING_TO_UPDATE.format(order_id))
    if earlier is not None and earlier.versions > simulator.switches.edits_allowed:
        raise invalid_input(
            "InvalidPackageVersion: the package has reached the maximum number of allowed updates"
        )
    if simulator.faults.take("confirmShipment", "dropped"):
        return Answer(204)
    now = whole_second(call.now)

    def take_in(changing: Order) -> None:
        created = earlier.created if earlier else now
        versions = earlier.versions + 1 if earlier else 1
        package = Package(
            sent.reference,
            created,
            sent.carrier_code,
            sent.carrier_name,
            sent.shipping_method,
            sent.tracking_number,
            sent.ship_time,
            sent.items,
            versions,
        )
        kept = [held for held in changing.packages if held.reference != sent.reference]
        changing.packages = [*kept, package]
        changing.settle_status()

    call.seller.world.ledger.change(order_id, take_in, now)
    call.seller.note_confirmation(order_id, sent.reference)
    return Answer(204)


def _check_order(order: Order, sent: Confirmation) -> None:
    if order.marketplace.id != sent.marketplace_id:
        raise invalid_input(
            "The input you have submitted is not valid. Please check the field [marketplaceId]."
        )
    if order.fulfilled_by != "MERCHANT":
        raise invalid_input("Failed validation because order is fulfilled by Amazon")
    if "FBM_SHIP_PLUS" in order.programs:
        raise invalid_input("Failed validation because order is enrolled in FBM Ship+")
    if order.status not in (*SHIPPABLE, SHIPPED):
        raise invalid_input(f"Failed validation because order is in status {order.status}")


def _check_carrier(sent: Confirmation, switches: Switches) -> None:
    if sent.carrier_code not in CARRIERS:
        raise invalid_input("ErrorCode: InvalidCarrier Description: Selected carrier is not supported")
    if sent.carrier_code == "Other" and not sent.carrier_name:
        raise invalid_input(
            "ErrorCode: CarrierNameCorrection Description: Carrier name is required for Other"
        )
    wanted = _FORMATS.get(sent.carrier_code)
    if switches.tracking_formats == "check" and wanted and not wanted.fullmatch(sent.tracking_number):
        raise invalid_input(
            f"The tracking ID {sent.tracking_number} for {sent.carrier_code} does not match the expected "
            "format for the carrier."
        )


def _check_tracking(call: Call, order: Order, sent: Confirmation) -> None:
    if call.simulator.switches.duplicate_tracking == "accept":
        return
    for other in call.seller.world.ledger:
        numbers = {package.tracking_number for package in other.packages}
        if other.id != order.id and sent.tracking_number in numbers:
            raise invalid_input(
                "ErrorCode: DuplicateTrackingId Description: Tracking ID is used by another order"
            )


def _check_ship_date(call: Call, order: Order, sent: Confirmation) -> None:
    if call.simulator.switches.ship_date == "ignore":
        return
    if sent.ship_time < order.created or sent.ship_time > call.now + timedelta(minutes=5):
        raise invalid_input("Failed validation because order ship date is before creation or in the future")


def _check_units(order: Order, sent: Confirmation, earlier: Package | None) -> None:
    ordered = {line.item_id: line.quantity for line in order.lines}
    asked: Counter[str] = Counter()
    for item_id, quantity in sent.items:
        if item_id not in ordered:
            raise unknown_item(item_id)
        if quantity < 1:
            raise invalid_input(
                "The input you have submitted is not valid. Please check the field [quantity]."
            )
        asked[item_id] += quantity
    held: Counter[str] = Counter(dict(earlier.items)) if earlier else Counter()
    for item_id, quantity in asked.items():
        others = order.shipped(item_id) - held[item_id]
        if others + quantity > ordered[item_id]:
            if earlier is None and order.status == SHIPPED:
                raise RefusedError(invalid_input(_NOTHING_TO_UPDATE.format(order.id)).answer)
            raise invalid_input(_OVERFULFILLED)
