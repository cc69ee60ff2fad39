"""R4.3: when a bundle must be written, how long it is kept, and which keys are taken: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pyrage import x25519

from packhaus.kit.personal import Purpose
from packhaus.privacy.archive.errors import KeyRefused
from packhaus.privacy.archive.recipients import is_private, public_key_of
from packhaus.privacy.archive.rules import (
    YEARS,
    days_left,
    default_years,
    is_due,
    keep_until,
    month_of,
    still_held_since,
    tax_last_day,
)
from packhaus.privacy.retention import TermFacts, may_come_in

LEFT = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_years_of_a_country() -> None:
    assert keep_until(date(2026, 11, 1), YEARS["DE"].years) == date(2034, 12, 31)
    assert keep_until(date(2026, 1, 1), YEARS["AT"].years) == date(2033, 12, 31)
    assert YEARS["DE"].sure
    assert not default_years("XX").sure
    assert default_years("XX").years == max(each.years for each in YEARS.values())
    assert default_years("de") is YEARS["DE"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (LEFT + 14 * DAY, False),
        (LEFT + 15 * DAY, True),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), True),
    ],
)
def test_due_fourteen_days_before_the_data_goes(now: datetime, due: bool) -> None:
    assert is_due(LEFT, month_of(LEFT, "Europe/Berlin"), now, "Europe/Berlin") is due


def test_due_when_its_month_has_ended() -> None:
    left = datetime(2026, 12, 30, 10, 0, tzinfo=UTC)
    month = month_of(left, "Europe/Berlin")
    assert not is_due(left, month, datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "Europe/Berlin")
    assert is_due(left, month, datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "Europe/Berlin")
    assert not is_due(None, None, left, "Europe/Berlin")


def test_what_is_held_yet_is_what_the_rule_says() -> None:
    for hours in range(715, 760):
        now = LEFT + timedelta(hours=hours)
        facts = TermFacts(shipped_at=LEFT)
        assert (still_held_since(now) <= LEFT) is may_come_in(facts, Purpose.TAX, now)
    assert tax_last_day(LEFT) == date(2026, 12, 30)
    assert days_left(LEFT, datetime(2026, 12, 30, 23, 59, tzinfo=UTC)) == 0


def test_a_public_key_is_taken_in_its_one_form() -> None:
    key = str(x25519.Identity.generate().to_public())
    assert public_key_of(f"  {key}\n") == key
    assert public_key_of(key.upper()) == key


@pytest.mark.parametrize("wrapped", ["{}", "  {} ", "# created: today\n{}", "key: {}"])
def test_a_private_key_is_refused_in_words_that_do_not_hold_it(wrapped: str) -> None:
    private = str(x25519.Identity.generate())
    for text in (private, private.lower()):
        pasted = wrapped.format(text)
        assert is_private(pasted)
        with pytest.raises(KeyRefused, match="private key") as refused:
            public_key_of(pasted)
        assert text[16:40] not in f"{refused.value!r} {refused.value.words!r}"
        assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "text", ["", "age1", "age1" + "q" * 58, "hello", "ssh-ed25519 AAAAC3Nz", "age1yubikey1qwerty"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused, match="begins with age1"):
        public_key_of(text)
