"""The merchant's own shop, and orders entered into it by hand (R5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from packhaus.accounts.models import Organization
from packhaus.flow import bulk
from packhaus.flow.sync import take_in
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.rules import AMAZONS_NAMES, is_amazons_number
from packhaus.orders.models import Order
from packhaus.shops.models import OWN, Connection
from packhaus.shops.port import ShopOrder

_FIRST_NUMBER = 1001


def own_shop(organization: Organization, now: datetime) -> Connection:
    """The merchant's own shop; it is made when it is first needed."""
    found, _ = Connection.objects.get_or_create(
        organization=organization,
        shop=OWN,
        defaults={"name": organization.name[:100], "import_weights": False, "created_at": now},
    )
    return found


def enter(organization: Organization, order: ShopOrder, now: datetime) -> Order:
    """Take in one order entered by hand; without a number it gets the next one.

    Raises Rejected (``number``) where an order of one's own has that number already, and where the order is
    one of Amazon's that comes in by itself.
    """
    with transaction.atomic():
        connection = own_shop(organization, now)
        bulk.weights_in_turn(connection.pk)
        number = order.shop_order_id or _next_number(connection)
        if known_numbers(connection, [number]):
            raise Rejected(Words(KNOWN, {"number": number}), "number")
        if is_amazons_number(number) and (name := name_of_amazon(organization)):
            raise Rejected(Words(COMES_BY_ITSELF, {"shop": name}), "number")
        [kept] = take_in(connection, [msgspec.structs.replace(order, shop_order_id=number)], [], now)
    return Order.objects.get(pk=kept.id)


def _next_number(connection: Connection) -> str:
    number = _FIRST_NUMBER + Order.objects.filter(connection=connection).count()
    while known_numbers(connection, [f"H-{number}"]):
        number += 1
    return f"H-{number}"


def known_numbers(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Which of these order numbers the merchant's own shop has already."""
    found = Order.objects.filter(connection=connection, shop_order_id__in=numbers)
    return set(found.values_list("shop_order_id", flat=True))


def name_of_amazon(organization: Organization) -> str:
    """The name of a connected Amazon shop; empty where there is none.

    Then orders of Amazon's come in by themselves, and one that also came in here would be sent twice.
    """
    connected = Connection.objects.filter(
        organization=organization, shop__startswith=AMAZONS_NAMES, active=True
    )
    return connected.order_by("pk").values_list("name", flat=True).first() or ""


COMES_BY_ITSELF = gettext_noop(
    "This is an order number of Amazon's, and Amazon's orders come in by themselves (%(shop)s). Taken in here"
    " too, it would be sent twice. Leave it out; if it is of another Amazon account, connect that one."
)
KNOWN = gettext_noop("Order %(number)s is here already. It was not taken in again, and nothing was changed.")
