"""Connections that do not work as they should: what Today says of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from packhaus.accounts.models import Organization
from packhaus.desk.formats import moment, number
from packhaus.desk.task import Wait
from packhaus.flow.why import shop_name
from packhaus.shops.causes import CAUSES
from packhaus.shops.models import Connection
from packhaus.shops.problems import troubles_of
from packhaus.shops.rules import Trouble, distinct

EACH_ITS_LINE = 3
"""More connections than this with the same trouble share a line: an agency has hundreds."""

_Found = tuple[Connection, Trouble]


def troubled(organization: Organization) -> list[Wait]:
    """A line for each trouble of each connection; one for all that share it, where there are many."""
    by_cause: dict[tuple[str, str], list[_Found]] = {}
    for connection, trouble in sorted(_all(organization), key=lambda found: found[1].since):
        same = (
            (trouble.code, trouble.work)
            if trouble.code == "role"
            else (trouble.code or trouble.words.text, "")
        )
        by_cause.setdefault(same, []).append((connection, trouble))
    lines = []
    for found in by_cause.values():
        lines += [_of_many(found)] if len(found) > EACH_ITS_LINE else [_of_one(*each) for each in found]
    return lines


def _all(organization: Organization) -> list[_Found]:
    """Each connection in use with each of its troubles; of a deactivated one, its end is said instead."""
    connections = (
        Connection.objects.filter(organization=organization, active=True, problem__isnull=False)
        .exclude(authorization__state="deactivated")
        .select_related("authorization")
        .prefetch_related("problems")
        .order_by("pk")
        .distinct()
    )
    return [
        (connection, trouble)
        for connection in connections
        for trouble in distinct(troubles_of(connection), connection.granted.state, connection.granted.cause)
    ]


def _of_one(connection: Connection, trouble: Trouble) -> Wait:
    title, means = _said(connection, trouble)
    url = reverse("shops:stands", args=[connection.public_id])
    return Wait("connection", 1, "plug", "late", title, means, url, gettext("Mend connection"))


def _of_many(same: Sequence[_Found]) -> Wait:
    connection, trouble = same[0]
    _, means = _said(connection, trouble)
    cause = CAUSES.get(trouble.code)
    title = gettext(cause.title) % _values(connection, trouble) if cause else gettext("not connected")
    count = len({each.pk for each, _ in same})
    many = gettext("%(count)s connections: %(trouble)s") % {"count": number(count), "trouble": title}
    return Wait(
        "connection", count, "plug", "late", many, means, reverse("shops:list"), gettext("See connections")
    )


def _values(connection: Connection, trouble: Trouble) -> dict[str, str]:
    return {
        "shop": shop_name(connection),
        "at": moment(trouble.since),
        "work": ", ".join(gettext(work.text) for work in trouble.works),
    }


def _said(connection: Connection, trouble: Trouble) -> tuple[str, str]:
    """What stands in a connection's way and what follows; in the shop's own words where no cause is known."""
    cause = CAUSES.get(trouble.code)
    if cause is None:
        text = gettext(trouble.words.text) if trouble.words.text else ""
        title = gettext("%(shop)s is not connected") % {"shop": connection.name}
        return title, text % trouble.words.values if trouble.words.values else text
    values = _values(connection, trouble)
    return f"{connection.name}: {gettext(cause.title) % values}", gettext(cause.means) % values
