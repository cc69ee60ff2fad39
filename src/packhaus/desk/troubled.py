"""Connections that do not work as they should: what Today says of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from packhaus.accounts.models import Organization
from packhaus.desk.formats import moment, number
from packhaus.desk.task import Wait
from packhaus.flow.why import shop_name
from packhaus.kit.words import Words
from packhaus.shops.causes import CAUSE_OF_PROBLEM, CAUSES, WORK
from packhaus.shops.models import Connection

EACH_ITS_LINE = 3
"""More connections than this with the same trouble share a line: an agency has hundreds."""


def troubled(organization: Organization) -> list[Wait]:
    """A line for each connection in trouble; one for all that the same stands in the way of, where many."""
    by_cause: dict[str, list[Connection]] = {}
    for connection in (
        Connection.objects.filter(organization=organization, active=True, problem__isnull=False)
        .exclude(authorization__state="deactivated")
        .order_by("problem_since", "pk")
    ):
        words = Words.from_stored(connection.problem)
        if words is not None:
            by_cause.setdefault(_cause_code(connection) or words.text, []).append(connection)
    found = []
    for same in by_cause.values():
        found += [_of_many(same)] if len(same) > EACH_ITS_LINE else [_of_one(each) for each in same]
    return found


def _of_one(connection: Connection) -> Wait:
    title, means = _trouble(connection)
    url = reverse("shops:stands", args=[connection.public_id])
    return Wait("connection", 1, "plug", "late", title, means, url, gettext("Mend connection"))


def _of_many(same: Sequence[Connection]) -> Wait:
    first = same[0]
    _, means = _trouble(first)
    cause = CAUSES.get(_cause_code(first))
    title = gettext(cause.title) % _values(first) if cause is not None else gettext("not connected")
    many = gettext("%(count)s connections: %(trouble)s") % {"count": number(len(same)), "trouble": title}
    return Wait(
        "connection",
        len(same),
        "plug",
        "late",
        many,
        means,
        reverse("shops:list"),
        gettext("See connections"),
    )


def _cause_code(connection: Connection) -> str:
    stored = connection.problem if isinstance(connection.problem, dict) else {}
    return CAUSE_OF_PROBLEM.get(str(stored.get("cause", "")), "")


def _values(connection: Connection) -> dict[str, str]:
    stored = connection.problem if isinstance(connection.problem, dict) else {}
    return {
        "shop": shop_name(connection),
        "at": moment(connection.problem_since) if connection.problem_since else "–",
        "work": gettext(WORK.get(str(stored.get("work", "")), WORK[""])),
    }


def _trouble(connection: Connection) -> tuple[str, str]:
    """What stands in a connection's way and what follows; in the shop's own words where no cause is known."""
    cause = CAUSES.get(_cause_code(connection))
    if cause is None:
        words = Words.from_stored(connection.problem) or Words("")
        text = gettext(words.text) if words.text else ""
        title = gettext("%(shop)s is not connected") % {"shop": connection.name}
        return title, text % words.values if words.values else text
    values = _values(connection)
    return f"{connection.name}: {gettext(cause.title) % values}", gettext(cause.means) % values
