from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import Credentials, OrdersWindow
from shops.amazon.other_side import MemoryLimiter, MovedClock, OtherSide, other_side
from shops.amazon.simulated import Connect
from simulators import SimulatorProcess, running_simulator

_applications = itertools.count()


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def limiter(clock: MovedClock) -> MemoryLimiter:
    return MemoryLimiter(clock)


@pytest.fixture
def credentials() -> Credentials:
    # Ports are used again: an application of its own a test, or a token that is kept could be another's.
    return Credentials(
        client_id=f"amzn1.application-oa2-client.{next(_applications)}",
        client_secret="amzn1.oa2-cs.v1.secret-of-client",
        refresh_token="Atzr|secret-refresh",
        seller_id="A1SELLER",
    )


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSide]:
    """A scripted Amazon, to which the settings point."""
    with other_side() as side:
        for region in ("EU", "NA", "FE"):
            monkeypatch.setenv(f"PACKHAUS_AMAZON_API_{region}", side.url)
        monkeypatch.setenv("PACKHAUS_AMAZON_TOKEN_URL", f"{side.url}/auth/o2/token")
        yield side


@pytest.fixture
def shop(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> AmazonShop:
    return AmazonShop(credentials, limiter, clock)


@pytest.fixture(scope="session")
def amazon_process() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=11, orders=240) as simulator:
        yield simulator


@pytest.fixture
def simulated(amazon_process: SimulatorProcess, monkeypatch: pytest.MonkeyPatch) -> SimulatorProcess:
    """The simulator with a fresh world, to which the settings point."""
    amazon_process.reset(seed=11, orders=240)
    info = amazon_process.info
    for region in ("EU", "NA", "FE"):
        monkeypatch.setenv(f"PACKHAUS_AMAZON_API_{region}", info["api"])
    monkeypatch.setenv("PACKHAUS_AMAZON_TOKEN_URL", info["token_url"])
    return amazon_process


@pytest.fixture
def start(simulated: SimulatorProcess) -> datetime:
    return datetime.fromisoformat(simulated.admin("/state")["clock"]["now"])


@pytest.fixture
def connect(simulated: SimulatorProcess, start: datetime) -> Connect:
    """Opens the simulated account; changes replace credentials."""

    def opened(**changes: str) -> AmazonShop:
        info = simulated.info
        names = ("client_id", "client_secret", "refresh_token", "seller_id")
        credentials = Credentials(**{name: info[name] for name in names} | changes)
        clock = MovedClock(start)
        return AmazonShop(credentials, MemoryLimiter(clock), clock)

    return opened


@pytest.fixture
def window(simulated: SimulatorProcess, start: datetime) -> OrdersWindow:
    return OrdersWindow(
        updated_since=start - timedelta(days=60), marketplace_ids=tuple(simulated.info["marketplace_ids"])
    )
