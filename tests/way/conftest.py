"""The whole line with a real other side: the simulator as its own process, a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from simulators import SimulatorProcess, running_simulator

if TYPE_CHECKING:
    from line import Line
    from packhaus.accounts.models import Member, Organization


@pytest.fixture(scope="session")
def shared_simulator() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=7, orders=40) as process:
        yield process


@pytest.fixture
def line(
    transactional_db: None,
    shared_simulator: SimulatorProcess,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: object,
) -> Line:
    """A merchant with a sender and a carrier account, the shop not yet connected."""
    from line import Line

    shared_simulator.reset(seed=7, orders=40)
    shared_simulator.admin("/faults", method="DELETE")
    settings.KEYS = tmp_path / "keys"  # type: ignore[attr-defined]
    return Line.opened(shared_simulator, monkeypatch)


@pytest.fixture
def organization(line: Line) -> Organization:
    return line.organization


@pytest.fixture
def member(line: Line) -> Member:
    return line.member


@pytest.fixture
def now(line: Line) -> datetime:
    return line.now()


@pytest.fixture
def quiet(line: Line) -> Line:
    """The same with an Amazon that has no order yet."""
    line.simulator.reset(seed=7, orders=0)
    return line
