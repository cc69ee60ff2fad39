"""What the hunt counts, day by day: what can be opened, and what should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from canaries.days import Facts, last_day
from canaries.people import Canary
from canaries.records import PERSONAL, Record


@dataclass
class Tally:
    """``of_number``: the buyers, by the shop's number of their order.

    ``ended``: the last day of a record once that day is over, for what has ended stays ended. ``opened_on``:
    the last look at which an order's name and address could be opened while they might be.
    """

    of_number: dict[str, Canary]
    facts: dict[int, tuple[str, str, Facts]] = field(default_factory=dict)
    asked: dict[int, date] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)
    opened_on: dict[int, date] = field(default_factory=dict)
    opened_after: set[int] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    late_by_outage: set[str] = field(default_factory=set)

    def last_day_of(self, record: Record) -> date | None:
        """The last day of a record by what is known now."""
        if record.name in self.ended:
            return self.ended[record.name]
        if record.ends_on is not None:
            return record.ends_on
        last = last_day(self.facts[record.order_id][2], record.purpose)
        asked = self.asked.get(record.order_id)
        return min((day for day in (last, asked) if day), default=None)

    def look(
        self,
        today: date,
        records: Iterable[Record],
        openable: set[str],
        there: set[str],
        *,
        off: bool = False,
    ) -> None:
        """Compare what is openable with what may be, at a moment of ``today``; ``off``: the program is."""
        for record in records:
            last = self.last_day_of(record)
            opens = record.name in openable
            if last is not None and last < today:
                if not off:
                    self.ended[record.name] = last
                if opens and off:
                    self.late_by_outage.add(record.name)
                elif opens:
                    self.late.add(f"{today} {record.name} last day {last}")
                    self.opened_after.add(record.order_id)
            elif opens and record.name.startswith(PERSONAL) and record.purpose == "tax":
                self.opened_on[record.order_id] = today
            elif not opens and (record.name in there or record.name.startswith(PERSONAL)):
                # A label that was given back, or a file that is all in, went before its day as it should.
                self.early.add(f"{today} {record.name} last day {last}")

    def next_days(self, today: date, records: Iterable[Record]) -> set[date]:
        """The days still to come on which something is held for the last time."""
        days = (self.last_day_of(record) for record in records if record.name not in self.ended)
        return {day for day in days if day is not None and day >= today}

    def has_ended(self, canary: Canary, today: date) -> bool:
        """Whether the day of the last of a buyer's data is over."""
        for order_id, (_, number, facts) in self.facts.items():
            if self.of_number.get(number) == canary:
                last = last_day(facts, "tax")
                asked = self.asked.get(order_id)
                ends = min((day for day in (last, asked) if day), default=None)
                return ends is not None and ends < today
        return False

    def openable_before(self, records: Iterable[Record]) -> set[int]:
        """The orders that could be opened on the last of their days, the day before they must be gone."""
        taxes = {
            one.order_id: one for one in records if one.name.startswith(PERSONAL) and one.purpose == "tax"
        }
        return {
            order_id
            for order_id, record in taxes.items()
            if order_id in self.opened_on and self.opened_on[order_id] == self.last_day_of(record)
        }
