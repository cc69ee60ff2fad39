"""Confirming one package at Amazon: what is sent, and what the answer means (AMAZON-SEEN C1 to C15).

Model: ``ConfirmShipmentRequest`` of ``ordersV0``. Reference as digits in a string (C2), times with ``Z``
(C4), lines as a list (C5): each was refused in another form.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.port import ConfirmAnswer, ConfirmOutcome, Package

OTHER = "Other"
"""Amazon's code for a carrier that is not in its list; the name is then sent beside it."""

_LONGEST_CARRIER = 50


class _Sent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class SentItem(_Sent, frozen=True, kw_only=True):
    """A line in the package, by pieces."""

    order_item_id: str
    quantity: int


class SentPackage(_Sent, frozen=True, kw_only=True):
    """The package (model ``PackageDetail``)."""

    package_reference_id: str
    carrier_code: str
    carrier_name: str = ""
    shipping_method: str = ""
    tracking_number: str
    ship_date: str
    order_items: tuple[SentItem, ...]


class SentConfirmation(_Sent, frozen=True, kw_only=True):
    """The whole body (model ``ConfirmShipmentRequest``)."""

    marketplace_id: str
    package_detail: SentPackage


def body_of(package: Package) -> SentConfirmation:
    """What is sent for ``package``.

    Raises Bug where our own rules exclude what is in it: a reference that is not a positive number, no
    lines, a time without a zone.
    """
    reference = package.reference
    if not (reference.isascii() and reference.isdigit() and int(reference) > 0):
        raise Bug(Words(gettext_noop("A package reference must be a positive number in digits.")))
    if not package.quantities or min(package.quantities.values()) < 1:
        raise Bug(Words(gettext_noop("A confirmation must name its lines, each with a quantity above zero.")))
    return SentConfirmation(
        marketplace_id=package.marketplace_id,
        package_detail=SentPackage(
            package_reference_id=reference,
            carrier_code=package.carrier_code.strip(),
            carrier_name=package.carrier_name.strip() if package.carrier_code.strip() == OTHER else "",
            shipping_method=package.service.strip(),
            tracking_number=package.tracking_number.strip(),
            ship_date=zulu(package.shipped_at),
            order_items=tuple(
                SentItem(order_item_id=line_id, quantity=quantity)
                for line_id, quantity in package.quantities.items()
            ),
        ),
    )


def lacking(package: Package) -> ConfirmAnswer | None:
    """The refusal of a package that Amazon is known not to take, told before a call is spent on it.

    ``trackingNumber`` is required always (issue 4329 of Amazon's tracker), ``carrierName`` with ``Other``.
    """
    values = {"order": package.shop_order_id, "reference": package.reference}
    code, name = package.carrier_code.strip(), package.carrier_name.strip()
    if not package.tracking_number.strip():
        return _refused(Words(NO_TRACKING, values))
    if not code:
        return _refused(Words(NO_CARRIER, values))
    if code == OTHER and not 1 <= len(name) <= _LONGEST_CARRIER:
        return _refused(Words(NO_CARRIER_NAME, {**values, "length": str(len(name))}))
    return None


def zulu(moment: datetime) -> str:
    """An aware time as Amazon takes it: UTC, whole seconds, ``Z`` (O2, C4). Raises Bug for a naive one."""
    if moment.tzinfo is None:
        raise Bug(Words(gettext_noop("A time without a zone cannot be sent.")))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refused(words: Words) -> ConfirmAnswer:
    return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=words)


NO_TRACKING = gettext_noop(
    "Parcel %(reference)s of order %(order)s has no tracking number, and Amazon takes no confirmation "
    "without one. Enter the number, or confirm the order in Seller Central (letters without tracking)."
)
NO_CARRIER = gettext_noop(
    "Parcel %(reference)s of order %(order)s has no carrier that Amazon would know. Choose in the "
    "settings what this carrier is called at Amazon."
)
NO_CARRIER_NAME = gettext_noop(
    "The carrier of parcel %(reference)s of order %(order)s is not in Amazon's list, so its name is "
    "needed, of 1 to 50 characters (it has %(length)s). Enter the name in the settings of this carrier."
)
