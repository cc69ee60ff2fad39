"""Authorizations that end within the month, or have ended: what Today says of them (R4.5, R4.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Authorization
from packhaus.authorizations.rules import End, Ending
from packhaus.desk.formats import full_date, number
from packhaus.desk.task import Wait
from packhaus.flow.guard import end_at, today_of
from packhaus.shops.models import Connection


@dataclass(frozen=True)
class _One:
    authorization: Authorization
    end: End
    name: str
    days: int

    @property
    def by_secret(self) -> bool:
        return self.end.ending is Ending.SECRET

    @property
    def url(self) -> str:
        if self.by_secret:
            return reverse("shops:secret", args=[self.authorization.application.public_id])
        return reverse("authorizations:renew", args=[self.authorization.public_id])


def ending(organization: Organization, now: datetime) -> list[Wait]:
    """Those that have ended first, then those that end soon: a line each, however many they are."""
    found = _found(organization, now)
    over = [one for one in found if one.days <= 0]
    soon = [one for one in found if one.days > 0]
    return [*([_over(over)] if over else []), *([_soon(soon)] if soon else [])]


def _found(organization: Organization, now: datetime) -> list[_One]:
    rows = Authorization.objects.filter(
        organization=organization, state__in=("expiring", "deactivated")
    ).select_related("application", "organization")
    names = dict(
        Connection.objects.filter(authorization__in=[row.pk for row in rows]).values_list(
            "authorization_id", "name"
        )
    )
    found = []
    for row in rows:
        end = end_at(row)
        if end is not None:
            days = (end.on - today_of(row, now)).days
            found.append(_One(row, end, names.get(row.pk, row.seller_id), days))
    return sorted(found, key=lambda one: (one.end.on, one.name))


def _over(ones: list[_One]) -> Wait:
    first = ones[0]
    values = {"account": first.name, "count": number(len(ones)), "day": full_date(first.end.on)}
    if len(ones) > 1:
        title = gettext("%(count)s authorizations have ended") % values
        means = gettext("Orders and confirmations wait. Renewed, all goes on by itself.")
    elif first.by_secret:
        title = gettext("%(account)s: client secret ended") % values
        means = gettext("On %(day)s. Orders and confirmations wait; with a new one all goes on.") % values
    else:
        title = gettext("%(account)s: authorization ended") % values
        means = gettext("On %(day)s. Orders and confirmations wait; renewed, all goes on.") % values
    return _wait("ended", ones, "pause", "late", title, means)


def _soon(ones: list[_One]) -> Wait:
    first = ones[0]
    values = {
        "account": first.name,
        "count": number(len(ones)),
        "day": full_date(first.end.on),
        "days": number(first.days),
    }
    means = gettext("On %(day)s. From 0:00 no orders come in, until it is renewed.") % values
    if len(ones) > 1:
        title = gettext("%(count)s authorizations end soon") % values
        means = gettext("The first, %(account)s, on %(day)s. Renew them before.") % values
    elif first.by_secret:
        text = ngettext(
            "%(account)s: client secret ends in %(days)s day",
            "%(account)s: client secret ends in %(days)s days",
            first.days,
        )
        title = text % values
    else:
        text = ngettext(
            "%(account)s: authorization ends in %(days)s day",
            "%(account)s: authorization ends in %(days)s days",
            first.days,
        )
        title = text % values
    return _wait("ends", ones, "clock", "wait", title, means)


def _wait(code: str, ones: list[_One], icon: str, tone: str, title: str, means: str) -> Wait:
    only = ones[0] if len(ones) == 1 else None
    label = gettext("New secret") if only and only.by_secret else gettext("Renew")
    url = only.url if only else reverse("authorizations:list")
    return Wait(f"authorization_{code}", len(ones), icon, tone, title, means, url, label)
