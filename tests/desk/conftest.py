"""What the tests of the panel share: a merchant with rows, and the made-up Amazon as a real process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from line import hosts
from packhaus.engine import clock
from simulators import SimulatorProcess, running_simulator

if TYPE_CHECKING:
    from desk.merchant import Merchant
    from packhaus.accounts.models import Member, Organization


@pytest.fixture
def now(db: None) -> Iterator[datetime]:
    """The clock's now, which is what pages show; moved to a working day's morning in Berlin."""
    clock.forget()
    here = clock.now()
    morning = here.replace(hour=8, minute=0, second=0, microsecond=0)
    clock.move((morning - here).total_seconds())
    yield clock.now()
    clock.forget()


@pytest.fixture
def merchant(organization: Organization, now: datetime) -> Merchant:
    from desk.merchant import Merchant

    return Merchant(organization, now)


@pytest.fixture
def english(member: Member) -> Member:
    """The member, reading English."""
    member.language = "en"
    member.save()
    return member


@pytest.fixture(scope="session")
def simulator() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=7, orders=40) as process:
        yield process


@pytest.fixture
def amazon(
    simulator: SimulatorProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> SimulatorProcess:
    """The made-up Amazon, fresh, and this process pointed to it."""
    simulator.reset(seed=7, orders=40)
    simulator.admin("/faults", method="DELETE")
    for name, value in hosts(simulator).items():
        monkeypatch.setenv(name, value)
    settings.KEYS = tmp_path / "keys"
    return simulator
