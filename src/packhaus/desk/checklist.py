"""The way to the first label: what a new installation still needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.accounts.models import Member, Organization
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.desk.formats import moment, number
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.shops.models import Connection


@dataclass(frozen=True)
class Step:
    """One step. ``state`` is ``done``, ``now`` or ``next``; ``label`` and ``url`` are its one button."""

    title: str
    text: str
    done: bool
    label: str
    url: str


@dataclass(frozen=True)
class Checklist:
    """The steps in their order."""

    steps: list[Step]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.done for step in self.steps)

    @property
    def current(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.done), None)


def is_new(organization: Organization) -> bool:
    """Whether no label was printed yet: then the checklist takes the place of the day."""
    return not Parcel.objects.filter(organization=organization, printed_at__isnull=False).exists()


def _account(member: Member) -> Step:
    text = _("%(name)s, %(when)s") % {"name": member.name, "when": moment(member.created_at)}
    return Step(_("Account made"), text, True, "", "")


def _sender(organization: Organization) -> Step:
    sender = Sender.objects.filter(organization=organization).first()
    url = reverse("carriers:sender")
    if sender is None:
        text = _("Where parcels leave from. It is printed on every label.")
        return Step(_("Enter the sender"), text, False, _("Enter sender"), url)
    text = f"{sender.name}, {sender.street}, {sender.postal_code} {sender.city}"
    return Step(_("Sender entered"), text, True, _("Change"), url)


def _shop(organization: Organization) -> Step:
    connections = list(Connection.objects.filter(organization=organization).order_by("pk"))
    if not connections:
        text = _(
            "Your open orders then come in by themselves. You need your professional selling account and "
            "about ten minutes. What to do at Amazon stands beside each field."
        )
        return Step(_("Connect Amazon"), text, False, _("Connect Amazon"), reverse("shops:connect"))
    count = Order.objects.filter(organization=organization).count()
    orders = ngettext("%(count)s order has come in", "%(count)s orders have come in", count) % {
        "count": number(count)
    }
    text = f"{', '.join(connection.name for connection in connections)}: {orders}"
    return Step(_("Amazon connected"), text, True, _("Change"), reverse("shops:list"))


def _carrier(organization: Organization) -> Step:
    accounts = list(CarrierAccount.objects.filter(organization=organization, active=True).order_by("pk"))
    url = reverse("carriers:settings")
    if not accounts:
        text = _("With your own contract. Labels are bought there and nowhere else.")
        return Step(_("Connect a carrier"), text, False, _("Connect carrier"), url)
    text = ", ".join(account.name for account in accounts)
    return Step(_("Carrier connected"), text, True, _("Change"), url)


def _label(organization: Organization) -> Step:
    ready = Order.objects.filter(organization=organization, state=Order.State.READY).count()
    labels = Parcel.objects.filter(organization=organization, announced_at__isnull=False).exists()
    title = _("Print the first label")
    if labels:
        text = _("It is bought. Print it, and your day stands here in the place of this list.")
        return Step(title, text, False, _("Print label"), reverse("parcels:list"))
    if ready:
        text = ngettext("%(count)s order is ready for it.", "%(count)s orders are ready for it.", ready) % {
            "count": number(ready)
        }
        return Step(title, text, False, _("Choose an order"), f"{reverse('orders:list')}?state=ready")
    return Step(title, _("With a real order. This list then goes, and your day stands here."), False, "", "")


def checklist(member: Member) -> Checklist:
    """The five steps, with what is there already."""
    organization = member.organization
    return Checklist(
        [
            _account(member),
            _sender(organization),
            _shop(organization),
            _carrier(organization),
            _label(organization),
        ]
    )
