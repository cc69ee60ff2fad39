"""What Amazon sends in an address is carried over to a page with a clean one, sealed in a cookie.

So a code and a state stand in no address bar, no history and no Referer, and they survive the log-in without
standing in the log-in's address.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from packhaus.privacy import vault
from packhaus.privacy.errors import SealBroken

COOKIE = "packhaus_carried"
PATH = "/settings/integrations/amazon/"
LIVES = timedelta(minutes=10)
LONGEST = 2000
"""More than this, in characters, is nothing that Amazon sends; a browser keeps about twice as much."""
_BOUND_TO = "amazon-carried"


def carry(response: HttpResponse, what: str, values: Mapping[str, str], now: datetime) -> None:
    """Give ``values`` to the browser for ten minutes, sealed; ``what`` says which page may read them."""
    text = json.dumps({"what": what, "until": (now + LIVES).isoformat(), "values": dict(values)})
    if len(text) > LONGEST:
        return
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(vault.seal_secret(text, _BOUND_TO)).decode(),
        max_age=LIVES,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def carried(request: HttpRequest, what: str, now: datetime) -> dict[str, str] | None:
    """What was carried over for ``what``; None where there is nothing, or its time is over."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        held = json.loads(vault.open_secret(sealed, _BOUND_TO)) if sealed else {}
    except (SealBroken, binascii.Error, ValueError):
        return None
    if held.get("what") != what or datetime.fromisoformat(held["until"]) < now:
        return None
    return {str(name): str(value) for name, value in held["values"].items()}


def drop(response: HttpResponse) -> None:
    """Take it away: it is good once."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
