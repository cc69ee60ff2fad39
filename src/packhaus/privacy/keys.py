"""Lease keys: files in a folder outside the database and its backups, with their books in the database.

A key is made under a lock that all processes share, its file first, then its row with a fingerprint. A key
that does not fit its row is refused, and none stays in a process's memory for more than 60 seconds, nor in
memory that was freed (DESIGN.md, Lease keys, rule 7).
"""

from __future__ import annotations

import contextlib
import os
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from packhaus.kit.keyfiles import delete_file, make_file, read_file, wipe
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import bulk
from packhaus.privacy.errors import KeyFolderProblem, KeyGone, KeyMismatch, KeyMissing, KeyUnknown
from packhaus.privacy.models import LeaseKey
from packhaus.privacy.retention import Lease, LeaseKind, utc_day
from packhaus.privacy.seal import KEY_BYTES, LeaseCipher, fingerprint

KEPT_IN_MEMORY = timedelta(seconds=60)


class LeaseName(NamedTuple):
    """A lease key's name, as ``run-2026-12-01.1``: its lease, and which key for that lease it is."""

    lease: Lease
    generation: int

    def __str__(self) -> str:
        return f"{self.lease.kind}-{self.lease.day.isoformat()}.{self.generation}"

    @classmethod
    def parse(cls, name: str) -> LeaseName:
        """The parts of a name. Raises KeyUnknown where it is none."""
        kind, _, rest = name.partition("-")
        day, _, generation = rest.partition(".")
        try:
            found = cls(Lease(LeaseKind(kind), date.fromisoformat(day)), int(generation))
        except ValueError:
            found = None
        if found is None or str(found) != name:
            raise KeyUnknown(
                Words(gettext_noop("“%(name)s” is not the name of a lease key."), {"name": name})
            )
        return found


class _Held(NamedTuple):
    cipher: LeaseCipher
    read_at: datetime


class KeyRing:
    """The lease keys in one folder, each in memory for ``kept`` at most. Safe to share between threads."""

    def __init__(self, folder: Path, kept: timedelta = KEPT_IN_MEMORY) -> None:
        self.folder = folder
        self._kept = kept
        self._held: dict[str | Lease, _Held] = {}
        self._lock = threading.Lock()
        self._sweep: threading.Timer | None = None

    def __repr__(self) -> str:
        return f"<KeyRing {self.folder}>"

    def for_sealing(self, lease: Lease, now: datetime) -> LeaseCipher:
        """The key to seal under for ``lease``; it is made where there is none yet, or the last is retired.

        Commits with the caller's transaction, until whose end no key is destroyed that it may seal under.
        Raises KeyFolderProblem, KeyMissing, KeyMismatch, KeyGone.
        """
        _refuse_past(lease, f"{lease.kind}-{lease.day.isoformat()}", now)
        held = self._found(lease, now)
        if held is not None and bulk.may_seal_under(held.name):
            return held
        with transaction.atomic():
            bulk.share_lease_keys()
            row = self._newest(lease)
            if _is_spent(row):
                bulk.lock_lease_keys()
                row = self._newest(lease)
            if row is None or _is_spent(row):
                row = self._make(LeaseName(lease, row.generation + 1 if row else 1), now)
            cipher = self._read(row, now)
        self._keep((lease, row.name), cipher, now)
        return cipher

    def for_opening(self, name: str, now: datetime, *, survivors: bool = False) -> LeaseCipher:
        """The key that a record names.

        ``survivors``: also a ``run`` key whose day is over, for records whose own term is not (rule 5).
        Raises KeyGone where the key's day is over or it was destroyed; KeyUnknown, KeyMissing, KeyMismatch,
        KeyFolderProblem.
        """
        lease, _ = LeaseName.parse(name)
        _refuse_past(lease, name, now, survivors=survivors)
        held = self._found(name, now)
        if held is not None:
            return held
        row = LeaseKey.objects.filter(name=name).first()
        if row is None:
            raise KeyUnknown(
                Words(
                    gettext_noop("The lease key %(name)s is not in the books of the database."),
                    {"name": name},
                )
            )
        if row.destroyed_at is not None:
            with contextlib.suppress(OSError):
                delete_file(self.path_of(name))
        cipher = self._read(row, now, survivors=survivors)
        self._keep((name,), cipher, now)
        return cipher

    def forget(self) -> None:
        """Let go of every key in memory."""
        with self._lock:
            self._held.clear()
            if self._sweep is not None:
                self._sweep.cancel()
                self._sweep = None

    def path_of(self, name: str) -> Path:
        """Where the file of a lease key lies."""
        return self.folder / f"{name}.key"

    def _newest(self, lease: Lease) -> LeaseKey | None:
        return LeaseKey.objects.filter(kind=lease.kind, day=lease.day).order_by("-generation").first()

    def _make(self, name: LeaseName, now: datetime) -> LeaseKey:
        self._refuse_another_folder()
        try:
            # A file without a row was left behind by a rollback or a kill: it is as good as a new one.
            make_file(self.path_of(str(name)), KEY_BYTES)
            key = read_file(self.path_of(str(name)))
        except OSError as error:
            raise self._closed(error) from None
        mark = fingerprint(key)
        wipe(key)
        return LeaseKey.objects.create(
            name=str(name),
            kind=name.lease.kind,
            day=name.lease.day,
            generation=name.generation,
            fingerprint=mark,
            created_at=now,
        )

    def _read(self, row: LeaseKey, now: datetime, *, survivors: bool = False) -> LeaseCipher:
        _refuse_past(Lease(LeaseKind(row.kind), row.day), row.name, now, survivors=survivors)
        if row.destroyed_at is not None:
            raise _gone(row.name)
        path = self.path_of(row.name)
        try:
            key = read_file(path)
        except FileNotFoundError:
            if not self._is_there():
                raise self._folder_missing(row.name) from None
            raise KeyMissing(
                Words(
                    gettext_noop(
                        "The key file %(file)s is missing, and addresses lie under it: put the key folder "
                        "back as it was."
                    ),
                    {"file": str(path)},
                )
            ) from None
        except OSError as error:
            raise self._closed(error) from None
        if len(key) != KEY_BYTES or fingerprint(key) != row.fingerprint:
            wipe(key)
            raise KeyMismatch(
                Words(
                    gettext_noop(
                        "The key file %(file)s is not the one that the database knows: put back the key "
                        "folder that belongs to this database."
                    ),
                    {"file": str(path)},
                )
            )
        return LeaseCipher(row.name, key)

    def _found(self, what: str | Lease, now: datetime) -> LeaseCipher | None:
        held = self._held.get(what)
        if held is None or not timedelta() <= now - held.read_at < self._kept:
            return None
        return held.cipher

    def _keep(self, names: tuple[str | Lease, ...], cipher: LeaseCipher, now: datetime) -> None:
        def keep() -> None:
            with self._lock:
                self._held.update(dict.fromkeys(names, _Held(cipher, now)))
                if self._sweep is None:
                    self._sweep = threading.Timer(self._kept.total_seconds(), self.forget)
                    self._sweep.daemon = True
                    self._sweep.start()

        # Not before the commit: a key whose row is rolled back must be put into the books again.
        transaction.on_commit(keep)

    def _is_there(self) -> bool:
        try:
            return self.folder.is_dir()
        except OSError as error:
            raise self._closed(error) from None

    def _refuse_another_folder(self) -> None:
        """A folder with none of the living keys is not ours, or not mounted: a key made in it is lost."""
        names = list(
            LeaseKey.objects.filter(destroyed_at=None).order_by("day").values_list("name", flat=True)
        )
        if not names:
            return
        if not self._is_there():
            raise self._folder_missing(names[0])
        try:
            empty = not any(self.path_of(name).exists() for name in names)
        except OSError as error:
            raise self._closed(error) from None
        if empty:
            raise KeyFolderProblem(
                Words(
                    gettext_noop(
                        "The key folder %(folder)s holds none of the keys that the database names"
                        " (%(name)s): put it back as it was, or mount it. After the database was restored:"
                        " packhaus write-off."
                    ),
                    {"folder": str(self.folder), "name": names[0]},
                )
            )

    def _folder_missing(self, name: str) -> KeyFolderProblem:
        return KeyFolderProblem(
            Words(
                gettext_noop(
                    "The key folder %(folder)s is missing, and the database names a key in it (%(name)s): "
                    "put it back, or mount it."
                ),
                {"folder": str(self.folder), "name": name},
            )
        )

    def _closed(self, error: OSError) -> KeyFolderProblem:
        return KeyFolderProblem(
            Words(
                gettext_noop(
                    "The key folder %(folder)s cannot be used (%(why)s): let the user that runs Packhaus "
                    "read and write it."
                ),
                {"folder": str(self.folder), "why": error.strerror or type(error).__name__},
            )
        )


def _refuse_past(lease: Lease, name: str, now: datetime, *, survivors: bool = False) -> None:
    if lease.day < utc_day(now) and not (survivors and lease.kind is LeaseKind.RUN):
        raise _gone(name)


def _is_spent(row: LeaseKey | None) -> bool:
    return row is None or row.destroyed_at is not None or row.retire_at is not None


def _gone(name: str) -> KeyGone:
    return KeyGone(
        Words(
            gettext_noop("The time of the lease key %(name)s is over, and with it what was sealed."),
            {"name": name},
        )
    )


_rings: dict[Path, KeyRing] = {}


def ring() -> KeyRing:
    """The key ring of this installation."""
    folder = settings.KEYS / "leases"
    return _rings.setdefault(folder, KeyRing(folder))


# A forked child keeps no copy of what its parent holds, nor a lock that a thread of the parent had taken.
os.register_at_fork(after_in_child=_rings.clear)
