"""The hunt's opener opens what Packhaus seals, by keys under any name, and counts what is late and early."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta

from canaries.days import Facts
from canaries.opener import Opener, Wrapped
from canaries.people import Canary
from canaries.records import Record
from canaries.tally import Tally

from packhaus.kit.personal import Purpose
from packhaus.privacy.seal import LeaseCipher, bound_to_order

SHIPPED = datetime(2026, 12, 1, 9, tzinfo=UTC)
LAST = date(2026, 12, 30)
NAME = "packhaus_orderpersonal/1"
BOUND_TO = bound_to_order(3, 7, Purpose.TAX)
RECORD = Record(NAME, 7, "tax", None, BOUND_TO)
NEXT = timedelta(days=1)


def sealed(key: bytes, lease: str, plain: bytes = b"Anna") -> Wrapped:
    made = LeaseCipher(lease, bytearray(key)).seal(plain, BOUND_TO)
    return Wrapped(NAME, lease, made.wrapped, made.sealed, BOUND_TO)


def opener() -> Opener:
    return Opener(lambda record, plain: plain == b"Anna")


def tally() -> Tally:
    facts = Facts(SHIPPED, SHIPPED, SHIPPED, None, None, "open", SHIPPED)
    return Tally({"N": Canary(1)}, facts={7: ("amazon", "N", facts)})


def test_what_packhaus_sealed_opens_by_its_key_alone() -> None:
    right, wrong = secrets.token_bytes(32), secrets.token_bytes(32)
    hunt = opener()
    hunt.see_rows([sealed(right, "end-2026-12-30.1")])
    assert hunt.openable([right]) == {NAME}
    assert hunt.openable([wrong]) == set()
    assert hunt.wrong == set()


def test_an_older_wrapped_key_of_a_backup_opens_as_well_and_so_does_a_key_that_comes_back() -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    hunt = opener()
    assert hunt.openable([old]) == set()
    hunt.see_rows([sealed(new, "end-2026-12-30.1")])
    assert hunt.openable([new]) == {NAME}
    hunt.see_rows([sealed(old, "run-2026-12-20.1")])
    assert hunt.openable([old]) == {NAME}


def test_what_opens_as_something_else_is_told() -> None:
    key = secrets.token_bytes(32)
    hunt = opener()
    hunt.see_rows([sealed(key, "end-2026-12-30.1", b"Berta")])
    hunt.openable([key])
    assert hunt.wrong == {NAME}


def test_in_time_it_counts_once_and_nothing_is_late_or_early() -> None:
    seen = tally()
    for day in (LAST - NEXT, LAST):
        seen.look(day, [RECORD], {NAME}, {NAME})
    seen.look(LAST + NEXT, [RECORD], set(), set())
    assert (seen.late, seen.early, seen.opened_after) == (set(), set(), set())
    assert seen.openable_before([RECORD]) == {7}


def test_a_key_that_stays_a_day_too_long_is_late() -> None:
    seen = tally()
    seen.look(LAST, [RECORD], {NAME}, {NAME})
    seen.look(LAST + NEXT, [RECORD], {NAME}, set())
    assert (len(seen.late), seen.opened_after) == (1, {7})


def test_a_key_that_goes_a_day_too_soon_is_early_and_the_order_not_openable_before() -> None:
    seen = tally()
    seen.look(LAST - NEXT, [RECORD], {NAME}, {NAME})
    seen.look(LAST, [RECORD], set(), {NAME})
    assert len(seen.early) == 1
    assert seen.openable_before([RECORD]) == set()


def test_what_is_late_while_the_program_is_off_is_counted_apart() -> None:
    seen = tally()
    seen.look(LAST + NEXT, [RECORD], {NAME}, {NAME}, off=True)
    assert (seen.late, seen.late_by_outage) == (set(), {NAME})


def test_what_has_ended_stays_ended_though_more_is_learned() -> None:
    seen = tally()
    seen.look(LAST + NEXT, [RECORD], set(), set())
    shop, number, facts = seen.facts[7]
    later = Facts(*(SHIPPED, SHIPPED, SHIPPED, SHIPPED + 20 * NEXT, None, "open", facts.shop_updated_at))
    seen.facts[7] = (shop, number, later)
    seen.look(LAST + 2 * NEXT, [RECORD], {NAME}, set())
    assert len(seen.late) == 1
