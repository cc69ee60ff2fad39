"""Drives the whole line in a test: due work is claimed and run here, one piece after the other.

What runs is what a worker runs; only the queue between claim and run is left out, so that a test can look
between any two pieces. Tests with real workers are in ``tests/way/test_kills.py``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from passwords import hashed
from simulators import SimulatorProcess


class Line:
    """A merchant, and the simulator on the other side."""

    def __init__(self, simulator: SimulatorProcess, organization: Any, member: Any) -> None:
        self.simulator = simulator
        self.organization = organization
        self.member = member
        self.connection: Any = None

    @classmethod
    def opened(cls, simulator: SimulatorProcess, monkeypatch: pytest.MonkeyPatch) -> Line:
        from packhaus.accounts.models import Member, Organization
        from packhaus.carriers.models import Sender
        from packhaus.carriers.setup import save_account
        from packhaus.engine import clock
        from packhaus.flow import work  # noqa: F401 - registers the kinds of due work

        for name, value in hosts(simulator).items():
            monkeypatch.setenv(name, value)
        clock.forget()
        now = clock.now()
        organization = Organization.objects.create(name="Hagedorn Haushaltswaren", created_at=now)
        member = Member(
            organization=organization,
            email="miriam@hagedorn.example",
            name="Miriam Kaczmarek",
            created_at=now,
        )
        member.password = hashed()
        member.save()
        Sender.objects.create(
            organization=organization,
            name="Hagedorn Haushaltswaren",
            street="Lagerstraße 4",
            postal_code="51063",
            city="Köln",
        )
        save_account(
            organization,
            carrier="demo",
            name="Demo-Paketdienst",
            address=simulator.info["carrier"],
            key=simulator.info["carrier_key"],
            now=now,
        )
        return cls(simulator, organization, member)

    @property
    def credentials(self) -> Any:
        from packhaus.shops.port import Credentials

        info = self.simulator.info
        return Credentials(
            client_id=info["client_id"],
            client_secret=info["client_secret"],
            refresh_token=info["refresh_token"],
            seller_id=info["seller_id"],
        )

    def connect(self, countries: tuple[str, ...] = (), **changes: Any) -> Any:
        """Connect the shop with all the countries that the simulated account sells in, or those named."""
        from packhaus.flow import connect

        wanted = list(countries) or connect.test("amazon", self.credentials, "DE", self.now()).countries
        self.connection = connect.save(
            self.organization,
            self.member,
            shop="amazon",
            kind="private",
            credentials=self.credentials,
            countries=wanted,
            now=self.now(),
            **({"name": "Hagedorn", "import_weights": True, "confirm_at": "handled"} | changes),
        )
        return self.connection

    def connect_old(self, countries: tuple[str, ...] = ("DE",), **changes: Any) -> Any:
        """Connect the account the old way, once its owner has authorized the developer at Amazon."""
        from packhaus.flow import connect
        from packhaus.shops.port import Credentials

        developer = self.simulator.info["mws_developer"]
        given = self.simulator.admin("/mws", {"authorize": True})
        self.connection = connect.save(
            self.organization,
            self.member,
            shop="amazon_mws",
            kind="developer",
            credentials=Credentials(
                client_id=developer["access_key"],
                client_secret=developer["secret_key"],
                refresh_token=given["token"],
                seller_id=given["seller_id"],
            ),
            countries=list(countries),
            now=self.now(),
            developer=(developer["name"], developer["developer_id"]),
            **({"name": "Hagedorn", "import_weights": True, "confirm_at": "handled"} | changes),
        )
        return self.connection

    def now(self) -> datetime:
        from packhaus.engine import clock

        return clock.now()

    def move(self, **by: float) -> None:
        """Move both clocks, ours and the simulator's."""
        from packhaus.engine import clock

        seconds = timedelta(**by).total_seconds()
        clock.move(seconds)
        self.simulator.advance(seconds)

    def work(self, rounds: int = 200, kinds: tuple[str, ...] = ()) -> list[str]:
        """Run what is due until nothing is within 20 seconds (the clocks move on). Says what ran."""
        from packhaus.engine import bulk, due

        ran: list[str] = []
        for _ in range(rounds):
            moment = self.now()
            claimed = bulk.claim(moment, moment + due.CLAIM, 200)
            if not claimed:
                soon = bulk.next_due()
                if soon is None or (soon - moment).total_seconds() > 20:
                    return ran
                self.move(seconds=(soon - moment).total_seconds() + 0.01)
                continue
            for work in claimed:
                if kinds and work.kind not in kinds:
                    bulk.release(work.id, moment + timedelta(hours=1), 0, "")
                    continue
                due.run(work.id, work.kind, work.subject)
                ran.append(work.kind)
        raise AssertionError(f"work does not come to rest: {ran[-20:]}")

    def trouble(self) -> list[tuple[str, str]]:
        """What went wrong with due work, for a test's message."""
        from packhaus.engine.models import Due

        return list(Due.objects.exclude(trouble="").values_list("kind", "trouble"))

    def orders(self, **filters: Any) -> Any:
        from packhaus.orders.models import Order

        return Order.objects.filter(organization=self.organization, **filters)

    def ship(self, orders: Any = None, key: str = "first") -> Any:
        """Start a batch of all ready orders (or those given) and work on it."""
        from packhaus.flow import announce

        chosen = orders if orders is not None else self.orders(state="ready")
        batch = announce.start_batch(
            self.organization,
            self.member,
            order_ids=[order.pk for order in chosen],
            service="",
            key=key,
            now=self.now(),
        )
        self.work()
        return batch

    def at_amazon(self) -> dict[str, Any]:
        return dict(self.simulator.admin("/state"))


def hosts(simulator: SimulatorProcess) -> dict[str, str]:
    """The settings that point Packhaus to a simulator."""
    info = simulator.info
    return {
        "PACKHAUS_AMAZON_API_EU": info["api"],
        "PACKHAUS_AMAZON_TOKEN_URL": info["token_url"],
        "PACKHAUS_SELLER_CENTRAL": info["seller_central"],
        "PACKHAUS_MWS_EU": info["mws"],
        "PACKHAUS_MWS_DEVELOPER_NAME": info["mws_developer"]["name"],
        "PACKHAUS_MWS_DEVELOPER_ID": info["mws_developer"]["developer_id"],
        "PACKHAUS_MWS_ACCESS_KEY": info["mws_developer"]["access_key"],
        "PACKHAUS_MWS_SECRET_KEY": info["mws_developer"]["secret_key"],
    }
