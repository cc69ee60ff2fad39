"""What waits for the merchant: one line a kind, each with the one button that mends it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from packhaus.accounts.models import Organization
from packhaus.desk.bulk import There, what_is_there
from packhaus.desk.ending import ending
from packhaus.desk.formats import moment, number, span
from packhaus.desk.task import Wait
from packhaus.desk.troubled import troubled
from packhaus.engine import pulse
from packhaus.flow.finish import unfinished
from packhaus.flow.why import shop_name
from packhaus.messages.outbox import mail_problem
from packhaus.orders.models import Order, OrderLine
from packhaus.orders.waiting import REASONS, Reason
from packhaus.parcels.models import Parcel
from packhaus.privacy.archive.status import Status, status_of
from packhaus.shops.causes import CAUSES, FAST, SLOW
from packhaus.shops.models import Connection

_SOON = 3
"""With so many days left before addresses go unarchived it is late."""
_OPEN = (
    Order.State.WAITING,
    Order.State.READY,
    Order.State.HELD,
    Order.State.IN_PARCELS,
    Order.State.PARTLY_SHIPPED,
)
_TROUBLED = (Parcel.State.EXCEPTION, Parcel.State.RETURNING, Parcel.State.LOST)


def end_of_day(now: datetime) -> datetime:
    """The first moment of the merchant's tomorrow, in the time zone of the request."""
    zone = timezone.get_current_timezone()
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)


def look(organization: Organization, now: datetime) -> There:
    """What there is at all: the counts, and whether more must be asked."""
    return what_is_there(organization.pk, list(REASONS), end_of_day(now), _OPEN, _TROUBLED)


def standing_still(organization: Organization) -> int:
    """How many orders cannot leave before the merchant has done something."""
    return Order.objects.filter(organization=organization, state=Order.State.WAITING).count()


def _due_words(orders: int, due: int) -> str:
    wait = ngettext("%(count)s order waits", "%(count)s orders wait", orders) % {"count": number(orders)}
    if not due:
        return f"{wait}."
    today = ngettext("%(count)s of them due today.", "%(count)s of them due today.", due) % {
        "count": number(due)
    }
    return f"{wait}, {today}"


def _weights(organization: Organization, reason: Reason, orders: int, due: int) -> Wait:
    skus = (
        OrderLine.objects.filter(
            organization=organization, order__waiting__contains=[reason.code], unit_grams=None
        )
        .values("order__connection_id", "sku")
        .distinct()
        .count()
    )
    title = ngettext("%(count)s SKU without a weight", "%(count)s SKUs without a weight", skus) % {
        "count": number(skus)
    }
    return Wait(
        reason.code,
        skus,
        reason.icon,
        "wait",
        title,
        _due_words(orders, due),
        reverse(reason.mend_url_name) + "?show=missing",
        gettext(reason.mend_label),
    )


def _of_reason(organization: Organization, reason: Reason, orders: int, due: int) -> Wait:
    if reason.code == "no_weight":
        return _weights(organization, reason, orders, due)
    url = f"{reverse('orders:list')}?reason={reason.code}"
    title = gettext(reason.plural_title) % {"count": number(orders)}
    if orders == 1:
        title = capfirst(gettext(reason.title))
        only = Order.objects.filter(organization=organization, waiting__contains=[reason.code]).first()
        if only is not None:
            url = reverse("orders:detail", args=[only.public_id])
    return Wait(
        reason.code,
        orders,
        reason.icon,
        "late" if reason.loud else "wait",
        title,
        gettext(reason.means),
        url,
        gettext(reason.mend_label),
    )


def _ours(organization: Organization, now: datetime) -> list[Wait]:
    """What is wrong on our own side: no worker, a wrong clock. Each shop's page says it too."""
    shops = Connection.objects.filter(organization=organization, active=True)
    first = shops.order_by(F("clock_off_seconds").asc(nulls_last=True), "pk").first()
    if first is None:
        return []
    values: dict[str, str] = {"shop": shop_name(first)}
    found = []
    down_since = pulse.down_since(now)
    if down_since is not None:
        found.append((CAUSES["worker"], values | {"at": moment(down_since)}))
    if first.clock_off_seconds is not None:
        off = first.clock_off_seconds
        said = {"span": span(timedelta(seconds=abs(off))), "way": gettext(SLOW if off > 0 else FAST)}
        found.append((CAUSES["clock"], values | said))
    return [
        Wait(
            cause.code,
            1,
            "warn",
            "late",
            gettext(cause.title) % filled,
            gettext(cause.means) % filled,
            reverse("shops:stands", args=[first.public_id]),
            gettext("See reasons"),
        )
        for cause, filled in found
    ]


def _set_aside(count: int) -> Wait:
    return Wait(
        "set_aside",
        count,
        "file",
        "wait",
        ngettext("%(count)s order set aside", "%(count)s orders set aside", count) % {"count": number(count)},
        gettext("Packhaus could not read what the shop sent. The reason stands beside each one."),
        reverse("shops:list") + "#set-aside",
        gettext("See reasons"),
    )


def _unfinished(organization: Organization) -> list[Wait]:
    """Accounts that are authorized and bring nothing yet."""
    found = list(unfinished(organization))
    if not found:
        return []
    first = found[0]
    return [
        Wait(
            "unfinished",
            len(found),
            "plug",
            "wait",
            ngettext(
                "The set-up of %(count)s account is not finished",
                "The set-up of %(count)s accounts is not finished",
                len(found),
            )
            % {"count": number(len(found))},
            gettext("It is authorized. Its orders come in once you have chosen countries and how we work."),
            reverse(f"{first.shop}:finish", args=[first.public_id])
            if len(found) == 1
            else reverse("shops:list"),
            gettext("Finish the set-up"),
        )
    ]


def _mail(organization: Organization) -> list[Wait]:
    """R4.5: where e-mail fails the panel says so."""
    problem = mail_problem(organization)
    if problem is None:
        return []
    text = gettext(problem.text)
    return [
        Wait(
            "mail",
            1,
            "mail",
            "wait",
            gettext("E-mails do not get through"),
            text % problem.values if problem.values else text,
            reverse("messages:settings"),
            gettext("Mend e-mail"),
        )
    ]


def _archive(status: Status) -> list[Wait]:
    """R4.3: bundles that cannot be written, are not as they were written, or need not be kept any more."""
    found: list[tuple[str, int, str, str, str]] = []
    if status.problem is not None:
        text = gettext(status.problem.text)
        left = status.days_left
        found.append(
            (
                "archive",
                status.waiting,
                "late" if left is not None and left <= _SOON else "wait",
                gettext("The archive cannot be written")
                if left is None
                else ngettext(
                    "The archive cannot be written, %(count)s day is left",
                    "The archive cannot be written, %(count)s days are left",
                    left,
                )
                % {"count": left},
                text % status.problem.values if status.problem.values else text,
            )
        )
    if status.broken:
        found.append(
            (
                "archive_broken",
                status.broken,
                "wait",
                gettext("The archive is not as it was written"),
                gettext("Put a good copy in the place of each bundle that has changed or is missing."),
            )
        )
    if status.over:
        found.append(
            (
                "archive_over",
                status.over,
                "wait",
                gettext("The years of archive bundles are over"),
                gettext("They need not be kept any more: delete them with every copy."),
            )
        )
    return [
        Wait(code, count, "lock", tone, title, means, reverse("archive:page"), gettext("See the archive"))
        for code, count, tone, title, means in found
    ]


def waits(organization: Organization, now: datetime, there: There) -> list[Wait]:
    """All that waits, the worst first: connections, then the reasons in their registry's order."""
    return [
        *(_ours(organization, now) if there.connected else ()),
        *(ending(organization, now) if there.ending else ()),
        *(troubled(organization) if there.problems else ()),
        *(_unfinished(organization) if there.unfinished else ()),
        *(
            _of_reason(organization, reason, *there.reasons[code])
            for code, reason in REASONS.items()
            if code in there.reasons
        ),
        *([_set_aside(there.set_aside)] if there.set_aside else ()),
        *(_mail(organization) if there.mails else ()),
        *(_archive(status_of(organization, now, counted=False)) if there.archive else ()),
    ]
