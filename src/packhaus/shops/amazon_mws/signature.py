"""Signature Version 2: an HMAC-SHA256 over verb, host, path and the sorted query.

Source: Amazon's MWS guide, "If you create your own client library": sort by byte order, percent-encode all
but unreserved characters (RFC 3986), a blank as %20.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote

_UNRESERVED = "-_.~"


def encoded(parameters: Mapping[str, str]) -> str:
    """The parameters in the one form that is signed, which is also sent."""
    pairs = sorted((name.encode(), value.encode()) for name, value in parameters.items())
    return "&".join(
        f"{quote(name, safe=_UNRESERVED)}={quote(value, safe=_UNRESERVED)}" for name, value in pairs
    )


def signature(secret_key: str, verb: str, host: str, path: str, parameters: Mapping[str, str]) -> str:
    """The value of ``Signature``, in base64. ``host`` is that of the Host header, its port included."""
    text = "\n".join((verb, host.lower(), path, encoded(parameters)))
    return b64encode(hmac.digest(secret_key.encode(), text.encode(), sha256)).decode()
