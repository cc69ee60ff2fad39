"""Signature Version 2: an HMAC over verb, host, path and the sorted query."""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote

_PLAIN = "-_.~"


def signature(secret: str, verb: str, host: str, path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The signature over decoded parameters, in base64. ``Signature`` itself does not count among them."""
    listed = sorted((name, value) for name, value in parameters if name != "Signature")
    query = "&".join(f"{quote(name, safe=_PLAIN)}={quote(value, safe=_PLAIN)}" for name, value in listed)
    text = "\n".join((verb, host.lower(), path or "/", query))
    return b64encode(hmac.digest(secret.encode(), text.encode(), sha256)).decode()


def is_signed(
    secret: str, verb: str, host: str, path: str, parameters: list[tuple[str, str]], given: str
) -> bool:
    """Whether ``given`` fits.

    ``host`` is the Host header, its port included where it is not the scheme's own. Clients that cut only
    ``https://`` from an address, as python-amazon-mws does, sign a loopback one with ``http://`` before it.
    """
    return any(
        hmac.compare_digest(
            signature(secret, verb, named, path, parameters).encode(), given.encode("utf-8", "replace")
        )
        for named in (host, f"http://{host}")
    )
