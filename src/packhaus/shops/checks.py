"""The short list on a connection's page: each thing that must be well for it to work, and whether it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from packhaus.authorizations.rules import Ending
from packhaus.kit.words import gettext_noop
from packhaus.shops.rules import Facts, Found, Value, causes_of

_STANDSTILL = ("revoked", "year_over", "secret_over", "secret_ended", "secret_new", "keys", "token")
_SILENT = ("unreachable", "outage", "unreadable")


@dataclass(frozen=True)
class Check:
    """One line, of message ids. ``tone``: ``ok``, ``wait``, ``late``; empty: not to be said now."""

    code: str
    title: str
    tone: str
    text: str
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How a connection stands: what is in its way, the worst first, and every check."""

    causes: list[Found]
    checks: list[Check]

    @property
    def tone(self) -> str:
        """The tone of the worst: ``late``, ``wait`` or ``ok``."""
        tones = [found.cause.tone for found in self.causes]
        return next((tone for tone in ("late", "wait") if tone in tones), "ok")


def stand(facts: Facts, now: datetime) -> Standing:
    """All that the page of a connection says of how it stands."""
    causes = causes_of(facts, now)
    return Standing(causes, _checks(facts, {found.cause.code: found for found in reversed(causes)}))


def _checks(facts: Facts, found: dict[str, Found]) -> list[Check]:
    still = any(code in found for code in _STANDSTILL)
    unseen = _UNASKED if facts.last_read_at is None else _NOT_NOW
    known = facts.last_read_at is not None and not still and not any(code in found for code in _SILENT)

    def line(code: str, title: str, causes: Sequence[str], well: Check | None) -> Check:
        bad = next((found[cause] for cause in causes if cause in found), None)
        if bad is not None:
            return Check(code, title, bad.cause.tone or "wait", bad.cause.title, bad.values)
        return well or Check(code, title, "", unseen, {"shop": facts.shop})

    def ok(code: str, title: str, text: str, **values: Value) -> Check:
        return Check(code, title, "ok", text, {"shop": facts.shop} | values)

    end, secret_ends = facts.end, facts.secret_ends_on
    login = ok("login", LOGIN, _TAKEN_UNTIL, on=secret_ends) if secret_ends else ok("login", LOGIN, _TAKEN)
    year = end is not None and end.ending is Ending.YEAR
    token = ok("token", TOKEN, _STANDS_UNTIL, on=end.on) if end and year else ok("token", TOKEN, _STANDS)
    addresses = ok("addresses", ADDRESSES, _READABLE) if facts.addresses_readable else None
    if facts.addresses_readable is None and known:
        addresses = Check("addresses", ADDRESSES, "", _NO_ORDER, {"shop": facts.shop})
    secret = ("keys", "secret_over", "secret_ended", "secret_new", "secret_refused", "secret_waits")
    return [
        line("login", LOGIN, secret, login if known else None),
        line("token", TOKEN, ("revoked", "year_over", "token"), token if known else None),
        line("role", ROLE, ("role_orders", "role"), ok("role", ROLE, _GIVEN) if known else None),
        line("addresses", ADDRESSES, ("addresses",), addresses),
        line("region", REGION, ("region",), ok("region", REGION, _FITS) if known else None),
        line("limit", LIMIT, ("limit",), ok("limit", LIMIT, _NOT_REACHED)),
        line("shop", SHOP, (*_SILENT, "other"), ok("shop", SHOP, _ANSWERS) if known else None),
        line("worker", WORKER, ("worker",), ok("worker", WORKER, _RUNS)),
        line("clock", CLOCK, ("clock",), ok("clock", CLOCK, _RIGHT) if facts.last_read_at else None),
    ]


LOGIN = gettext_noop("Log-in with client ID and secret")
TOKEN = gettext_noop("Authorization")
ROLE = gettext_noop("Roles")
ADDRESSES = gettext_noop("Addresses")
REGION = gettext_noop("Region")
LIMIT = gettext_noop("Limits")
SHOP = gettext_noop("%(shop)s itself")
WORKER = gettext_noop("Our worker")
CLOCK = gettext_noop("Our clock")
_UNASKED = gettext_noop("not asked yet")
_NOT_NOW = gettext_noop("cannot be seen now")
_TAKEN = gettext_noop("taken")
_TAKEN_UNTIL = gettext_noop("taken, the secret ends on %(on)s at the latest")
_STANDS = gettext_noop("stands")
_STANDS_UNTIL = gettext_noop("stands, its year ends on %(on)s")
_GIVEN = gettext_noop("all that is needed are there")
_READABLE = gettext_noop("readable")
_NO_ORDER = gettext_noop("not seen yet: no open order so far")
_FITS = gettext_noop("fits the countries")
_NOT_REACHED = gettext_noop("none is reached")
_ANSWERS = gettext_noop("answers")
_RUNS = gettext_noop("runs")
_RIGHT = gettext_noop("agrees with that of %(shop)s")
