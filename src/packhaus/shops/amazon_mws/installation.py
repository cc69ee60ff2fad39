"""What this installation is at Amazon's old system: where that is, and as which developer it signs (R1.3).

As at any shipping platform the developer's keys are the platform's own, one pair for all its merchants; a
merchant gives the seller ID and a token. Environment: ``PACKHAUS_MWS_EU`` (the address),
``PACKHAUS_MWS_DEVELOPER_NAME``, ``PACKHAUS_MWS_DEVELOPER_ID``, ``PACKHAUS_MWS_ACCESS_KEY``,
``PACKHAUS_MWS_SECRET_KEY``, ``PACKHAUS_SELLER_CENTRAL``. Plain ``http`` is taken for this machine only.
"""

from __future__ import annotations

import os

import msgspec

from packhaus.shops.addresses import address_in

_EUROPE = "https://mws-eu.amazonservices.com"
_SELLER_CENTRAL = "https://sellercentral-europe.amazon.com"


SETTINGS = tuple(
    f"PACKHAUS_MWS_{name}" for name in ("DEVELOPER_NAME", "DEVELOPER_ID", "ACCESS_KEY", "SECRET_KEY")
)
"""What makes this installation a developer; each is needed."""


class Developer(msgspec.Struct, frozen=True, kw_only=True):
    """The developer that merchants authorize. Its secret key signs: ``repr`` shows nothing."""

    name: str
    developer_id: str
    access_key: str
    secret_key: str

    def __repr__(self) -> str:
        return "<Developer>"


def developer() -> Developer | None:
    """The developer that this installation is; None where a setting of it is missing."""
    values = [os.environ.get(name, "").strip() for name in SETTINGS]
    if not all(values):
        return None
    name, developer_id, access_key, secret_key = values
    return Developer(name=name, developer_id=developer_id, access_key=access_key, secret_key=secret_key)


def host() -> str:
    """The address of Marketplace Web Service in Europe, without a slash at its end.

    Raises NeedsMerchant where the setting is no address.
    """
    return address_in("PACKHAUS_MWS_EU", _EUROPE).rstrip("/")


def seller_central() -> str:
    """The address of Seller Central, without a slash at its end. Raises as :func:`host` does."""
    return address_in("PACKHAUS_SELLER_CENTRAL", _SELLER_CENTRAL).rstrip("/")


def start_page() -> str:
    """Where the merchant begins at Amazon (R1.1). The real one is gone; the simulator has it."""
    return f"{seller_central()}/mws"


def manage(marketplace_id: str) -> str:
    """User permissions of the old Seller Central: where an authorization is renewed and taken back (R4.7)."""
    return f"{start_page()}/user-permissions"
