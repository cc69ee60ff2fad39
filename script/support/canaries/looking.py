"""A look at the beginning of a day: what lies there in plain form, and what can be opened."""

from __future__ import annotations

import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from canaries.backups import Backups
from canaries.decoys import Decoys
from canaries.house import House
from canaries.life import Life
from canaries.memory import keys_in_memory
from canaries.opener import Opener
from canaries.people import DECOYS_FROM, Canary
from canaries.records import PERSONAL, Live, facts_of_orders
from canaries.search import KEY_BYTES, Find, Searched, Searcher
from canaries.tally import Tally

_MEMORY_EVERY, _KEYS_LOOKED_FOR = 5, 6
_IN_MEMORY = 60.0
"""Seconds for which a destroyed key may be in a process's memory."""
_PLANT, _PLANT_IN_BACKUP, _CLEAR = 3, 4, 7
"""At which look decoys are planted, and their files taken away."""


@dataclass
class Looking:
    """``finds``: in plain form, by whether that buyer's day was over. ``stray_keys``: out of their folder."""

    folder: Path
    house: House
    life: Life
    tally: Tally
    finds: dict[bool, set[Find]] = field(default_factory=lambda: {False: set(), True: set()})
    stray_keys: set[str] = field(default_factory=set)
    looks: int = 0

    def __post_init__(self) -> None:
        self.data, self.temporary = self.folder / "data", self.folder / "temporary"
        self.key_folder = self.data / "keys" / "leases"
        self.backups = Backups(self.folder / "backups")
        self.live, self.decoys = Live(), Decoys()
        self.opener = Opener(self._shows)
        self.searched = Searched()
        self.in_memory: set[str] = set()
        self._known: dict[str, bytes] = {}
        self._gone: dict[str, float] = {}
        self._pool = ProcessPoolExecutor(1, initializer=_begin_to_search)
        self._searching: tuple[date, Future[Searched]] | None = None

    def look(self, day: date) -> None:
        """Back up, open, search, and count. The search goes on by itself; the next look takes its finds."""
        self.looks += 1
        self.read()
        backup = self.backups.make(self.house, f"{day}")
        self.opener.see_rows(self.live.from_dump(backup / "dump.sql"))
        if self.looks == _PLANT:
            self.decoys.plant(self.house, self.data, self.temporary)
        if self.looks == _PLANT_IN_BACKUP:
            self.decoys.in_backup(backup)
        if self.looks == _CLEAR:
            self.decoys.clear()
        self.open(day)
        self.take_search()
        self._search(day)
        self.backups.thin_out()
        self._look_into_memory()

    def read(self) -> None:
        """Take in what the running database and the key folder hold now."""
        self.tally.facts = self.house.ask(facts_of_orders)
        there = self.keys_there()
        self._known |= there
        for name in self._known.keys() - there.keys():
            self._gone.setdefault(name, time.monotonic())
        self.opener.see_rows(self.house.ask(self.live.read))

    def keys_there(self) -> dict[str, bytes]:
        """Each file of the key folder that can be a key, by its name."""
        found = {}
        for path in (*self.key_folder.glob("*"), *(self.data / "keys").glob("*")):
            try:
                key = path.read_bytes() if path.is_file() else b""
            except FileNotFoundError:
                continue
            if len(key) == KEY_BYTES:
                found[path.name] = key
        return found

    def open(self, day: date, *, off: bool = False) -> None:
        """Compare what the keys that exist now open with what may be opened on ``day``."""
        existing = self.keys_there()
        copied = str(self.decoys.key_copy)
        others = {
            path: key
            for path, key in self.searched.loose.items()
            if path != copied and key not in existing.values() and Path(path).exists()
        }
        self.stray_keys |= {f"{day} {path}" for path in others}
        keys = (*existing.values(), *others.values())
        openable = self.opener.openable(keys)
        self.tally.look(day, self.live.records.values(), openable, self.live.there, off=off)
        self._try_copied_key(existing, openable)

    def gone_now(self, records: set[str]) -> bool:
        """Whether nothing of these can be opened any more."""
        return not self.opener.openable(self.keys_there().values()) & records

    def still_held(self, day: date) -> list[str]:
        """The numbers of the orders of which there will be something on the next day too."""
        held = []
        for record in self.live.records.values():
            if (
                record.name.startswith(PERSONAL)
                and record.purpose == "tax"
                and record.name in self.live.there
            ):
                last = self.tally.last_day_of(record)
                if last is None or last > day + timedelta(days=1):
                    held.append(self.tally.facts[record.order_id][1])
        return sorted(held)

    def take_search(self) -> None:
        """Wait for the search that is under way, and take its finds."""
        if self._searching is None:
            return
        day, future = self._searching
        found, self._searching = future.result(), None
        found.files += self.searched.files
        found.bytes_new += self.searched.bytes_new
        found.unreadable += self.searched.unreadable
        self.searched = found
        for find in found.finds:
            if find.key and find.path != str(self.decoys.key_copy):
                self.stray_keys.add(f"{day} {find.path} {find.key}")
            elif not find.key and not self.decoys.take(find):
                canary = Canary(find.number) if 0 <= find.number < DECOYS_FROM else None
                over = canary is not None and self.tally.has_ended(canary, day)
                self.finds[over].add(find)
                say(f"  FOUND {find}")

    def close(self) -> None:
        """End the process that searches."""
        self._pool.shutdown(cancel_futures=True)

    def _search(self, day: date) -> None:
        keys = {name: key for name, key in self.keys_there().items() if (self.key_folder / name).exists()}
        folders = [self.data, self.temporary, *self.backups.made[-1:]]
        self._searching = (day, self._pool.submit(_search, folders, keys, self.key_folder))

    def _look_into_memory(self) -> None:
        now = time.monotonic()
        due = [name for name, since in self._gone.items() if now - since > _IN_MEMORY]
        keys = {name: self._known[name] for name in due[-_KEYS_LOOKED_FOR:]}
        for process in self.house.processes() if keys and self.looks % _MEMORY_EVERY == 0 else ():
            self.in_memory |= keys_in_memory(process, keys)

    def _try_copied_key(self, existing: dict[str, bytes], openable: set[str]) -> None:
        copy = self.decoys.key_copy
        if copy is None:
            ends = [name for name in sorted(existing) if name.startswith("end-")]
            used = [name for name in ends if self.opener.openable([existing[name]])]
            if used and self.looks > _PLANT_IN_BACKUP:
                self.decoys.copy_key(self.key_folder / used[0], self.temporary)
        elif copy.exists() and str(copy) in self.searched.loose:
            more = self.opener.openable([copy.read_bytes()]) - openable
            if more & self.tally.ended.keys():
                self.decoys.key_opened = True
                copy.unlink()

    def _shows(self, record: str, plain: bytes) -> bool:
        about = self.live.records[record]
        if not record.startswith(PERSONAL):
            return len(plain) > 0
        canary = self.life.of_number[self.tally.facts[about.order_id][1]]
        return (canary.name if about.purpose == "tax" else canary.email) in plain.decode()


_searcher: Searcher


def _begin_to_search() -> None:
    global _searcher
    _searcher = Searcher()


def _search(folders: list[Path], keys: dict[str, bytes], key_folder: Path) -> Searched:
    return _searcher.search(folders, keys, key_folder)


def say(text: str) -> None:
    """A line of progress."""
    print(text, file=sys.stderr, flush=True)
