"""A person's request (GDPR): whose orders these are, a copy of all that is held of them, or erasure now.

What is searched for is kept nowhere: the page hands it in with each step, and each step looks through some
orders. A copy is made in memory, handed out, and gone. A receipt without personal data stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from packhaus.accounts.models import Member, Organization
from packhaus.engine.acting import acting
from packhaus.flow.erase import erase_now
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Contact, Recipient
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.access.log import note_looked_through
from packhaus.privacy.access.places import LOOK_THROUGH
from packhaus.privacy.archive.before import before_erasing_now
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.models import PersonRequest

STEP = 1000
"""Orders that one step looks through: well below a second."""
MOST = 200
"""Orders of one person, in one request."""
_SHORTEST = 3


@dataclass(frozen=True)
class Step:
    """What one step found, by the orders' ids; where the next one begins (None: all is looked through)."""

    found: tuple[int, ...]
    seen: int
    after: int | None = field(default=None)


def live_orders(organization: Organization) -> QuerySet[Order]:
    """The orders of which something can still be held."""
    return Order.objects.filter(organization=organization, erased_at=None)


def check_search(text: str) -> None:
    """Raises NeedsMerchant for a text that says too little to be looked for."""
    if sum(len(word) for word in _words(text)) < _SHORTEST:
        raise NeedsMerchant(
            Words(gettext_noop("Enter at least three letters of the name or the e-mail address.")),
            "privacy:requests",
        )


def look_through(organization: Organization, text: str, after: int, member: Member, now: datetime) -> Step:
    """Look for ``text`` in what is held of the next orders with an id above ``after``.

    All its words must occur, in any order, whatever their case and accents. Raises as opening does.
    """
    words = _words(text)
    ids = list(
        live_orders(organization).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:STEP]
    )
    with acting(LOOK_THROUGH, member.pk):
        recipients, contacts = vault.recipients(ids, now), vault.contacts(ids, now)
        note_looked_through(organization.pk, len(ids), now)
    found = tuple(pk for pk in ids if words and _matches(words, _text(recipients.get(pk), contacts.get(pk))))
    return Step(found, len(ids), ids[-1] if len(ids) == STEP else None)


def erase(orders: Sequence[Order], member: Member, now: datetime) -> int:
    """Erase all that is held of a person's orders, and leave a receipt. How many there were to erase.

    Raises ClockInDoubt, and ArchiveProblem where what must be kept cannot be archived first.
    """
    order_ids = [order.pk for order in orders]
    before_erasing_now(order_ids, now)
    with transaction.atomic():
        done = erase_now(order_ids, Reason.REQUEST, now, member)
        note_request(PersonRequest.Kind.ERASE, orders, member, now)
    return done


def note_request(
    kind: PersonRequest.Kind, orders: Sequence[Order], member: Member, now: datetime
) -> PersonRequest:
    """The receipt of a request that was met: which orders, who, when. Nothing personal."""
    return PersonRequest.objects.create(
        organization=member.organization,
        kind=kind,
        member=member,
        at=now,
        order_numbers=[order.shop_order_id for order in orders],
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_plain(text).split())


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _matches(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def _text(recipient: Recipient | None, contact: Contact | None) -> str:
    parts: list[str] = []
    if recipient is not None:
        parts += [recipient.name, recipient.company, recipient.buyer_name, recipient.buyer_company]
        parts += [*recipient.lines, recipient.postal_code, recipient.city, recipient.tax_number]
    if contact is not None:
        parts += [contact.email, contact.phone, re.sub(r"\D", "", contact.phone)]
    return _plain(" ".join(parts))


NONE_CHOSEN = Words(gettext_noop("No order is chosen. Tick the person's orders first."))
ALL_GONE = Words(gettext_noop("Nothing is held of these orders any more: they are erased already."))
