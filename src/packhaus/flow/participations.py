"""The marketplaces of a connected account, which come and go (R2.2): looked at once a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from packhaus.engine.due import due_kind, make_due
from packhaus.flow.doors import open_connection, watched
from packhaus.kit.errors import NeedsMerchant
from packhaus.shops.models import Connection, Participation, SyncCursor
from packhaus.shops.port import ParticipationFound, Shop
from packhaus.shops.registry import SHOPS

EVERY = timedelta(days=1)
FIRST_READ = timedelta(days=30)
"""How far back the first reading goes: what is older has outlived its personal data (R4.2)."""


def start_looking(now: datetime) -> None:
    """Let each connection's marketplaces be looked at, if they are not: a worker calls it at its start."""
    make_due("participations", list(Connection.objects.filter(active=True).values_list("pk", flat=True)), now)


@due_kind("participations")
def look_again(connection_id: int, now: datetime) -> datetime | None:
    """See which marketplaces the account has today."""
    connection = (
        Connection.objects.select_related("authorization").filter(pk=connection_id, active=True).first()
    )
    if connection is None:
        return None
    try:
        with watched(connection, now, "participations"):
            found = look(open_connection(connection), connection.shop)
    except NeedsMerchant:
        return now + EVERY
    keep(connection, found, now)
    return now + EVERY


def look(shop: Shop, name: str) -> list[ParticipationFound]:
    """The marketplaces in which the account sells today, of those that we know."""
    known = {entry.marketplace_id for entry in SHOPS[name].marketplaces}
    return [entry for entry in shop.participations() if entry.participating and entry.marketplace_id in known]


def there(connection: Connection) -> QuerySet[Participation]:
    """The marketplaces that have not gone away."""
    return connection.participations.filter(gone_at=None).order_by("country")


def gone(connection: Connection) -> list[Participation]:
    """Those that were chosen and have gone away: they are not read any more, and their orders stay."""
    return list(connection.participations.filter(chosen=True, gone_at__isnull=False).order_by("country"))


def gone_ids(connection: Connection) -> list[str]:
    """The ids of all marketplaces that have gone away."""
    held = connection.participations.filter(gone_at__isnull=False)
    return list(held.order_by("pk").values_list("marketplace_id", flat=True))


def offered(connection: Connection) -> list[Participation]:
    """Those that came after the connection was made, and are not chosen yet."""
    return list(there(connection).filter(chosen=False, came_at__isnull=False))


def chosen_countries(connection: Connection) -> list[str]:
    """The countries whose orders are read, as ISO codes."""
    return list(there(connection).filter(chosen=True).values_list("country", flat=True))


def choose(connection: Connection, countries: Collection[str]) -> None:
    """Keep which countries the merchant wants. One that has gone away stays chosen: it may come back."""
    for entry in there(connection):
        wanted = entry.country in countries
        if entry.chosen != wanted:
            entry.chosen = wanted
            entry.save(update_fields=["chosen"])


def keep(connection: Connection, found: Sequence[ParticipationFound], now: datetime) -> None:
    """Keep what the account has: a new marketplace is offered, one that is missing has gone away.

    A chosen one that comes back is read from the start, for its orders changed meanwhile. An answer without
    any marketplace is no reason to stop reading.
    """
    if not found:
        return
    with transaction.atomic():
        held = {
            entry.marketplace_id: entry
            for entry in connection.participations.select_for_update().order_by("pk")
        }
        known = {entry.marketplace_id for entry in SHOPS[connection.shop].marketplaces}
        came_at = now if held else None
        came_back = False
        for one in found:
            if one.marketplace_id not in known:
                continue
            entry = held.pop(one.marketplace_id, None)
            if entry is None:
                entry = Participation(
                    organization_id=connection.organization_id,
                    connection=connection,
                    marketplace_id=one.marketplace_id,
                    came_at=came_at,
                )
            came_back = came_back or (entry.chosen and entry.gone_at is not None)
            entry.country, entry.name, entry.gone_at = one.country, one.name[:100], None
            entry.save()
        gone_now = [entry for entry in held.values() if entry.gone_at is None]
        for entry in gone_now:
            entry.gone_at = now
            entry.save(update_fields=["gone_at"])
        if came_back:
            read_from_the_start(connection, now)
        elif any(entry.chosen for entry in gone_now):
            # The window at hand still asks for it; the next one begins where the last whole one ended.
            SyncCursor.objects.filter(connection=connection).update(token="", window_from=None)


def read_from_the_start(connection: Connection, now: datetime) -> None:
    """A country that was added has open orders too, which changed before it was."""
    SyncCursor.objects.filter(connection=connection).update(
        complete_to=now - FIRST_READ, token="", window_from=None
    )
    make_due("sync", connection.pk, now)
