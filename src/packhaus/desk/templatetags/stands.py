"""How a connection to a shop stands, for each page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from packhaus.desk import formats
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import page_now
from packhaus.flow.renew import page_at_shop
from packhaus.flow.why import in_the_way, next_read_at, standing_of
from packhaus.kit.words import Words
from packhaus.shops.causes import SECRET, SHOPS_OWN_PAGE, Cause
from packhaus.shops.models import Connection
from packhaus.shops.rules import Found, Value

register = template.Library()


@register.filter
def spoken(text: str, values: Mapping[str, Value]) -> str:
    """A message id in the reader's language, with the dates, times and sentences in it."""
    said = gettext(text) if text else ""
    return said % {name: _shown(value) for name, value in values.items()}


@register.filter
def spoken_value(value: Value) -> str:
    """What stands in such a text, by itself."""
    return _shown(value)


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.full_date(value)
    if isinstance(value, timedelta):
        return formats.span(value)
    if isinstance(value, tuple):
        return ", ".join(words(one) for one in value)
    return words(value) if isinstance(value, Words) else value


@register.inclusion_tag("shops/_stands.html", takes_context=True)
def stands(context: Context, connection: Connection) -> dict[str, object]:
    """The section “How the connection stands” of a connection's page."""
    now = page_now()
    standing = standing_of(connection, now)
    return {
        "connection": connection,
        "standing": standing,
        "found": [(each, _mend_address(each.cause, connection)) for each in standing.causes],
        "next_read_at": next_read_at(connection),
        "now": now,
        "test": f"{connection.shop}:test",
        "csrf_token": context.get("csrf_token"),
        "is_owner": context["frame"].is_owner,
    }


@register.simple_tag
def in_its_way(connection: Connection) -> list[Found]:
    """What stands in the way of a connection at its shop, the worst first."""
    return in_the_way(connection, page_now())


def _mend_address(cause: Cause, connection: Connection) -> str:
    """Where a cause is mended; empty where this installation has no such page."""
    if cause.where == SHOPS_OWN_PAGE:
        return page_at_shop(connection.granted)
    where = cause.where
    if where == SECRET and connection.granted.kind == "developer":
        # The keys of a developer are the installation's: there is none to enter for one connection.
        where = "{shop}:edit"
    name, _, anchor = where.format(shop=connection.shop).partition("#")
    if not name:
        return ""
    try:
        address = reverse(name, args=_arguments(name, connection))
    except NoReverseMatch:
        return ""
    return f"{address}#{anchor}" if anchor else address


def _arguments(name: str, connection: Connection) -> list[str]:
    if name == SECRET:
        return [connection.granted.application.public_id]
    return [connection.public_id] if name.endswith(":edit") else []
