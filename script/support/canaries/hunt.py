"""The hunt itself: days go by, and at each day's beginning it is looked what could be found and opened."""

from __future__ import annotations

import json
import random
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from canaries.backups import Backups
from canaries.decoys import Decoys
from canaries.house import House
from canaries.life import Life, begin
from canaries.opener import Opener, mark_of
from canaries.people import DECOYS_FROM, Canary
from canaries.records import PERSONAL, Live, facts_of_orders
from canaries.search import Find, Searched, Searcher
from canaries.tally import Tally

_DAY = timedelta(days=1)
_LOOK_AT = clock_time(0, 4)
_MORNING, _NOON, _NIGHT = clock_time(8), clock_time(12), clock_time(23, 50)
_BUSY_SPEED = 30
"""Seconds in one while Amazon takes two confirmations a second."""
_MINUTE = 60.0
_CRASHES = ("worker", "database", "web", "all")


@dataclass(frozen=True)
class Plan:
    """``inflow``: days on which orders come. ``step``: most days in one step. ``off_from``, ``off_days``:
    after how many days the program goes off, and for how many. ``crash_every``: looks between two kills.
    """

    seed: int
    orders: int
    inflow: int
    days: int
    step: int
    off_from: int
    off_days: int
    crash_every: int


@dataclass
class Hunt:
    """One hunt in ``folder``, which is empty."""

    folder: Path
    plan: Plan
    finds: dict[bool, set[Find]] = field(default_factory=lambda: {False: set(), True: set()})
    stray_keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.data, self.temporary = self.folder / "data", self.folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.chance = random.Random(self.plan.seed)
        self.house = House(self.data, self.temporary)
        self.backups = Backups(self.folder / "backups")
        self.live, self.decoys = Live(), Decoys()
        self.opener = Opener(self._shows)
        self.keys: dict[str, bytes] = {}
        self.pool = ProcessPoolExecutor(1, initializer=_begin_to_search)
        self.searching: tuple[date, Future[Searched]] | None = None
        self.searched = Searched()
        self.looks = 0
        self.times: list[str] = []
        self.gone_after = -1.0

    @property
    def key_folder(self) -> Path:
        """Where the lease keys lie."""
        return self.data / "keys" / "leases"

    def run(self) -> dict[str, object]:
        """Live all the days. What was counted."""
        merchant, desk = begin(self.house, self.plan.seed)
        self.life = Life(self.house, merchant, desk, self.chance)
        self.tally = Tally(self.life.of_number)
        self.first = self.house.now().astimezone(UTC).date() + _DAY
        self._go_to(self.first)
        day = self.first
        while not self._all_over(day):
            self._look(day)
            self._live_through(day)
            step = self._step(day)
            if (day - self.first).days <= self.plan.off_from < (day - self.first + step).days + 1:
                day = self._be_off(day)
            else:
                day += step
                self._go_to(day)
        self._look(day)
        self._take_search()
        return self._figures()

    def _all_over(self, day: date) -> bool:
        gone = (day - self.first).days
        if gone <= self.plan.inflow:
            return False
        return gone >= self.plan.days or not self.tally.next_days(day - _DAY, self.live.records.values())

    def _step(self, day: date) -> timedelta:
        gone = (day - self.first).days
        if gone < self.plan.inflow + 2 or self.plan.step == 1:
            return _DAY
        ends = self.tally.next_days(day, self.live.records.values())
        wanted = {each for end in ends for each in (end, end + _DAY) if each > day}
        ahead = min(wanted, default=day + self.plan.step * _DAY) - day
        return min(ahead, self.plan.step * _DAY)

    def _go_to(self, day: date) -> None:
        """Over midnight, to the first minutes of a day, and until what is due then is done."""
        started = time.monotonic()
        self.house.move_to(_at(day - _DAY, _NIGHT), _BUSY_SPEED)
        self.house.rest()
        self.house.move_to(_at(day, _LOOK_AT))
        if self.looks % self.plan.crash_every == self.plan.crash_every - 1:
            what = _CRASHES[self.looks // self.plan.crash_every % len(_CRASHES)]
            time.sleep(self.chance.uniform(0, 0.8))
            self.house.kill(what)
        self._erased(day)
        self.times.append(f"night {time.monotonic() - started:.1f} s")

    def _erased(self, day: date) -> None:
        self.house.until(f"the erasure of {day}", lambda: self.house.erased_on() == day, hurry=True)
        self.house.rest()

    def _look(self, day: date) -> None:
        self.looks += 1
        started = time.monotonic()
        self._read()
        backup = self.backups.make(self.house, f"{day}")
        self.opener.see_rows(self.live.from_dump(backup / "dump.sql"))
        if self.looks == 3:
            self.decoys.plant(self.house, self.data, self.temporary)
        if self.looks == 4:
            self.decoys.in_backup(backup)
        if self.looks == 7:
            self.decoys.clear()
        self._open(day)
        self._take_search()
        self._search(day)
        self.backups.thin_out()
        self._say(day, time.monotonic() - started)

    def _read(self) -> None:
        self.tally.facts = self.house.ask(facts_of_orders)
        self.opener.see_keys(self._read_keys().values())
        self.opener.see_rows(self.house.ask(self.live.read))

    def _read_keys(self) -> dict[str, bytes]:
        there = {path.name: path.read_bytes() for path in self.key_folder.glob("*")}
        for other in (self.data / "keys").glob("*"):
            if other.is_file():
                there[other.name] = other.read_bytes()[:32].ljust(32, b"\0")
        self.keys |= there
        return there

    def _open(self, day: date, *, off: bool = False) -> None:
        existing = self._read_keys()
        stray = self.searched.loose
        copied = str(self.decoys.key_copy)
        others = {path: key for path, key in stray.items() if path != copied and key not in existing.values()}
        self.stray_keys |= {f"{day} {path}" for path in others}
        self.opener.see_keys([*existing.values(), *others.values()])
        marks = [mark_of(key) for key in (*existing.values(), *others.values())]
        openable = self.opener.openable(marks)
        self.tally.look(day, self.live.records.values(), openable, self.live.there, off=off)
        self._try_copied_key(day, existing, openable)

    def _try_copied_key(self, day: date, existing: dict[str, bytes], openable: set[str]) -> None:
        copy = self.decoys.key_copy
        if copy is None:
            ends = sorted(name for name in existing if name.startswith("end-"))
            if ends and self.looks > 4:
                self.decoys.copy_key(self.key_folder / ends[0], self.temporary)
        elif copy.exists() and copy.read_bytes() not in existing.values():
            more = self.opener.openable([mark_of(copy.read_bytes())]) - openable
            over = {name for name in more if name in self.tally.ended}
            if over and str(copy) in self.searched.loose:
                self.decoys.key_opened = True
                copy.unlink()

    def _search(self, day: date) -> None:
        keys = {name: key for name, key in self.keys.items() if name.endswith(".key") and len(key) == 32}
        existing = {name: key for name, key in keys.items() if (self.key_folder / name).exists()}
        folders = [self.data, self.temporary, *self.backups.made[-1:]]
        self.searching = (day, self.pool.submit(_search, folders, existing, self.key_folder))

    def _take_search(self) -> None:
        if self.searching is None:
            return
        day, future = self.searching
        found = future.result()
        self.searching = None
        found.files += self.searched.files
        found.bytes_new += self.searched.bytes_new
        self.searched = found
        for find in found.finds:
            if find.key and find.path == str(self.decoys.key_copy):
                continue
            if find.key:
                self.stray_keys.add(f"{day} {find.path} {find.key}")
            elif not self.decoys.take(find):
                canary = Canary(find.number) if 0 <= find.number < DECOYS_FROM else None
                over = canary is not None and self.tally.has_ended(canary, day)
                self.finds[over].add(find)
                _say(f"  FOUND {find}")

    def _live_through(self, day: date) -> None:
        gone, started = (day - self.first).days, time.monotonic()
        self.house.move_to(_at(day, _MORNING))
        self.house.wait_for_panel()
        self.house.rest()
        if gone < self.plan.inflow:
            share = (
                self.plan.orders * (gone + 1) // self.plan.inflow
                - self.plan.orders * gone // self.plan.inflow
            )
            self.life.people_buy(share)
            self.house.move_to(_at(day, _NOON))
            self.house.rest()
        if gone < self.plan.inflow + 3:
            self.life.ship()
        numbers = self._still_held(day)
        self.life.look_up(numbers)
        if gone % 4 == 1:
            self.life.change_minds()
        if gone % 9 == 6:
            self.life.ask_to_erase(numbers)
            ids = {number: order_id for order_id, (_, number, _) in self.tally.facts.items()}
            for number in self.life.asked_to_erase:
                self.tally.asked.setdefault(ids[number], day)
        self.house.rest()
        self._read()
        self.times = [f"day {time.monotonic() - started:.1f} s"]

    def _still_held(self, day: date) -> list[str]:
        """The orders of which there will be something on the next days too."""
        held = []
        for record in self.live.records.values():
            if (
                record.name.startswith(PERSONAL)
                and record.purpose == "tax"
                and record.name in self.live.there
            ):
                last = self.tally.last_day_of(record)
                if last is None or last > day + _DAY:
                    held.append(self.tally.facts[record.order_id][1])
        return sorted(held)

    def _be_off(self, day: date) -> date:
        """The program and its database are off; the world goes on, and so do the files that lie there."""
        self.house.move_to(_at(day, _NIGHT), _BUSY_SPEED)
        self.house.rest()
        self._read()
        self.house.leave_off()
        back = day + self.plan.off_days * _DAY
        while day < back:
            day += _DAY
            self._open(day, off=True)
        _say(f"{day}: {self.plan.off_days} days off, {len(self.tally.late_by_outage)} records late meanwhile")
        self.house.open_for_a_moment()
        self.house.move_to(_at(back, _LOOK_AT))
        self.house.start()
        self._gone_within_a_minute(back)
        self._erased(back)
        return back

    def _gone_within_a_minute(self, day: date) -> None:
        late = set(self.tally.late_by_outage)
        while True:
            existing = [mark_of(key) for key in self._read_keys().values()]
            passed = time.monotonic() - self.house.started_at
            if not self.opener.openable(existing) & late:
                self.gone_after = round(passed, 1)
                return
            if passed > _MINUTE:
                self.tally.late |= {f"{day} {name} a minute after the start" for name in late}
                return
            time.sleep(0.1)

    def _shows(self, record: str, plain: bytes) -> bool:
        about = self.live.records[record]
        if not record.startswith(PERSONAL):
            return len(plain) > 0
        canary = self.life.of_number[self.tally.facts[about.order_id][1]]
        return (canary.name if about.purpose == "tax" else canary.email) in plain.decode()

    def _say(self, day: date, seconds: float) -> None:
        tally = self.tally
        _say(
            f"{day} (day {(day - self.first).days}): {len(tally.facts)} orders,"
            f" {len(self.live.there)} sealed records, {len(tally.ended)} over, {len(self.opener.keys)} keys"
            f" and {len(self.opener.wrapped)} wrapped keys seen, {self.searched.bytes_new >> 20} MB searched;"
            f" found {len(self.finds[False]) + len(self.finds[True])}, late {len(tally.late)},"
            f" early {len(tally.early)} [{' '.join(self.times)}, look {seconds:.1f} s]"
        )

    def _figures(self) -> dict[str, object]:
        tally = self.tally
        for problem in sorted((*tally.late, *tally.early, *self.stray_keys, *self.opener.wrong))[:40]:
            _say(f"  PROBLEM {problem}")
        for place in self.decoys.missed:
            _say(f"  NOT FOUND: the decoy in {place}")
        records = self.live.records.values()
        return {
            "planted": len(self.life.of_number),
            "found_before": len(self.finds[False]),
            "found_after": len(self.finds[True]),
            "openable_before": len(tally.openable_before(records)),
            "openable_after": len(tally.opened_after),
            "late": len(tally.late),
            "early": len(tally.early),
            "late_by_outage": len(tally.late_by_outage),
            "late_by_outage_gone_after_seconds": self.gone_after,
            "decoys_planted": self.decoys.planted,
            "decoys_found": self.decoys.planted - len(self.decoys.missed),
            "stray_keys": len(self.stray_keys),
            "opened_wrongly": len(self.opener.wrong),
            "records": len(self.live.records),
            "pairs_tried": self.opener.tried,
            "kills": sum(self.house.kills.values()),
            "files_searched": self.searched.files,
            "mb_searched": self.searched.bytes_new >> 20,
            **self.life.counts,
        }

    def close(self) -> None:
        """End all processes."""
        self.pool.shutdown(cancel_futures=True)
        self.house.close()


_searcher: Searcher


def _begin_to_search() -> None:
    global _searcher
    _searcher = Searcher()


def _search(folders: list[Path], keys: dict[str, bytes], key_folder: Path) -> Searched:
    return _searcher.search(folders, keys, key_folder)


def _at(day: date, at: clock_time) -> datetime:
    return datetime.combine(day, at, UTC)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def as_line(figures: dict[str, object], started: float) -> str:
    """The last line."""
    return json.dumps(figures | {"seconds": round(time.monotonic() - started, 1)})
