"""A merchant with a carrier and a mail server, whose own orders come by hand or from files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulators import SimulatorProcess, running_simulator

if TYPE_CHECKING:
    from line import Line
    from own.merchant import Own
    from packhaus.accounts.models import Member, Organization


@pytest.fixture(scope="session")
def own_simulator() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=11, orders=5) as process:
        yield process


@pytest.fixture
def line(
    transactional_db: None,
    own_simulator: SimulatorProcess,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: Any,
) -> Line:
    from line import Line

    own_simulator.reset(seed=11, orders=5)
    settings.KEYS = tmp_path / "keys"
    monkeypatch.setenv("PACKHAUS_SMTP_SECONDS", "1")
    return Line.opened(own_simulator, monkeypatch)


@pytest.fixture
def own(line: Line) -> Own:
    from own.merchant import Own

    return Own(line)


@pytest.fixture
def organization(line: Line) -> Organization:
    return line.organization


@pytest.fixture
def member(line: Line) -> Member:
    return line.member
