"""A weight as people write it (R3.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.weights import HEAVIEST_GRAMS
from packhaus.products.weight_text import WeightError, read_weight


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1180", 1180),
        (" 380 g ", 380),
        ("380g", 380),
        ("1.180", 1180),
        ("1,180 g", 1180),
        ("12'500", 12500),
        ("12 500 g", 12500),
        ("1,18 kg", 1180),
        ("1.18kg", 1180),
        ("1,180 kg", 1180),
        ("0,05 kg", 50),
        ("2 KG", 2000),
        ("2 lb", 907),
        ("8 oz", 227),
        ("31,5 kg", 31500),
        ("70 kg", 70000),
        ("380,0", 380),
        ("1", 1),
    ],
)
def test_a_weight_is_read_as_it_was_meant(text: str, grams: int) -> None:
    assert read_weight(text) == grams


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1180"),
        ("schwer", "1180"),
        ("-380", "1180"),
        ("5 Pfund", "1180"),
        ("1e3", "1180"),
        ("٣٨٠", "1180"),
        ("1,5", "whole grams"),
        ("0", "above zero"),
        ("0,0 kg", "above zero"),
        ("1,2,3 kg", "only one comma"),
        ("900 kg", "more than 70 kg"),
        ("70001", "more than 70 kg"),
        ("9" * 20, "more than 70 kg"),
    ],
)
def test_what_is_wrong_is_said_with_the_right_form(text: str, said: str) -> None:
    with pytest.raises(WeightError) as caught:
        read_weight(text)
    assert said in str(caught.value.words)


def _read_or_refused(text: str) -> int | str:
    try:
        return read_weight(text)
    except WeightError as bad:
        return str(bad.words)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_weight_or_an_error_with_words(text: str) -> None:
    found = _read_or_refused(text)
    assert found
    assert isinstance(found, str) or 0 < found <= HEAVIEST_GRAMS


@given(st.integers(1, HEAVIEST_GRAMS))
def test_each_weight_is_read_back_in_every_form(grams: int) -> None:
    kilograms = f"{grams / 1000:.3f}"
    for text in (
        str(grams),
        f"{grams} g",
        f"{kilograms} kg",
        f"{kilograms.replace('.', ',')} kg",
        f"{grams:,}",
    ):
        assert read_weight(text) == grams
