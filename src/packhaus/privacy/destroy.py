"""The end of a lease key (rules 3, 4, 5 and 8): first the intent, then its file, then the record.

From the intent on the key opens nothing. Its file is deleted whenever it is seen: so a kill between any two
steps is made good by the next run, and an old copy of the key folder brings nobody back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from packhaus.engine.seams import seam
from packhaus.kit.errors import Problem
from packhaus.kit.keyfiles import delete_file
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import bulk, by_name
from packhaus.privacy.clearing.bulk import is_empty
from packhaus.privacy.clearing.run import Reason, Run
from packhaus.privacy.errors import KeyFolderProblem
from packhaus.privacy.holdings import SEALED
from packhaus.privacy.keys import KeyRing, LeaseName
from packhaus.privacy.models import ErasureReceipt, LeaseKey
from packhaus.privacy.retention import LeaseKind

_TABLES = [holding.table for holding in SEALED]


@dataclass
class Destroyed:
    """The names of the keys that were ended, and of the files that were deleted (old copies too)."""

    ended: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def destroy_keys(ring: KeyRing, run: Run, broken: Mapping[str, int] | None = None) -> Destroyed:
    """End every key whose time has come, and delete every file that must not be there any more.

    An ``end`` key goes when its day is over, whatever lies under it (rule 3); a ``run`` key whose day is
    over (rules 3 and 5) and a retired one (rule 4) once nothing that lives lies under it. ``broken``: how
    many rows under a key can be opened by nobody anyway. Raises KeyFolderProblem where a file cannot be
    deleted, after all others; what is marked stays marked, and is deleted at the next run.
    """
    done = Destroyed(ended=_mark(run, broken or {}))
    seam("erase.marked")
    try:
        done.files = _delete_files(ring, run.today)
        seam("erase.unlinked")
        _record(ring, run)
        seam("erase.recorded")
    finally:
        ring.forget()
    return done


def _mark(run: Run, broken: Mapping[str, int]) -> list[str]:
    ended: list[LeaseKey] = []
    over = Q(day__lt=run.today)
    live = LeaseKey.objects.filter(destroyed_at=None)
    if not live.filter(over | Q(retire_at__lte=run.started_at)).exists():
        return []
    with transaction.atomic():
        bulk.stop_sealing()
        for key in live.filter(over | Q(retire_at__lte=run.started_at)).order_by("day", "name"):
            unconditional = key.kind == LeaseKind.END and key.day < run.today
            if unconditional or is_empty(_TABLES, key.name, broken.get(key.name, 0)):
                ended.append(key)
        names = [key.name for key in ended]
        live.filter(name__in=names).update(destroyed_at=run.started_at)
        _write_receipts(ended, run)
    return names


def _write_receipts(ended: list[LeaseKey], run: Run) -> None:
    """The names of the ended keys, in the commit that ends them: apart by why, and by whether in time."""
    groups: dict[tuple[Reason, bool], list[str]] = {}
    for key in ended:
        in_its_time = key.day < run.today
        reason = Reason.TERM if in_its_time else Reason.RETIRED
        groups.setdefault((reason, in_its_time and run.is_late(key.day)), []).append(key.name)
    for (reason, late), names in groups.items():
        ErasureReceipt.objects.create(
            day=run.today,
            holding="lease_key",
            reason=reason,
            keys=names,
            rows=len(names),
            started_at=run.started_at,
            late_by_outage=late,
        )


def _delete_files(ring: KeyRing, today: date) -> list[str]:
    """Rule 8: each file past its day, or of a key that is marked destroyed, goes on sight."""
    found = by_name.keys_in(ring.folder)
    rows = {
        name: (kind, destroyed is not None)
        for name, kind, destroyed in LeaseKey.objects.filter(name__in=list(found)).values_list(
            "name", "kind", "destroyed_at"
        )
    }
    gone: list[str] = []
    refused: list[OSError] = []
    for name, path in sorted(found.items()):
        try:
            if _must_go(name, rows.get(name), today) and delete_file(path):
                gone.append(name)
        except OSError as error:
            refused.append(error)
    if refused:
        raise _not_deleted(ring.folder, len(refused), refused[0])
    return gone


def _must_go(name: str, row: tuple[str, bool] | None, today: date) -> bool:
    try:
        lease = LeaseName.parse(name).lease
    except Problem:
        return False
    if lease.day < today and lease.kind is LeaseKind.END:
        return True
    # Without a row in the books nothing can lie under it; one of today or later may be about to get its row.
    return row[1] if row is not None else lease.day < today


def _record(ring: KeyRing, run: Run) -> None:
    """Say which of the keys that were ended have no file any more, and that the run's receipts are whole."""
    waiting = LeaseKey.objects.exclude(destroyed_at=None).filter(file_gone_at=None)
    names = list(waiting.values_list("name", flat=True))
    if not names:
        return
    if not ring.folder.is_dir():
        raise KeyFolderProblem(
            Words(
                gettext_noop(
                    "The key folder %(folder)s is missing, and %(count)s keys in it must be deleted: put it"
                    " back, or mount it. They are deleted as soon as it is there."
                ),
                {"folder": str(ring.folder), "count": str(len(names))},
            )
        )
    gone = [name for name in names if not ring.path_of(name).exists()]
    LeaseKey.objects.filter(name__in=gone).update(file_gone_at=run.started_at)


def _not_deleted(folder: Path, count: int, error: OSError) -> KeyFolderProblem:
    return KeyFolderProblem(
        Words(
            gettext_noop(
                "%(count)s keys whose time is over cannot be deleted from %(folder)s (%(why)s): let the user"
                " that runs Packhaus write there. It is tried again every hour."
            ),
            {
                "count": str(count),
                "folder": str(folder),
                "why": error.strerror or type(error).__name__,
            },
        )
    )


def delete_on_sight(ring: KeyRing, now: datetime) -> list[str]:
    """Rule 8 alone, as a process starts: delete files of keys whose time is over; their names."""
    return _delete_files(ring, Run(now).today)
