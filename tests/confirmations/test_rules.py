"""Whether a parcel was told of already, where the shop counts pieces and names no packages (R5.4)."""

from __future__ import annotations

import pytest

from packhaus.confirmations.rules import is_counted


@pytest.mark.parametrize(
    ("pieces", "accepted", "shipped", "counted"),
    [
        ({"a": 2}, {}, {"a": 2}, True),
        ({"a": 2}, {}, {"a": 0}, False),
        ({"a": 2}, {}, {}, False),
        ({"a": 1}, {"a": 1}, {"a": 1}, False),
        ({"a": 1}, {"a": 1}, {"a": 2}, True),
        ({"a": 1, "b": 1}, {}, {"a": 1, "b": 0}, False),
        ({"a": 1}, {"b": 3}, {"a": 1, "b": 3}, True),
        ({}, {}, {"a": 1}, False),
    ],
)
def test_a_parcel_is_there_where_more_pieces_are_counted_than_others_account_for(
    pieces: dict[str, int], accepted: dict[str, int], shipped: dict[str, int], counted: bool
) -> None:
    assert is_counted(pieces, accepted, shipped) is counted
