"""The hunt itself: days go by, and at each day's beginning it is looked what could be found and opened."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from canaries.house import House
from canaries.life import Life, begin
from canaries.looking import Looking, say
from canaries.tally import Tally

_DAY = timedelta(days=1)
_LOOK_AT = clock_time(0, 4)
_MORNING, _NIGHT = clock_time(8), clock_time(23, 20)
_BUSY_SPEED = 60
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


class Hunt:
    """One hunt in ``folder``, which holds nothing but an empty data folder."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._folder = folder
        self._plan = plan
        (folder / "temporary").mkdir()
        self._chance = random.Random(plan.seed)
        self._house = House(folder / "data", folder / "temporary")
        self._looking: Looking | None = None
        self._times: list[str] = []
        self._gone_after = -1.0

    def run(self) -> dict[str, object]:
        """Live all the days. What was counted."""
        merchant, desk = begin(self._house, self._plan.seed)
        self._life = Life(self._house, merchant, desk, self._chance)
        self._tally = Tally(self._life.of_number)
        self._looking = looking = Looking(self._folder, self._house, self._life, self._tally)
        self._first = self._house.now().astimezone(UTC).date() + _DAY
        self._go_to(self._first, looking)
        day = self._first
        while not self._all_over(day, looking):
            self._look(day, looking)
            with self._timed("day"):
                self._live_through(day, looking)
            step, gone = self._step(day, looking), (day - self._first).days
            if gone <= self._plan.off_from < gone + step.days:
                day = self._be_off(day, looking)
            else:
                day += step
                self._go_to(day, looking)
        self._look(day, looking)
        looking.take_search()
        return self._figures(looking)

    def close(self) -> None:
        """End all processes."""
        if self._looking is not None:
            self._looking.close()
        self._house.close()

    def _all_over(self, day: date, looking: Looking) -> bool:
        gone = (day - self._first).days
        if gone <= self._plan.inflow:
            return False
        return gone >= self._plan.days or not self._tally.next_days(day - _DAY, looking.live.records.values())

    def _step(self, day: date, looking: Looking) -> timedelta:
        """To the next day on which something ends, or the one after it; at most the plan's step."""
        ends = self._tally.next_days(day, looking.live.records.values())
        if not ends or (day - self._first).days < self._plan.inflow + 2:
            return _DAY
        wanted = [each for end in ends for each in (end, end + _DAY) if each > day]
        return min([each - day for each in wanted] + [self._plan.step * _DAY])

    def _go_to(self, day: date, looking: Looking) -> None:
        """Over midnight, to the first minutes of a day, and until what is due then is done."""
        with self._timed("night"):
            self._house.move_to(_at(day - _DAY, _NIGHT), _BUSY_SPEED)
            self._house.rest()
            self._house.move_to(_at(day, _LOOK_AT))
            turn, left = divmod(looking.looks, self._plan.crash_every)
            if left == self._plan.crash_every - 1:
                time.sleep(self._chance.uniform(0, 0.8))
                self._house.kill(_CRASHES[turn % len(_CRASHES)])
            self._erased(day)

    def _erased(self, day: date) -> None:
        self._house.until(f"the erasure of {day}", lambda: self._house.erased_on() == day, hurry=True)
        self._house.rest()

    def _look(self, day: date, looking: Looking) -> None:
        with self._timed("look"):
            looking.look(day)
        tally, opener = self._tally, looking.opener
        say(
            f"{day} (day {(day - self._first).days}): {len(tally.facts)} orders,"
            f" {len(looking.live.there)} sealed records, {len(tally.ended)} over, {len(opener.keys)} keys and"
            f" {len(opener.wrapped)} wrapped keys seen, {looking.searched.bytes_new >> 20} MB searched; found"
            f" {sum(map(len, looking.finds.values()))}, late {len(tally.late)}, early {len(tally.early)}"
            f" [{', '.join(self._times)}]"
        )
        self._times.clear()

    def _live_through(self, day: date, looking: Looking) -> None:
        gone = (day - self._first).days
        self._house.move_to(_at(day, _MORNING))
        self._house.wait_for_panel()
        self._house.rest()
        if gone < self._plan.inflow:
            before, until = (self._plan.orders * days // self._plan.inflow for days in (gone, gone + 1))
            self._life.people_buy(until - before)
        if gone < self._plan.inflow + 3:
            self._life.ship(crash=gone % 6 == 1)
        numbers = looking.still_held(day)
        if gone < self._plan.inflow + 3 or gone % 3 == 0:
            self._life.look_up(numbers)
        if gone % 4 == 1:
            self._life.change_minds()
        if gone % 9 in (1, 6):
            self._life.ask_to_erase(numbers)
            ids = {number: order_id for order_id, (_, number, _) in self._tally.facts.items()}
            for number in self._life.asked_to_erase:
                self._tally.asked.setdefault(ids[number], day)
        self._house.rest()
        looking.read()

    def _be_off(self, day: date, looking: Looking) -> date:
        """The program and its database are off; the world goes on, and the files lie where they lay."""
        self._house.move_to(_at(day, _NIGHT), _BUSY_SPEED)
        self._house.rest()
        looking.read()
        self._house.leave_off()
        back = day + (self._plan.off_days + 1) * _DAY
        while day < back:
            day += _DAY
            looking.open(day, off=True)
        late = set(self._tally.late_by_outage)
        say(f"{day}: {self._plan.off_days} days off, {len(late)} records late meanwhile")
        self._house.open_for_a_moment()
        self._house.move_to(_at(back, _LOOK_AT))
        self._house.start()
        while not looking.gone_now(late):
            if time.monotonic() - self._house.started_at > _MINUTE:
                self._tally.late |= {f"{day} {name} a minute after the start" for name in late}
                break
            time.sleep(0.1)
        self._gone_after = round(time.monotonic() - self._house.started_at, 1)
        self._erased(back)
        return back

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self._times.append(f"{what} {time.monotonic() - started:.1f} s")

    def _figures(self, looking: Looking) -> dict[str, object]:
        tally, decoys, opener = self._tally, looking.decoys, looking.opener
        for problem in sorted((*tally.late, *tally.early, *looking.stray_keys, *opener.wrong))[:40]:
            say(f"  PROBLEM {problem}")
        for place in decoys.missed:
            say(f"  NOT FOUND: the decoy in {place}")
        return {
            "planted": len(self._life.of_number),
            "found_before": len(looking.finds[False]),
            "found_after": len(looking.finds[True]),
            "openable_before": len(tally.openable_before(looking.live.records.values())),
            "openable_after": len(tally.opened_after),
            "late": len(tally.late),
            "early": len(tally.early),
            "late_by_outage": len(tally.late_by_outage),
            "late_by_outage_gone_after_seconds": self._gone_after,
            "decoys_planted": decoys.planted,
            "decoys_found": decoys.planted - len(decoys.missed),
            "stray_keys": len(looking.stray_keys),
            "keys_in_memory": len(looking.in_memory),
            "opened_wrongly": len(opener.wrong),
            "unreadable": len(looking.searched.unreadable),
            "records": len(looking.live.records),
            "pairs_tried": opener.tried,
            "kills": sum(self._house.kills.values()),
            "looks": looking.looks,
            "files_searched": looking.searched.files,
            "mb_searched": looking.searched.bytes_new >> 20,
            **self._life.counts,
        }


def _at(day: date, at: clock_time) -> datetime:
    return datetime.combine(day, at, UTC)
