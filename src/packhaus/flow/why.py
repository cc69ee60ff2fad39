"""Why a connection does not work: gathers what our tables know of it, and lets the rules say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packhaus.engine import pulse
from packhaus.engine.models import BatchItem, Due
from packhaus.flow.guard import end_at, today_of
from packhaus.kit.words import Words
from packhaus.shops.checks import Standing, stand
from packhaus.shops.models import Connection
from packhaus.shops.problems import troubles_of
from packhaus.shops.registry import SHOPS
from packhaus.shops.rules import Facts, Found, Limited, causes_of

_WORK_OF_KIND = {"sync": "orders", "confirm": "confirmations", "weights": "weights"}


_OF_THE_MACHINE = ("addresses", "clock")
"""Causes that a list says elsewhere, or that are the same for all in it."""


def standing_of(connection: Connection, now: datetime) -> Standing:
    """How a connection stands now: what is in its way, and each check."""
    facts = replace(
        _facts(connection, now),
        limited=_limited(connection, now),
        worker_down_since=pulse.down_since(now),
    )
    return stand(facts, now)


def in_the_way(connection: Connection, now: datetime) -> list[Found]:
    """What stands in the way of a connection at its shop, for a list: nothing more is read for it.

    What passes by itself is left out, and what is this machine's.
    """
    found = causes_of(_facts(connection, now), now)
    return [each for each in found if each.cause.tone and each.cause.code not in _OF_THE_MACHINE]


def shop_name(connection: Connection) -> str:
    """What the shop behind a connection is called: Amazon."""
    return SHOPS[connection.shop].label


def is_read(connection: Connection) -> bool:
    """Whether the shop's orders are read at all: past its authorization's end nobody calls it (R4.6)."""
    return connection.granted.state not in ("deactivated", "revoked")


def next_read_at(connection: Connection) -> datetime | None:
    """When the shop's orders are read next; None where that is being done now, or not at all."""
    if not is_read(connection):
        return None
    return (
        Due.objects.filter(kind="sync", subject=connection.pk, claimed_until=None)
        .values_list("due_at", flat=True)
        .first()
    )


def _facts(connection: Connection, now: datetime) -> Facts:
    authorization = connection.granted
    application = authorization.application
    return Facts(
        shop=shop_name(connection),
        state=authorization.state,
        state_cause=authorization.cause,
        end=end_at(authorization),
        today=today_of(authorization, now),
        state_words=Words.from_stored(authorization.state_words),
        troubles=troubles_of(connection),
        secret_ends_on=application.secret_ends_on,
        secret_entered_at=application.secret_entered_at,
        next_secret_at=application.next_secret_at if application.sealed_next_secret else None,
        next_secret_given_up=application.next_secret_problem is not None,
        addresses_readable=connection.addresses_readable,
        clock_off_seconds=connection.clock_off_seconds,
        last_read_at=connection.last_read_at,
    )


def _limited(connection: Connection, now: datetime) -> tuple[Limited, ...]:
    """What waits for the shop's limit: the connection's own work, and labels, which look at their order."""
    waits = Due.objects.filter(limited=True, due_at__gt=now)
    own = waits.filter(kind__in=_WORK_OF_KIND, subject=connection.pk).values_list("kind", "due_at")
    found = [Limited(_WORK_OF_KIND[kind], at) for kind, at in own if at is not None]
    items = BatchItem.objects.filter(order__connection=connection, state="waiting").values("pk")
    labels = (
        waits.filter(kind="label", subject__in=items).order_by("-due_at").values_list("due_at", flat=True)
    )
    last = labels.first()
    return (*found, *([Limited("labels", last)] if last is not None else []))
