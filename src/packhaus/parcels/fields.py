"""Each column of the list of parcels: one entry, and list and export follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from packhaus.parcels.listing import Row


@dataclass(frozen=True)
class Column:
    """``code`` is the name in exports and the API, ``template`` draws the cell, ``value`` is exported."""

    code: str
    label: Promise
    template: str
    css: str
    value: Callable[[Row], str | int | None]
    numeric: bool = False
    personal: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(
        "tracking_number",
        _("Tracking number"),
        "parcels/_cell_tracking.html",
        "t",
        lambda row: row.parcel.tracking_number,
    ),
    Column(
        "recipient",
        _("Recipient, city"),
        "parcels/_cell_recipient.html",
        "b",
        lambda row: row.name,
        personal=True,
    ),
    Column(
        "order_number",
        _("Order"),
        "parcels/_cell_order.html",
        "o",
        lambda row: row.parcel.order.shop_order_id,
    ),
    Column("service", _("Method"), "parcels/_cell_service.html", "m", lambda row: row.parcel.service_name),
    Column("state", _("State"), "parcels/_cell_state.html", "st", lambda row: row.parcel.state),
    Column(
        "confirmation",
        _("Told Amazon"),
        "parcels/_cell_confirmation.html",
        "c",
        lambda row: row.confirmation.state if row.confirmation else None,
    ),
    Column(
        "state_at",
        _("State since"),
        "parcels/_cell_since.html",
        "s",
        lambda row: row.parcel.state_at.isoformat(),
        numeric=True,
    ),
)
