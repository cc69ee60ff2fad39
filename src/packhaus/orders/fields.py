"""Each column of the list of orders: one entry, and list and export follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from packhaus.orders.listing import Row


@dataclass(frozen=True)
class Column:
    """``code`` is the name in exports and the API, ``template`` draws the cell, ``value`` is exported.

    ``css`` places the cell, on a phone too. ``personal`` columns leave the house only on purpose.
    """

    code: str
    label: Promise
    template: str
    css: str
    value: Callable[[Row], str | int | None]
    numeric: bool = False
    personal: bool = False
    only_without_groups: bool = False


def _ship_by(row: Row) -> str | None:
    return row.order.ship_by.isoformat() if row.order.ship_by else None


COLUMNS: tuple[Column, ...] = (
    Column("order_number", _("Order"), "orders/_cell_number.html", "o", lambda row: row.order.shop_order_id),
    Column("buyer", _("Buyer, city"), "orders/_cell_buyer.html", "b", lambda row: row.name, personal=True),
    Column(
        "lines",
        _("Items"),
        "orders/_cell_lines.html",
        "l",
        lambda row: ", ".join(f"{line.quantity}x {line.sku}" for line in row.lines),
    ),
    Column(
        "weight_grams",
        _("Weight"),
        "orders/_cell_weight.html",
        "w",
        lambda row: row.order.weight_grams,
        numeric=True,
    ),
    Column("ship_by", _("Ship by"), "orders/_cell_ship_by.html", "m", _ship_by, only_without_groups=True),
    Column("state", _("State"), "orders/_cell_state.html", "st", lambda row: row.order.state),
)


def columns(grouped: bool) -> tuple[Column, ...]:
    """The columns of the list; what the group's head says already has none of its own."""
    return tuple(column for column in COLUMNS if not (grouped and column.only_without_groups))
