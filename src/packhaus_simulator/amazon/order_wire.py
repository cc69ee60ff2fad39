"""A whole order in the wire form of the Orders API 2026-01-01; ``order_view`` cuts what may be seen of it."""

from datetime import datetime, timedelta

from packhaus_simulator.switches import Switches
from packhaus_simulator.values import Json, JsonObject, merge_patch, wire_time
from packhaus_simulator.world.order import PENDING, PENDING_AVAILABILITY, SHIPPED, Line, Order, Package
from packhaus_simulator.world.people import Address

_VAT = {"DE": 19, "FR": 20, "IT": 22, "ES": 21, "NL": 21, "PL": 23, "SE": 25}


def money(cents: int, currency: str) -> JsonObject:
    """An amount as Amazon writes it: a decimal string."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return {"amount": f"{sign}{cents // 100}.{cents % 100:02d}", "currencyCode": currency}


def whole_order(order: Order, switches: Switches, now: datetime) -> JsonObject:
    """Everything the marketplace holds of an order, with the patches of the admin face laid over it."""
    pending = order.status in (PENDING, PENDING_AVAILABILITY)
    priced = not pending or switches.pending_prices
    total = sum(line.unit_cents * line.quantity for line in order.lines)
    currency = order.marketplace.currency
    wire: JsonObject = {
        "orderId": order.id,
        "createdTime": wire_time(order.created),
        "lastUpdatedTime": wire_time(order.updated),
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": order.marketplace.id,
            "marketplaceName": order.marketplace.name,
        },
        "buyer": _buyer(order, switches),
        "fulfillment": {
            "fulfillmentStatus": order.status,
            "fulfilledBy": order.fulfilled_by,
            "fulfillmentServiceLevel": order.service_level,
            "shipByWindow": _window(order.ship_by),
            "deliverByWindow": _window(order.deliver_by),
        },
        "orderItems": [_item(order, line, priced=priced) for line in order.lines],
    }
    if order.programs:
        wire["programs"] = list(order.programs)
    if order.alias:
        wire["orderAliases"] = [{"aliasId": order.alias, "aliasType": "SELLER_ORDER_ID"}]
    if order.replaces:
        wire["associatedOrders"] = [{"orderId": order.replaces, "associationType": "REPLACEMENT_ORIGINAL_ID"}]
    if not pending or switches.pending_recipient:
        wire["recipient"] = _recipient(order, switches)
    if priced:
        items: JsonObject = {"type": "ITEM", "subtotal": money(total, currency)}
        wire["proceeds"] = {"grandTotal": money(total, currency), "breakdowns": [items]}
        wire["payment"] = {
            "paymentExecutions": [{"paymentMethod": "Other", "paymentAmount": money(total, currency)}]
        }
    if order.buyer_company:
        name: JsonObject = {"entityType": "BUYER", "legalName": order.buyer_company}
        wire["tax"] = {"taxRegistrations": [name]}
    packages = _packages(order, switches, now)
    if packages:
        wire["packages"] = packages
    return _patched(wire, order)


def _patched(wire: JsonObject, order: Order) -> JsonObject:
    items = wire["orderItems"]
    if order.line_patches and isinstance(items, list):
        wire["orderItems"] = [
            merge_patch(item, order.line_patches.get(at, {})) for at, item in enumerate(items)
        ]
    if order.patch:
        merged = merge_patch(wire, order.patch)
        return merged if isinstance(merged, dict) else wire
    return wire


def _window(window: tuple[datetime, datetime]) -> JsonObject:
    return {"earliestDateTime": wire_time(window[0]), "latestDateTime": wire_time(window[1])}


def _buyer(order: Order, switches: Switches) -> JsonObject:
    buyer: JsonObject = {"buyerName": order.buyer_name}
    if switches.buyer_email:
        buyer["buyerEmail"] = order.buyer_email
    if order.buyer_company:
        buyer["buyerCompanyName"] = order.buyer_company
    if order.purchase_order:
        buyer["buyerPurchaseOrderNumber"] = order.purchase_order
    return buyer


def _recipient(order: Order, switches: Switches) -> JsonObject:
    name = order.address.name
    if order.purchase_order and switches.purchase_order_in_name:
        name = switches.purchase_order_in_name.format(name=name, po=order.purchase_order)
    recipient: JsonObject = {"deliveryAddress": address_wire(order.address, name)}
    if order.drop_off:
        recipient["deliveryPreference"] = {"addressInstruction": order.drop_off}
    return recipient


def address_wire(address: Address, name: str) -> JsonObject:
    """A delivery address; fields without content are left out."""
    fields: dict[str, str | None] = {
        "name": name,
        "companyName": address.company,
        "addressLine1": address.line1,
        "addressLine2": address.line2,
        "addressLine3": address.line3,
        "city": address.city,
        "stateOrRegion": address.region,
        "postalCode": address.postal_code,
        "countryCode": address.country,
        "phone": address.phone,
        "addressType": address.type,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _item(order: Order, line: Line, *, priced: bool) -> JsonObject:
    currency, total = order.marketplace.currency, line.unit_cents * line.quantity
    product: JsonObject = {
        "asin": line.product.asin,
        "title": line.product.title,
        "sellerSku": line.product.sku,
        "condition": {"conditionType": "NEW", "conditionSubtype": "NEW"},
    }
    if line.customized_url:
        product["customization"] = {"customizedUrl": line.customized_url}
    shipped = (
        line.quantity
        if order.fulfilled_by == "AMAZON" and order.status == SHIPPED
        else order.shipped(line.item_id)
    )
    fulfillment: JsonObject = {
        "quantityFulfilled": shipped,
        "quantityUnfulfilled": 0 if line.cancelled_by else max(0, line.quantity - shipped),
    }
    if line.gift_message:
        gift: JsonObject = {"giftMessage": line.gift_message, "giftWrapLevel": "Standard"}
        fulfillment["packing"] = {"giftOption": gift}
    item: JsonObject = {
        "orderItemId": line.item_id,
        "quantityOrdered": line.quantity,
        "product": product,
        "fulfillment": fulfillment,
    }
    if priced:
        product["price"] = {"unitPrice": money(line.unit_cents, currency)}
        item["proceeds"] = _proceeds(total, _VAT.get(order.marketplace.country, 20), currency)
    cancellation = _cancellation(line)
    if cancellation:
        item["cancellation"] = cancellation
    return item


def _proceeds(total: int, percent: int, currency: str) -> JsonObject:
    tax = round(total * percent / (100 + percent))
    breakdowns: list[Json] = [
        {"type": "ITEM", "subtotal": money(total - tax, currency)},
        {"type": "TAX", "subtotal": money(tax, currency)},
    ]
    return {"proceedsTotal": money(total, currency), "breakdowns": breakdowns}


def _cancellation(line: Line) -> JsonObject:
    if line.cancelled_by:
        return {
            "cancellationExecution": {"cancelledBy": line.cancelled_by, "cancelReason": line.cancel_reason}
        }
    if line.cancel_reason:
        return {"cancellationRequest": {"requester": "BUYER", "cancelReason": line.cancel_reason}}
    return {}


def _packages(order: Order, switches: Switches, now: datetime) -> list[Json]:
    seen_until = now - timedelta(seconds=switches.package_lag_seconds)
    return [_package(package, switches) for package in order.packages if package.created <= seen_until]


def _package(package: Package, switches: Switches) -> JsonObject:
    status: JsonObject = {"status": "SHIPPED"}
    if switches.detailed_package_status:
        status["detailedStatus"] = "PICKED_UP"
    wire: JsonObject = {
        "packageReferenceId": package.reference,
        "createdTime": wire_time(package.created),
        "packageStatus": status,
        "carrier": package.carrier_name or package.carrier_code,
        "shipTime": wire_time(package.ship_time),
        "trackingNumber": package.tracking_number,
        "packageItems": [{"orderItemId": item, "quantity": count} for item, count in package.items],
    }
    if package.shipping_method:
        wire["shippingService"] = package.shipping_method
    return wire
