"""What the buyer of an order is written, and why nothing is (R4.1): for each page that shows an order."""

from __future__ import annotations

from django import template

from packhaus.kit.personal import Contact
from packhaus.messages.buyer_texts import BUYER_KINDS
from packhaus.messages.models import Message, TrackingMails
from packhaus.messages.rules import may_write_to_buyer
from packhaus.orders.models import Order

register = template.Library()


@register.inclusion_tag("messages/tracking/_order.html")
def buyer_mails(order: Order, contact: Contact | None = None) -> dict[str, object]:
    """The part “E-mail to the buyer” of an order: its mails, or the rule that keeps them off.

    ``contact`` is the buyer's, as the page has opened it: Amazon's own addresses are known by their form.
    """
    address = contact.email if contact is not None else ""
    may, why = may_write_to_buyer(order.connection.shop, order.shop_order_id, address)
    mails = Message.objects.filter(order=order, recipient=None).select_related("parcel").order_by("pk")
    return {
        "may": may,
        "has_address": bool(address),
        "why": why,
        "is_on": TrackingMails.objects.filter(
            organization=order.organization_id, on_since__isnull=False
        ).exists(),
        "mails": [(mail, BUYER_KINDS[mail.kind].title) for mail in mails if mail.kind in BUYER_KINDS],
    }
