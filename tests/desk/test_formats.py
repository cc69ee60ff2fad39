"""Numbers, weights, money and times in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from packhaus.desk import formats
from packhaus.desk.countries import country_name, named
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import fix_moment
from packhaus.kit.money import Money
from packhaus.kit.words import Words

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_berlin_at_a_fixed_moment() -> Iterator[None]:
    fix_moment(NOW)
    with timezone.override("Europe/Berlin"):
        yield
    fix_moment(None)


@pytest.mark.parametrize(
    ("grams", "german", "english"),
    [
        (1240, "1,24 kg", "1.24 kg"),
        (380, "0,38 kg", "0.38 kg"),
        (38, "0,038 kg", "0.038 kg"),
        (1, "0,001 kg", "0.001 kg"),
        (31_500, "31,50 kg", "31.50 kg"),
        (None, "–", "–"),
    ],
)
def test_weights(grams: int | None, german: str, english: str) -> None:
    for language, expected in (("de", german), ("en", english)):
        with translation.override(language):
            assert formats.weight(grams).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("amount", "german", "english"),
    [
        (Money(7480, "EUR"), "74,80 €", "€74.80"),
        (Money(123_456_789, "EUR"), "1.234.567,89 €", "€1,234,567.89"),
        (Money(-500, "EUR"), "-5,00 €", "€-5.00"),
        (Money(9900, "SEK"), "99,00 kr", "99.00 kr"),
        (Money(1200, "JPY"), "1.200 ¥", "¥1,200"),
        (Money(100, "CHF"), "1,00 CHF", "1.00 CHF"),
    ],
)
def test_money(amount: Money, german: str, english: str) -> None:
    for language, expected in (("de", german), ("en", english)):
        with translation.override(language):
            assert formats.money(amount).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (NOW, "heute 11:42", "today 11:42"),
        (NOW.replace(hour=22, minute=59), "heute 23:59", "today 23:59"),
        (NOW.replace(hour=23, minute=1), "morgen 0:01", "tomorrow 0:01"),
        (NOW - timedelta(hours=12), "gestern 23:42", "yesterday 23:42"),
        (NOW - timedelta(days=5), "19. Nov., 11:42", "19 Nov., 11:42"),
        (NOW + timedelta(days=60), "23. Jan. 2027, 11:42", "23 Jan. 2027, 11:42"),
    ],
)
def test_moments_are_told_from_the_readers_day(moment: datetime, german: str, english: str) -> None:
    for language, expected in (("de", german), ("en", english)):
        with translation.override(language):
            assert formats.moment(moment) == expected


def test_lengths_of_time() -> None:
    with translation.override("de"):
        assert formats.span(timedelta(hours=2, minutes=8, seconds=50)) == "2 h 08 min"
        assert formats.span(timedelta(minutes=7)) == "7 min"
        assert formats.span(timedelta(days=1, hours=3)) == "1 Tag"
        assert formats.span(timedelta(days=-1)) == "0 min"


def test_a_timeline_says_the_time_today_and_the_day_before() -> None:
    with translation.override("de"):
        assert formats.when(NOW) == "11:42"
        assert formats.when(NOW - timedelta(days=1)) == "gestern"
        assert formats.long_date(NOW) == "Dienstag, 24. November 2026"


def test_stored_words_are_said_in_the_readers_language() -> None:
    stored = Words("Batch %(number)s", {"number": "7"}).stored()
    with translation.override("de"):
        assert words(stored) == "Stapel 7"
    with translation.override("en"):
        assert words(stored) == "Batch 7"
    assert words(None) == words({}) == ""


def test_numbers_in_stored_words_are_written_as_the_reader_writes_them() -> None:
    stored = Words("Batch %(number)s", {"number": "31.81"}).stored()
    with translation.override("de"):
        assert words(stored) == "Stapel 31,81"
    with translation.override("en"):
        assert words(stored) == "Batch 31.81"
    with translation.override("de"):
        assert words(Words("Batch %(number)s", {"number": "PH-1.2"}).stored()) == "Stapel PH-1.2"


def test_countries_have_names_and_stand_where_one_looks_for_them() -> None:
    with translation.override("de"):
        assert [name for _, name in named(["DE", "EG", "FR"])] == ["Ägypten", "Deutschland", "Frankreich"]
        assert country_name("XX") == "XX"
