"""Amazon's answers as they come over the wire: only the fields that Packhaus uses, others are ignored.

Names and which fields are required: Amazon's models ``orders_2026-01-01``, ``listingsItems_2021-08-01`` and
``sellers``. Whatever Amazon may leave out may also be null: addresses were seen null at random (O6).
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A record of Amazon's. It may hold personal data: ``repr`` shows nothing."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class WireMoney(Wire, frozen=True, kw_only=True):
    """``amount`` is a decimal number as text."""

    amount: str
    currency_code: str


class WireSalesChannel(Wire, frozen=True, kw_only=True):
    """Where the order was placed."""

    marketplace_id: str | None = None


class WireBuyer(Wire, frozen=True, kw_only=True):
    """Who bought, as far as the application's roles show it."""

    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_company_name: str | None = None
    buyer_purchase_order_number: str | None = None


class WireAddress(Wire, frozen=True, kw_only=True):
    """Where it goes."""

    name: str | None = None
    company_name: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    city: str | None = None
    district_or_county: str | None = None
    state_or_region: str | None = None
    municipality: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    phone: str | None = None
    address_type: str | None = None
    extended_fields: dict[str, str | None] | None = None


class WireDeliveryPreference(Wire, frozen=True, kw_only=True):
    """What the buyer asks of the one who delivers."""

    drop_off_location: str | None = None
    address_instruction: str | None = None


class WireRecipient(Wire, frozen=True, kw_only=True):
    """The recipient."""

    delivery_address: WireAddress | None = None
    delivery_preference: WireDeliveryPreference | None = None


class WireWindow(Wire, frozen=True, kw_only=True):
    """A span of time."""

    latest_date_time: datetime | None = None


class WireFulfillment(Wire, frozen=True, kw_only=True):
    """How far the order is."""

    fulfillment_status: str
    fulfilled_by: str | None = None
    fulfillment_service_level: str | None = None
    ship_by_window: WireWindow | None = None
    deliver_by_window: WireWindow | None = None


class WireProceeds(Wire, frozen=True, kw_only=True):
    """The order's money."""

    grand_total: WireMoney | None = None


class WireTaxRegistration(Wire, frozen=True, kw_only=True):
    """A tax number of somebody's."""

    entity_type: str | None = None
    tax_registration_number: str | None = None


class WireTax(Wire, frozen=True, kw_only=True):
    """Who is registered for tax."""

    tax_registrations: list[WireTaxRegistration] | None = None


class WireAssociatedOrder(Wire, frozen=True, kw_only=True):
    """An order that this one has to do with."""

    association_type: str | None = None


class WireCustomization(Wire, frozen=True, kw_only=True):
    """What an Amazon Custom item is made to."""

    customized_url: str | None = None


class WirePrice(Wire, frozen=True, kw_only=True):
    """The price of one piece."""

    unit_price: WireMoney | None = None


class WireProduct(Wire, frozen=True, kw_only=True):
    """What was ordered."""

    asin: str | None = None
    title: str | None = None
    seller_sku: str | None = None
    price: WirePrice | None = None
    customization: WireCustomization | None = None


class WireItemProceeds(Wire, frozen=True, kw_only=True):
    """The line's money."""

    proceeds_total: WireMoney | None = None


class WireCancellationRequest(Wire, frozen=True, kw_only=True):
    """The buyer asked for this line to be cancelled."""

    cancel_reason: str | None = None


class WireCancellationExecution(Wire, frozen=True, kw_only=True):
    """This line, or some pieces of it, was cancelled."""

    cancelled_by: str | None = None


class WireCancellation(Wire, frozen=True, kw_only=True):
    """A cancellation asked for, or done."""

    cancellation_request: WireCancellationRequest | None = None
    cancellation_execution: WireCancellationExecution | None = None


class WireGift(Wire, frozen=True, kw_only=True):
    """How it is to be wrapped."""

    gift_message: str | None = None


class WirePacking(Wire, frozen=True, kw_only=True):
    """How it is to be packed."""

    gift_option: WireGift | None = None


class WireShipping(Wire, frozen=True, kw_only=True):
    """What Amazon asks of the delivery, by the name of the demand."""

    shipping_constraints: dict[str, str | None] | None = None


class WireItemFulfillment(Wire, frozen=True, kw_only=True):
    """How far the line is."""

    quantity_fulfilled: int | None = None
    quantity_unfulfilled: int | None = None
    packing: WirePacking | None = None
    shipping: WireShipping | None = None


class WireItem(Wire, frozen=True, kw_only=True):
    """One line."""

    order_item_id: str
    quantity_ordered: int
    product: WireProduct
    programs: list[str] | None = None
    proceeds: WireItemProceeds | None = None
    cancellation: WireCancellation | None = None
    fulfillment: WireItemFulfillment | None = None


class WirePackageItem(Wire, frozen=True, kw_only=True):
    """What is in a package."""

    order_item_id: str
    quantity: int


class WirePackageStatus(Wire, frozen=True, kw_only=True):
    """How far a package is."""

    status: str | None = None


class WirePackage(Wire, frozen=True, kw_only=True):
    """A package that Amazon was told of."""

    package_reference_id: str
    package_status: WirePackageStatus | None = None
    carrier: str | None = None
    ship_time: datetime | None = None
    tracking_number: str | None = None
    package_items: list[WirePackageItem] | None = None


class WireOrder(Wire, frozen=True, kw_only=True):
    """One order (model ``Order`` of 2026-01-01)."""

    order_id: str
    created_time: datetime
    last_updated_time: datetime
    order_items: list[WireItem]
    sales_channel: WireSalesChannel
    programs: list[str] | None = None
    associated_orders: list[WireAssociatedOrder] | None = None
    buyer: WireBuyer | None = None
    recipient: WireRecipient | None = None
    proceeds: WireProceeds | None = None
    tax: WireTax | None = None
    fulfillment: WireFulfillment | None = None
    packages: list[WirePackage] | None = None


class WirePagination(Wire, frozen=True, kw_only=True):
    """Where the next page is."""

    next_token: str | None = None


class WireOrdersPage(Wire, frozen=True, kw_only=True):
    """The answer of searchOrders; each order is read by itself."""

    orders: list[msgspec.Raw]
    pagination: WirePagination | None = None
    last_updated_before: datetime | None = None
    created_before: datetime | None = None


class WireOneOrder(Wire, frozen=True, kw_only=True):
    """The answer of getOrder."""

    order: msgspec.Raw
