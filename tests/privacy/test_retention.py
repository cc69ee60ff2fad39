"""R4.2: how long personal data may be kept, by table and by property."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.errors import Bug
from packhaus.kit.personal import Purpose
from packhaus.privacy.retention import (
    Lease,
    LeaseKind,
    TermFacts,
    facts_from,
    last_day,
    lease_for,
    may_come_in,
    must_rewrap,
    set_aside_last_day,
    term,
    utc_day,
)

FULFILLMENT, TAX = Purpose.FULFILLMENT, Purpose.TAX
RUN, END = LeaseKind.RUN, LeaseKind.END


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


BOUGHT = at("2026-11-01 09:00")
SHIP_BY = at("2026-11-04 22:59")
SHIPPED = at("2026-11-03 15:30")
DELIVERED = at("2026-11-05 11:00")
CANCELLED = at("2026-11-02 08:00")


@pytest.mark.parametrize(
    ("facts", "purpose", "day", "why"),
    [
        # R4.2: fulfilling the order: no longer than 30 days after shipment
        ({"shipped_at": SHIPPED}, FULFILLMENT, "2026-12-02", "30 days after the shipment"),
        ({"shipped_at": SHIPPED, "delivered_at": DELIVERED}, FULFILLMENT, "2026-12-02", "after the shipment"),
        # The shipment was not later than the delivery, even where only that is known
        ({"delivered_at": DELIVERED}, FULFILLMENT, "2026-12-04", "after the shipment"),
        # R4.2: tax: 30 days after delivery, or after shipment where no delivery is known
        ({"shipped_at": SHIPPED, "delivered_at": DELIVERED}, TAX, "2026-12-04", "after the delivery"),
        ({"shipped_at": SHIPPED}, TAX, "2026-12-02", "no delivery is known"),
        # Never shipped: latest ship-by + 60 days, for both purposes
        ({}, FULFILLMENT, "2027-01-02", "after the latest ship-by"),
        ({}, TAX, "2027-01-02", "after the latest ship-by"),
        ({"ship_by": None}, TAX, "2026-12-30", "after the purchase"),
        # Cancelled: + 30 days
        ({"cancelled_at": CANCELLED}, TAX, "2026-12-01", "after the cancellation"),
        ({"cancelled_at": CANCELLED, "ship_by": None, "purchased_at": None}, TAX, "2026-12-01", "cancel"),
        # ... but never longer than had it not been cancelled
        ({"cancelled_at": at("2026-12-25 00:00")}, TAX, "2027-01-02", "after the latest ship-by"),
        # Shipped and cancelled: it was shipped, so Amazon's term holds
        ({"cancelled_at": CANCELLED, "shipped_at": SHIPPED}, TAX, "2026-12-02", "no delivery is known"),
    ],
)  # fmt: skip
def test_r4_2_terms(facts: dict[str, datetime | None], purpose: Purpose, day: str, why: str) -> None:
    found = term(TermFacts(**{"purchased_at": BOUGHT, "ship_by": SHIP_BY, **facts}), purpose)
    assert found is not None
    assert found.last_day == date.fromisoformat(day)
    assert why in str(found.why)


def test_nothing_known_is_no_term() -> None:
    assert term(TermFacts(), TAX) is None
    assert may_come_in(TermFacts(), TAX, BOUGHT)


@pytest.mark.parametrize(
    ("shipped", "day"),
    [
        # 720 hours to the second: a day that ends at their end is still inside, one that ends later is not
        ("2026-11-03 00:00:00", "2026-12-02"),
        ("2026-11-02 23:59:59", "2026-12-01"),
        ("2026-11-03 23:59:59", "2026-12-02"),
    ],
)
def test_r4_2_counts_whole_utc_days_inside_720_hours(shipped: str, day: str) -> None:
    assert last_day(TermFacts(shipped_at=at(shipped)), TAX) == date.fromisoformat(day)


def test_days_are_utc_whatever_zone_a_time_is_in() -> None:
    berlin = timezone(timedelta(hours=2))
    assert last_day(TermFacts(shipped_at=datetime(2026, 11, 3, 1, 0, tzinfo=berlin)), TAX) == date(
        2026, 12, 1
    )
    assert utc_day(datetime(2026, 11, 3, 1, 0, tzinfo=berlin)) == date(2026, 11, 2)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(Bug):
        last_day(TermFacts(shipped_at=datetime(2026, 11, 3)), TAX)
    with pytest.raises(Bug):
        may_come_in(TermFacts(shipped_at=SHIPPED), TAX, datetime(2026, 11, 3))


def test_r4_2_data_older_than_its_rule_does_not_come_in() -> None:
    facts = TermFacts(purchased_at=BOUGHT, shipped_at=SHIPPED, delivered_at=DELIVERED)
    assert may_come_in(facts, FULFILLMENT, at("2026-12-02 23:59:59"))
    assert not may_come_in(facts, FULFILLMENT, at("2026-12-03 00:00:00"))
    assert may_come_in(facts, TAX, at("2026-12-04 23:59:59"))
    assert not may_come_in(facts, TAX, at("2026-12-05 00:00:00"))


def test_facts_of_a_stored_order() -> None:
    assert facts_from(BOUGHT, SHIP_BY, None, None, None, "open", DELIVERED).cancelled_at is None
    assert facts_from(BOUGHT, SHIP_BY, None, None, CANCELLED, "open", DELIVERED).cancelled_at == CANCELLED
    assert facts_from(BOUGHT, SHIP_BY, None, None, None, "cancelled", DELIVERED).cancelled_at == DELIVERED
    assert (
        facts_from(BOUGHT, SHIP_BY, None, None, CANCELLED, "cancelled", DELIVERED).cancelled_at == CANCELLED
    )


def test_what_is_set_aside_has_an_end() -> None:
    first = at("2026-11-10 12:00")
    assert set_aside_last_day(first) == date(2026, 12, 9)
    assert set_aside_last_day(first, TermFacts(purchased_at=BOUGHT, ship_by=SHIP_BY)) == date(2026, 12, 9)
    assert set_aside_last_day(first, TermFacts(shipped_at=SHIPPED)) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("last", "lease"),
    [
        (None, Lease(RUN, date(2026, 12, 8))),
        (date(2026, 12, 9), Lease(RUN, date(2026, 12, 8))),
        (date(2026, 12, 8), Lease(END, date(2026, 12, 8))),
        (date(2026, 12, 2), Lease(END, date(2026, 12, 2))),
        (date(2026, 12, 1), Lease(END, date(2026, 12, 1))),
    ],
)
def test_rule_1(last: date | None, lease: Lease) -> None:
    assert lease_for(last, date(2026, 12, 1)) == lease


def test_rule_1_has_no_lease_for_a_day_that_is_over() -> None:
    with pytest.raises(Bug):
        lease_for(date(2026, 11, 30), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("kind", "day", "last", "today", "due"),
    [
        # Rule 2: from two days before
        (RUN, "2026-12-08", None, "2026-12-05", False),
        (RUN, "2026-12-08", None, "2026-12-06", True),
        (RUN, "2026-12-08", "2026-12-31", "2026-12-05", False),
        (RUN, "2026-12-08", "2026-12-31", "2026-12-06", True),
        # ... also after its day, by a program that was off (rule 5)
        (RUN, "2026-12-08", "2026-12-31", "2026-12-20", True),
        # Rule 2: as soon as the last day comes within 7 days
        (RUN, "2026-12-08", "2026-12-10", "2026-12-02", False),
        (RUN, "2026-12-08", "2026-12-09", "2026-12-02", True),
        # Rule 4: the last day moved earlier, or later
        (END, "2026-12-08", "2026-12-08", "2026-12-02", False),
        (END, "2026-12-08", "2026-12-05", "2026-12-02", True),
        (END, "2026-12-08", "2026-12-12", "2026-12-06", True),
        (END, "2026-12-08", "2027-01-20", "2026-12-08", True),
        (END, "2026-12-08", None, "2026-12-08", True),
        # ... never after the end
        (END, "2026-12-08", "2026-12-12", "2026-12-09", False),
        (END, "2026-12-08", "2026-12-08", "2026-12-09", False),
        (RUN, "2026-12-08", "2026-12-05", "2026-12-06", False),
    ],
)
def test_rule_2(kind: LeaseKind, day: str, last: str | None, today: str, due: bool) -> None:
    ends = date.fromisoformat(last) if last else None
    assert must_rewrap(Lease(kind, date.fromisoformat(day)), ends, date.fromisoformat(today)) is due


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
maybe = st.none() | moments


@given(event=moments)
def test_the_last_day_is_the_last_that_ends_within_720_hours(event: datetime) -> None:
    last = last_day(TermFacts(shipped_at=event), FULFILLMENT)
    assert last is not None
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    assert ends - event <= timedelta(hours=720) < ends + timedelta(days=1) - event


@given(purchased=maybe, ship_by=maybe, shipped=maybe, delivered=maybe, cancelled=maybe)
def test_fulfillment_never_lasts_longer_than_tax(
    purchased: datetime | None,
    ship_by: datetime | None,
    shipped: datetime | None,
    delivered: datetime | None,
    cancelled: datetime | None,
) -> None:
    facts = TermFacts(
        purchased_at=purchased,
        ship_by=ship_by,
        shipped_at=shipped,
        delivered_at=delivered,
        cancelled_at=cancelled,
    )
    fulfillment, tax = last_day(facts, FULFILLMENT), last_day(facts, TAX)
    assert (fulfillment is None) == (tax is None)
    assert fulfillment is None or tax is None or fulfillment <= tax


@given(today=days, last=st.none() | days)
def test_rule_1_never_a_lease_after_the_last_day_nor_over_7_days(today: date, last: date | None) -> None:
    if last is not None and last < today:
        return
    lease = lease_for(last, today)
    assert today <= lease.day <= today + timedelta(days=7)
    assert last is None or lease.day <= last
    assert (lease.kind is END) == (lease.day == last)
    assert not must_rewrap(lease, last, today), "what was wrapped today is not due again today"


@given(data=st.data())
def test_rule_2_a_record_looked_at_daily_is_never_late_and_never_lost(data: st.DataObject) -> None:
    """A life of a record with a last day that moves; on no day its lease is over, or after its last day."""
    today = data.draw(days)
    last = data.draw(st.none() | st.dates(today, today + timedelta(days=70)))
    lease = lease_for(last, today)
    for _ in range(data.draw(st.integers(1, 80))):
        today += timedelta(days=1)
        if last is not None and last < today:
            # Rule 3 destroys end-d at the end of day d, and what is left under a run key is erased.
            assert lease.day <= last
            return
        assert lease.day >= today, "the lease ended while the record was live: lost"
        if data.draw(st.integers(0, 9)) == 0:
            last = data.draw(st.dates(today, today + timedelta(days=70)))
        if must_rewrap(lease, last, today):
            lease = lease_for(last, today)
        assert lease.day - today <= timedelta(days=7)
        assert last is None or lease.day <= last, "openable after its last day: late"
