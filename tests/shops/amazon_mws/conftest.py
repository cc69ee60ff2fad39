from __future__ import annotations

from collections.abc import Iterator

import pytest

from packhaus.shops.amazon_mws.shop import AmazonMwsShop
from packhaus.shops.port import Credentials
from shops.amazon.other_side import MemoryLimiter, MovedClock, OtherSide, other_side


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def limiter(clock: MovedClock) -> MemoryLimiter:
    return MemoryLimiter(clock)


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSide]:
    """A scripted server in the place of Marketplace Web Service."""
    with other_side() as side:
        monkeypatch.setenv("PACKHAUS_MWS_EU", side.url)
        yield side


@pytest.fixture
def shop(amazon: OtherSide, limiter: MemoryLimiter, clock: MovedClock) -> AmazonMwsShop:
    credentials = Credentials(
        client_id="AKIAEXAMPLE",
        client_secret="secret-of-developer",
        refresh_token="amzn.mws.secret-token",
        seller_id="A1SELLER00",
    )
    return AmazonMwsShop(credentials, limiter, clock)
