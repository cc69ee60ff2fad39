from collections.abc import Iterator

import pytest

from simulators import SimulatorProcess, running_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=7, orders=240) as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: SimulatorProcess) -> SimulatorProcess:
    """The session's process with a fresh world of 240 orders."""
    simulator_process.reset(seed=7, orders=240)
    return simulator_process
