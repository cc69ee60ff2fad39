"""What can be set, how it is set now, and whether something is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations.models import Authorization
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.desk.formats import number
from packhaus.desk.visitor import may_open
from packhaus.messages.models import MailSettings
from packhaus.messages.outbox import mail_problem
from packhaus.privacy import watch
from packhaus.shops.models import Connection


@dataclass(frozen=True)
class Entry:
    """One page of settings. ``missing``: nothing works before it is filled in."""

    url: str
    icon: str
    title: str
    text: str
    now: str
    missing: bool = False


def _mail(organization: Organization) -> Entry:
    kept = MailSettings.objects.filter(organization=organization).exclude(sender_address="").first()
    problem = mail_problem(organization)
    if problem is not None:
        now = _("mails do not get through")
    else:
        now = kept.sender_address if kept else _("not set up: reminders only in the panel")
    return Entry(
        reverse("messages:settings"),
        "mail",
        _("E-mail"),
        _("How reminders before an authorization ends reach you."),
        now,
        problem is not None,
    )


def _permissions(organization: Organization) -> Entry:
    rows = Authorization.objects.filter(organization=organization)
    count = rows.exclude(state="revoked").count()
    ended = rows.filter(state__in=("deactivated", "denied")).count()
    text = ngettext("%(count)s authorization", "%(count)s authorizations", count) % {"count": number(count)}
    if ended:
        text = ngettext(
            "%(count)s authorization no longer holds", "%(count)s authorizations no longer hold", ended
        ) % {"count": number(ended)}
    return Entry(
        reverse("authorizations:list"),
        "key",
        _("User permissions"),
        _("Which accounts let Packhaus in and until when. Renew and revoke."),
        text,
        ended > 0,
    )


def _members(organization: Organization) -> Entry:
    count = organization.members.filter(is_active=True).count()
    return Entry(
        reverse("accounts:members"),
        "people",
        _("Members"),
        _("Who works here, as owner or packer."),
        ngettext("%(count)s may log in", "%(count)s may log in", count) % {"count": number(count)},
    )


def _data_protection() -> Entry:
    sure = watch.is_sure()
    return Entry(
        reverse("privacy:overview"),
        "shield",
        _("Data protection"),
        _("What is held of buyers and how long, the archive, who looked, persons' requests."),
        _("buyers' data goes by itself") if sure else _("the clock is in doubt"),
        not sure,
    )


def overview(member: Member) -> list[Entry]:
    """The pages of settings that are open to ``member``, in the order in which a new merchant needs them."""
    organization = member.organization
    connections = list(Connection.objects.filter(organization=organization).order_by("name"))
    accounts = list(CarrierAccount.objects.filter(organization=organization).order_by("name"))
    sender = Sender.objects.filter(organization=organization).first()
    entries = [
        Entry(
            reverse("shops:list"),
            "plug",
            _("Integrations"),
            _("Where orders come from: countries, weights, and when Amazon is told."),
            ", ".join(connection.name for connection in connections) or _("no shop connected yet"),
            not connections,
        ),
        Entry(
            reverse("carriers:settings"),
            "truck",
            _("Carriers"),
            _("Where labels are bought, with your own contract."),
            ", ".join(account.name for account in accounts) or _("no carrier connected yet"),
            not accounts,
        ),
        Entry(
            reverse("carriers:sender"),
            "home",
            _("Sender"),
            _("Where parcels leave from. Printed on every label."),
            f"{sender.name}, {sender.postal_code} {sender.city}" if sender else _("not entered yet"),
            sender is None,
        ),
        _permissions(organization),
        _members(organization),
        _mail(organization),
        _data_protection(),
    ]
    return [entry for entry in entries if may_open(member, entry.url)]
