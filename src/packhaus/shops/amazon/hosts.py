"""Where Amazon is. Every host is a setting, so that the simulator, a proxy or the sandbox can stand in.

Environment: ``PACKHAUS_AMAZON_API_EU``, ``PACKHAUS_AMAZON_API_NA``, ``PACKHAUS_AMAZON_API_FE``,
``PACKHAUS_AMAZON_TOKEN_URL``, ``PACKHAUS_SELLER_CENTRAL``. Plain ``http`` is taken for this machine only:
what goes over a wire is personal data.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.addresses import address_in
from packhaus.shops.amazon import marketplaces

REGIONS = ("eu", "na", "fe")
_TOKEN_URL = "https://api.amazon.com/auth/o2/token"
_EUROPE = "sellercentral-europe.amazon.com"
_SELLER_CENTRAL = "PACKHAUS_SELLER_CENTRAL"
# No backslash, blank or control sign, no user before the host, no fragment; percent signs in a query only.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?(\?[A-Za-z0-9._~/:?&=%+,;!*'()-]*)?")


def api(region: str) -> str:
    """The address of the Selling Partner API in ``region`` (eu, na, fe), without a slash at its end.

    Raises NeedsMerchant where the region is unknown or the setting is no address.
    """
    if region not in REGIONS:
        raise NeedsMerchant(
            Words(
                gettext_noop("Amazon has no region “%(region)s”: choose the country of the account again."),
                {"region": region[:20]},
            )
        )
    name = f"PACKHAUS_AMAZON_API_{region.upper()}"
    return address_in(name, f"https://sellingpartnerapi-{region}.amazon.com").rstrip("/")


def token_url() -> str:
    """The address at which Login with Amazon gives access tokens."""
    return address_in("PACKHAUS_AMAZON_TOKEN_URL", _TOKEN_URL)


def seller_central(marketplace_id: str, *, consent: bool = False) -> str:
    """The address of Seller Central for a marketplace; with ``consent`` that of its consent page.

    Without a slash at its end. An unknown marketplace leads to the European one.
    """
    found = marketplaces.by_id(marketplace_id)
    host = _EUROPE if found is None else found.consent if consent else found.seller_central
    return address_in(_SELLER_CENTRAL, f"https://{host}").rstrip("/")


def is_seller_central(address: str) -> bool:
    """Whether ``address`` is a page of Seller Central's: of a host that we know, or below the setting.

    Nothing in it may be read in two ways: browsers take a backslash for a slash, and drop tabs and breaks.
    """
    if not _PLAIN.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if os.environ.get(_SELLER_CENTRAL, "").strip():
        here = urlsplit(seller_central(""))
        # Dots within the path would climb out of the setting's.
        within = parts.path.startswith(f"{here.path}/") and "/." not in parts.path
        return (parts.scheme, parts.netloc) == (here.scheme, here.netloc) and within
    return parts.scheme == "https" and port in (None, 443) and parts.hostname in _known_hosts()


def _known_hosts() -> set[str]:
    own = {host for each in marketplaces.MARKETPLACES for host in (each.seller_central, each.consent)}
    return own | {_EUROPE}
