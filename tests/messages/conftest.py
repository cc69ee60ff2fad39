"""A merchant whose mails go to the simulator's mail server by SMTP, and what that server took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.engine import clock
from simulators import SimulatorProcess, running_simulator

if TYPE_CHECKING:
    from packhaus.accounts.models import Member, Organization
    from post_office import Post


@pytest.fixture(scope="session")
def mail_simulator() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=3, orders=0) as process:
        yield process


@pytest.fixture
def now(db: None) -> Iterator[datetime]:
    """The clock's now, moved to a working day's morning: it is read anew and can be moved."""
    clock.forget()
    clock.move((datetime.fromisoformat("2026-11-24T10:42:00+00:00") - clock.now()).total_seconds())
    yield clock.now()
    clock.forget()


@pytest.fixture
def post(
    mail_simulator: SimulatorProcess,
    organization: Organization,
    member: Member,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: Any,
) -> Post:
    from post_office import Post

    mail_simulator.reset(seed=3, orders=0)
    settings.KEYS = tmp_path / "keys"
    settings.PACKHAUS_URL = "https://packen.hagedorn.example/"
    monkeypatch.setenv("PACKHAUS_SMTP_SECONDS", "0.7")
    return Post(mail_simulator, organization, member)
