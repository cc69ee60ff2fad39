"""The carriers that there are: one entry a carrier, by its name in the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from packhaus.carriers.demo.carrier import DemoCarrier
from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.port import Carrier
from packhaus.privacy.vault import open_secret


class CarrierEntry(NamedTuple):
    """A carrier's name on the panel, and how an account at it is opened (address, key).

    ``page`` gives the carrier's page on which a buyer sees where a parcel is (address, tracking number);
    empty where it has none.
    """

    label: str
    open: Callable[[str, str], Carrier]
    page: Callable[[str, str], str]


def _demo_page(address: str, tracking_number: str) -> str:
    return f"{address.rstrip('/')}/track/{quote(tracking_number)}"


CARRIERS: dict[str, CarrierEntry] = {"demo": CarrierEntry("Demo-Paketdienst", DemoCarrier, _demo_page)}


def tracking_link(account: CarrierAccount, tracking_number: str) -> str:
    """The carrier's page with a parcel, for its buyer; empty where it has none."""
    return CARRIERS[account.carrier].page(account.address, tracking_number) if tracking_number else ""


def open_carrier(account: CarrierAccount) -> Carrier:
    """The carrier behind an account of the merchant's."""
    key = open_secret(bytes(account.sealed_key), f"carrier:{account.public_id}")
    return _opened(account.carrier, account.address, key)


@lru_cache(maxsize=64)
def _opened(carrier: str, address: str, key: str) -> Carrier:
    return CARRIERS[carrier].open(address, key)
