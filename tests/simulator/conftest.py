from collections.abc import Iterator

import pytest

from simulators import SimulatorProcess, running_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=7, orders=240) as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: SimulatorProcess, request: pytest.FixtureRequest) -> SimulatorProcess:
    """The session's process with a fresh world: 240 orders, or as many as the module's ``WORLD`` says."""
    simulator_process.reset(seed=7, orders=getattr(request.module, "WORLD", 240))
    return simulator_process
