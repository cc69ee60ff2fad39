"""The carriers that there are: one entry a carrier, by its name in the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from packhaus.carriers.demo.carrier import DemoCarrier
from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.port import Carrier
from packhaus.privacy.vault import open_secret


class CarrierEntry(NamedTuple):
    """A carrier's name on the panel, and how an account at it is opened (address, key)."""

    label: str
    open: Callable[[str, str], Carrier]


CARRIERS: dict[str, CarrierEntry] = {"demo": CarrierEntry("Demo-Paketdienst", DemoCarrier)}


def open_carrier(account: CarrierAccount) -> Carrier:
    """The carrier behind an account of the merchant's."""
    key = open_secret(bytes(account.sealed_key), f"carrier:{account.public_id}")
    return _opened(account.carrier, account.address, key)


@lru_cache(maxsize=64)
def _opened(carrier: str, address: str, key: str) -> Carrier:
    return CARRIERS[carrier].open(address, key)
