"""Each shop at the simulator, as the suite of the port takes it in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from line import hosts
from packhaus.shops.port import Shop, ShopOrder, ShopState
from shops.ports import CALLS, Door, opened
from simulators import SimulatorProcess, running_simulator

SEED, ORDERS = 11, 60


@pytest.fixture(scope="session")
def process() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=SEED, orders=ORDERS) as simulator:
        yield simulator


@pytest.fixture(params=sorted(CALLS))
def door(
    request: pytest.FixtureRequest, process: SimulatorProcess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Door]:
    process.admin("/faults", method="DELETE")
    process.reset(seed=SEED, orders=ORDERS)
    process.admin("/calls", method="DELETE")
    for name, value in hosts(process).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PACKHAUS_AMAZON_READ_SECONDS", "0.5")
    yield opened(request.param, process)
    process.admin("/faults", method="DELETE")


@pytest.fixture
def shop(door: Door) -> Shop:
    return door.open()


@pytest.fixture
def open_order(door: Door, shop: Shop) -> ShopOrder:
    return next(
        order
        for order in door.orders(shop).values()
        if order.state is ShopState.OPEN and len(order.lines) > 1 and order.recipient is not None
    )
