"""Where a shop is: each of its addresses is a setting, so that a simulator or a proxy can stand in."""

from __future__ import annotations

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop


def is_loopback(address: str) -> bool:
    """Whether ``address`` is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def address_in(name: str, default: str) -> str:
    """The address that the setting ``name`` of the environment holds, else ``default``.

    Plain ``http`` is taken for this machine only: what goes over a wire is personal data. Raises
    NeedsMerchant where the setting is no address.
    """
    address = os.environ.get(name, "").strip() or default
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable, parts = False, urlsplit("")
    if usable and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address))):
        return address
    raise NeedsMerchant(Words(BAD_ADDRESS, {"name": name}))


BAD_ADDRESS = gettext_noop(
    "The setting %(name)s of this installation is no address that Packhaus may use: it must "
    "begin with https:// (http:// only for this machine). Correct it or take it away, then "
    "start again."
)
