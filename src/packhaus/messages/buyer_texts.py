"""The texts of mails to buyers: the merchant's own where there are any, else ours in the buyer's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from packhaus.accounts.models import Organization
from packhaus.kit.words import gettext_noop
from packhaus.messages.models import MailTemplate

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class BuyerKind:
    """A kind of mail to buyers: what the panel calls it, and our own text with places in braces."""

    title: str
    subject: str
    text: str
    needs_tracking: bool


BUYER_KINDS: dict[str, BuyerKind] = {
    "tracking": BuyerKind(
        gettext_noop("Tracking e-mail"),
        gettext_noop("Your order {order_number} is on its way"),
        gettext_noop(
            "Hello {name},\n\nyour order {order_number} is on its way to you with {carrier}.\n\n"
            "Tracking number: {tracking_number}\nWhere it is: {tracking_link}\n\nKind regards\n{shop}"
        ),
        needs_tracking=True,
    ),
    "delivered": BuyerKind(
        gettext_noop("E-mail on delivery"),
        gettext_noop("Your order {order_number} has arrived"),
        gettext_noop(
            "Hello {name},\n\n{carrier} has delivered your order {order_number}. If it has not reached you,"
            " just answer this mail.\n\nKind regards\n{shop}"
        ),
        needs_tracking=False,
    ),
}


@dataclass(frozen=True)
class BuyerText:
    """Subject and text with places in braces; ``is_own``: the merchant wrote them."""

    subject: str
    text: str
    is_own: bool


def ours(kind: str, language: str) -> BuyerText:
    """Our own text of a kind (a key of :data:`BUYER_KINDS`)."""
    entry = BUYER_KINDS[kind]
    with translation.override(language):
        return BuyerText(gettext(entry.subject), gettext(entry.text), is_own=False)


def text_of(organization: Organization, kind: str, language: str) -> BuyerText:
    """What buyers get to read: the merchant's own text, else ours."""
    own = MailTemplate.objects.filter(organization=organization, kind=kind, language=language).first()
    return BuyerText(own.subject, own.text, is_own=True) if own is not None else ours(kind, language)
