"""The clock: moved, sped up, and seen alike by whoever asks."""

from __future__ import annotations

import time

import pytest

from packhaus.engine import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh() -> None:
    clock.forget()


def test_it_moves_and_moves_back() -> None:
    before = clock.now()
    clock.move(3600)
    assert 3599 < (clock.now() - before).total_seconds() < 3610
    clock.move(-3600)
    assert abs((clock.now() - before).total_seconds()) < 10


def test_it_runs_faster_and_does_not_jump_when_its_speed_changes() -> None:
    clock.run_at(100)
    start = clock.now()
    time.sleep(0.2)
    gained = (clock.now() - start).total_seconds()
    assert 20 < gained < 200
    clock.forget()
    fast = clock.now()
    clock.run_at(1)
    assert abs((clock.now() - fast).total_seconds()) < 30
    slow = clock.now()
    time.sleep(0.2)
    assert (clock.now() - slow).total_seconds() < 3
