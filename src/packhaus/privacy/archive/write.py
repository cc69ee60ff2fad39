"""Bundles are written: intended in the books, then whole in the folder, then recorded (R4.3).

A kill at any point leaves a bundle whole or absent, and an intent that the next run carries out; an order is
in one bundle only, for the books say it before there is a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction

from packhaus.accounts.models import Organization
from packhaus.engine.acting import acting, actor
from packhaus.engine.seams import seam
from packhaus.kit.ids import public_id
from packhaus.kit.personal import Recipient
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.privacy.archive import bulk
from packhaus.privacy.archive.bundle import FORMAT, Head, Manifest, manifest_text, pack
from packhaus.privacy.archive.errors import ArchiveProblem
from packhaus.privacy.archive.files import BUNDLE, MANIFEST, forget_drafts, sha256_of, write_whole
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchivedOrder, ArchiveRecipient
from packhaus.privacy.archive.rules import (
    ORDERS_IN_A_BUNDLE,
    days_left,
    is_due,
    keep_until,
    month_of,
    still_held_since,
)

_encode = msgspec.json.Encoder().encode
PAGE = "archive:page"
AT_ONCE = 100_000


def folder() -> Path:
    """Where bundles are written."""
    return Path(settings.ARCHIVE)


def path_of(bundle: ArchiveBundle) -> Path:
    """Where a bundle lies until it is moved."""
    return folder() / bundle.file_name


def public_keys(organization_id: int) -> list[str]:
    """The keys to which bundles are encrypted now; none: the archive is off."""
    live = ArchiveRecipient.objects.filter(organization_id=organization_id, ended_at=None)
    return list(live.order_by("pk").values_list("public_key", flat=True))


def write_due(organization_id: int, now: datetime, *, within_days: int | None = None) -> list[ArchiveBundle]:
    """Write the bundles that are due, and those that a kill left; none where the archive is off.

    ``within_days``: only where the first data to go has at most so many days left. Raises ArchiveProblem,
    and what the vault raises.
    """
    kept = Archive.objects.filter(organization_id=organization_id).first()
    if kept is None or not public_keys(organization_id):
        return []
    done = _carry_out(organization_id, now, found=True)
    zone = kept.organization.time_zone
    left_at, supplied_at, _ = bulk.oldest_waiting(organization_id, still_held_since(now))
    if within_days is not None and (left_at is None or days_left(left_at, now) > within_days):
        return done
    first_month = None if supplied_at is None else month_of(supplied_at, zone)
    if is_due(left_at, first_month, now, zone):
        _intend(kept, now)
    return done + _carry_out(organization_id, now)


def write_now(organization_id: int, order_ids: Sequence[int] | None, now: datetime) -> list[ArchiveBundle]:
    """Write bundles of what has left and is in none: some orders, or all (None).

    Not in a transaction where there is anything to write. Raises as above.
    """
    kept = Archive.objects.filter(organization_id=organization_id).first()
    if kept is None or not public_keys(organization_id):
        return []
    _, _, waiting = bulk.oldest_waiting(organization_id, still_held_since(now), order_ids)
    if not waiting:
        return []
    _intend(kept, now, order_ids)
    return _carry_out(organization_id, now)


def _intend(kept: Archive, now: datetime, order_ids: Sequence[int] | None = None) -> None:
    """Say in the books which orders come into which bundle: a month apart from the other."""
    while _intend_some(kept, now, order_ids) == AT_ONCE:
        pass
    seam("archive.intended")


def _intend_some(kept: Archive, now: datetime, order_ids: Sequence[int] | None) -> int:
    """Intend bundles of those that left first, so many that they fit in memory. How many orders."""
    organization = kept.organization
    with transaction.atomic(durable=True):
        # One at a time for a merchant: the number of the part is counted.
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        keys = public_keys(organization.pk)
        waiting = bulk.waiting_orders(organization.pk, still_held_since(now), AT_ONCE, order_ids)

        def month(one: bulk.Waiting) -> date:
            return month_of(one.supplied_at, organization.time_zone)

        for first_day, found in groupby(sorted(waiting, key=month), key=month):
            ids = [one.order_id for one in found]
            for at in range(0, len(ids), ORDERS_IN_A_BUNDLE):
                bundle = _intended(kept, first_day, keys, now)
                bulk.put_into(bundle.pk, organization.pk, ids[at : at + ORDERS_IN_A_BUNDLE], now)
    return len(waiting)


def _intended(kept: Archive, month: date, keys: list[str], now: datetime) -> ArchiveBundle:
    before = ArchiveBundle.objects.filter(organization_id=kept.organization_id, month=month)
    part = (before.order_by("-part").values_list("part", flat=True).first() or 0) + 1
    name = public_id()
    return ArchiveBundle.objects.create(
        organization_id=kept.organization_id,
        public_id=name,
        month=month,
        part=part,
        file_name=f"packhaus-{month:%Y-%m}-{part}-{name}{BUNDLE}",
        recipients=keys,
        intended_at=now,
        keep_until=keep_until(month, kept.years),
    )


def _carry_out(organization_id: int, now: datetime, *, found: bool = False) -> list[ArchiveBundle]:
    """Write what is intended; ``found``: only record the files that a kill left before it was recorded."""
    keys = public_keys(organization_id)
    open_ones = ArchiveBundle.objects.filter(organization_id=organization_id, written_at=None)
    done = []
    for bundle_id in [one.pk for one in open_ones.order_by("pk") if not found or path_of(one).exists()]:
        for step in (_prepared, _written):
            # Two transactions: the books name the keys and the orders of a file before a kill can leave it.
            with transaction.atomic(durable=True):
                bundle = open_ones.select_for_update(skip_locked=True).filter(pk=bundle_id).first()
                if bundle is None or not step(bundle, keys, now):
                    break
        else:
            done += [] if bundle is None else [bundle]
    return done


def _prepared(bundle: ArchiveBundle, keys: list[str], now: datetime) -> bool:
    """Bring an intent up to date; whether there is still anything to write."""
    if path_of(bundle).exists():
        return True
    if bundle.recipients != keys:
        bundle.recipients = keys
        bundle.save(update_fields=["recipients"])
    orders = ArchivedOrder.objects.filter(bundle=bundle)
    held = _recipients(list(orders.values_list("order_id", flat=True)), now)
    orders.exclude(order_id__in=held).delete()
    if not held:
        bundle.delete()
    return bool(held)


def _written(bundle: ArchiveBundle, keys: list[str], now: datetime) -> bool:
    """Write one bundle and record it; whether it is written."""
    path = path_of(bundle)
    try:
        forget_drafts(path)
        if not path.exists():
            lines = _lines(bundle, now)
            if lines is None:
                return False
            write_whole(path, pack(_head(bundle, len(lines)), lines, bundle.recipients))
        seam("archive.written")
        bundle.orders = ArchivedOrder.objects.filter(bundle=bundle).count()
        bundle.bytes, bundle.sha256 = path.stat().st_size, sha256_of(path)
        bundle.written_at = bundle.checked_at = now
        write_whole(path.with_suffix(MANIFEST), manifest_text(manifest_for(bundle)))
    except OSError as error:
        raise closed(error) from None
    bundle.save()
    seam("archive.manifest")
    return True


def manifest_for(bundle: ArchiveBundle) -> Manifest:
    """The manifest of a bundle that is written."""
    return Manifest(
        format=FORMAT,
        file=bundle.file_name,
        month=f"{bundle.month:%Y-%m}",
        part=bundle.part,
        orders=bundle.orders,
        bytes=bundle.bytes,
        sha256=bundle.sha256,
        written_at="" if bundle.written_at is None else bundle.written_at.isoformat(timespec="seconds"),
        keep_until=bundle.keep_until.isoformat(),
        public_keys=bundle.recipients,
    )


def _head(bundle: ArchiveBundle, orders: int) -> Head:
    return Head(
        format=FORMAT,
        bundle=bundle.public_id,
        merchant=bundle.organization.name,
        month=f"{bundle.month:%Y-%m}",
        part=bundle.part,
        orders=orders,
    )


def _lines(bundle: ArchiveBundle, now: datetime) -> list[bytes] | None:
    """A line for each order; None where one has gone in this moment: then the intent is looked at again."""
    records = bulk.records_of(bundle.pk)
    recipients = _recipients([record.order_id for record in records], now)
    if len(recipients) < len(records):
        return None
    return [_line(record, recipients[record.order_id]) for record in records]


def _recipients(order_ids: Sequence[int], now: datetime) -> dict[int, Recipient]:
    # Whoever set it off: it is the archive that opens them, and the log of who looked says so.
    with acting("work:archive", actor().member_id):
        return vault.recipients(order_ids, now)


def _line(record: bulk.Record, recipient: Recipient) -> bytes:
    """What a tax record needs of one order (R4.3), and nothing that only fulfilling needed."""
    return _encode(
        {
            "order": record.order_number,
            "id": record.public_id,
            "shop": record.shop,
            "marketplace": record.marketplace_id,
            "purchased_at": record.purchased_at,
            "shipped_at": record.shipped_at,
            "delivered_at": record.delivered_at,
            "country": record.country,
            "business": record.is_business,
            "currency": record.currency,
            "total_cents": record.total_cents,
            "lines": [line._asdict() for line in record.lines],
            "recipient": recipient,
        }
    )


def closed(error: OSError) -> ArchiveProblem:
    """An error of the archive folder, in words."""
    return ArchiveProblem(
        Words(
            gettext_noop(
                "The archive folder %(folder)s cannot be used (%(why)s): let the user that runs Packhaus read"
                " and write it, and see that there is room on the disk."
            ),
            {"folder": str(folder()), "why": error.strerror or type(error).__name__},
        ),
        PAGE,
    )
