"""Mails to buyers of one's own orders, and to no other (R4.1): asked for as a parcel moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from packhaus.accounts.models import Organization
from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.registry import CARRIERS, tracking_link
from packhaus.engine.timeline import note
from packhaus.kit.errors import Problem, Rejected
from packhaus.kit.personal import Recipient
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages import outbox
from packhaus.messages.buyer_texts import BUYER_KINDS, text_of
from packhaus.messages.compose_buyer import compose_to_buyer
from packhaus.messages.models import Message, TrackingMails
from packhaus.messages.refusals import UNKNOWN_RECIPIENT
from packhaus.messages.rules import is_due, language_of, may_write_to_buyer
from packhaus.messages.server import MailServer
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.privacy import vault
from packhaus.shops.models import OWN, Connection

AGAIN = timedelta(minutes=15)
"""When a mail is looked at again whose buyer cannot be opened just now."""


@dataclass(frozen=True)
class Ready:
    """A mail that may go out, and where to."""

    mail: EmailMessage = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class Stopped:
    """A mail that does not go out: the state it moves to, why, and when it is looked at again."""

    state: str
    words: Words | None
    due_at: datetime | None = None


def write_if_due(parcel: Parcel, connection: Connection, now: datetime) -> None:
    """Ask for the mails about a parcel that are due as it stands, in the caller's transaction.

    ``order`` of ``parcel`` is read. For any shop but the merchant's own nothing is asked for (R4.1).
    """
    may, _ = may_write_to_buyer(connection.shop)
    if not may:
        return
    chosen = TrackingMails.objects.filter(organization_id=parcel.organization_id, on_since__lte=now).first()
    if chosen is None or chosen.on_since is None or parcel.created_at < chosen.on_since:
        return
    if is_due(chosen.at, parcel.state, parcel.handled_at is not None):
        _ask(parcel, connection, "tracking", now)
    if chosen.delivered and parcel.state == Parcel.State.DELIVERED:
        _ask(parcel, connection, "delivered", now)


def _ask(parcel: Parcel, connection: Connection, kind: str, now: datetime) -> None:
    order = parcel.order
    may, _ = may_write_to_buyer(connection.shop, order.shop_order_id)
    if may:
        outbox.ask_buyer(
            Organization.objects.get(pk=parcel.organization_id),
            kind,
            shop=connection.shop,
            order_number=order.shop_order_id,
            order_id=order.pk,
            parcel_id=parcel.pk,
            language=language_of(order.country),
            now=now,
        )


def take_back(parcel: Parcel, now: datetime) -> None:
    """The parcel does not leave: what was not sent yet is not sent. In the caller's transaction."""
    for kind in BUYER_KINDS:
        outbox.withdraw(parcel.organization, f"{kind}:{parcel.pk}", now)


def ready(message: Message, server: MailServer, now: datetime) -> Ready | Stopped:
    """The mail to an order's buyer as it goes out now, or why it does not (R4.1).

    What may have changed since it was asked for is looked at again, and so is a row that nobody asked for:
    the shop, the address, the order, the parcel.
    """
    order, parcel = message.order, message.parcel
    if order is None or parcel is None or parcel.order_id != order.pk or message.kind not in BUYER_KINDS:
        return Stopped("refused", Words(NOBODY))
    may, why = may_write_to_buyer(order.connection.shop, order.shop_order_id)
    if not may:
        return Stopped("refused", why)
    if parcel.state == Parcel.State.VOIDED or order.state == Order.State.CANCELLED:
        return Stopped("withdrawn", Words(NOT_ON_ITS_WAY))
    if message.kind == "tracking" and not is_due("announced", parcel.state, handled=True):
        return Stopped("withdrawn", Words(TOO_LATE))
    if not TrackingMails.objects.filter(organization=message.organization, on_since__isnull=False).exists():
        return Stopped("withdrawn", Words(SWITCHED_OFF))
    if order.erased_at is not None:
        return Stopped("withdrawn", Words(ERASED))
    try:
        recipient = vault.recipients([order.pk], now).get(order.pk)
        contact = vault.contacts([order.pk], now).get(order.pk)
    except Problem as error:
        return Stopped(message.state, error.words, now + AGAIN)
    if contact is None or not contact.email:
        return Stopped("withdrawn", Words(NO_EMAIL))
    may, why = may_write_to_buyer(order.connection.shop, order.shop_order_id, contact.email)
    if not may:
        return Stopped("refused", why)
    text = text_of(message.organization, message.kind, message.language)
    try:
        mail = compose_to_buyer(message, server, text, _values(order, parcel, recipient), contact.email, now)
    except Rejected as error:
        return Stopped("refused", error.words)
    return Ready(mail, contact.email)


def _values(order: Order, parcel: Parcel, recipient: Recipient | None) -> dict[str, str]:
    account = parcel.carrier_account
    return {
        "name": (recipient.name or recipient.company) if recipient else "",
        "order_number": order.shop_order_id,
        "carrier": CARRIERS[account.carrier].label,
        "tracking_number": parcel.tracking_number,
        "tracking_link": tracking_link(account, parcel.tracking_number),
        "shop": order.connection.name,
    }


def sample_values(organization: Organization) -> dict[str, str]:
    """What stands in the places of a text for a made-up parcel: nobody's data is opened to show it."""
    account = CarrierAccount.objects.filter(organization=organization).order_by("pk").first()
    shop = Connection.objects.filter(organization=organization, shop=OWN).first()
    number = "00340434161094015902"
    return {
        "name": "Jörg Müßig",
        "order_number": "H-1001",
        "carrier": CARRIERS[account.carrier].label if account is not None else "DHL",
        "tracking_number": number,
        "tracking_link": f"https://tracking.example/{number}",
        "shop": shop.name if shop is not None else organization.name,
    }


def refused_words(words: Words | None) -> Words | None:
    """Why a mail server refused a mail, as it is said of a buyer and not of a member."""
    if words is not None and words.text == UNKNOWN_RECIPIENT:
        return Words(UNKNOWN_BUYER, words.values)
    return words


def sent(message: Message, now: datetime) -> None:
    """Say on the order's timeline that its buyer was written to."""
    if message.order_id is not None:
        words = SENT_WORDS.get(message.kind, SENT_WORDS["tracking"])
        note(message.organization_id, message.order_id, "mail", words, now, None, message.parcel_id)


SENT_WORDS = {
    "tracking": Words(gettext_noop("Tracking e-mail sent to the buyer")),
    "delivered": Words(gettext_noop("E-mail on delivery sent to the buyer")),
}
NOBODY = gettext_noop("This mail names no order and parcel that belong together. Nothing was sent.")
NOT_ON_ITS_WAY = gettext_noop("The parcel does not leave, so its buyer is not written to.")
TOO_LATE = gettext_noop(
    "The parcel's way had ended before this mail could go out, so it would have told the buyer nothing."
)
SWITCHED_OFF = gettext_noop("E-mails to buyers are switched off.")
ERASED = gettext_noop("The buyer's data of this order is erased, so there is nobody to write to.")
UNKNOWN_BUYER = gettext_noop(
    "The mail server does not know the buyer's e-mail address (code %(code)s). It was given like that with"
    " the order."
)
NO_EMAIL = gettext_noop("The order has no e-mail address.")
