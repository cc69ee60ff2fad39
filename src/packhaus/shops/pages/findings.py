"""What a test of a connection found, line by line, in the merchant's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.desk.formats import number
from packhaus.flow.findings import Findings
from packhaus.shops.forms import names


@dataclass(frozen=True)
class Result:
    """One line: ``tone`` is ``ok``, ``wait`` or ``late``; a button where something can be mended."""

    tone: str
    title: str
    text: str
    url: str = ""
    label: str = ""


class Tested(TypedDict):
    """What a session keeps of a test that the shop answered: nothing personal."""

    at: str
    countries: list[str]
    open_orders: int
    orders_complete: bool
    addresses_readable: bool | None
    skus_without_weight: int
    orders_without_weight: int
    seconds: float


class Failed(TypedDict):
    """What it keeps of a test that came to nothing: the words for it."""

    at: str
    problem: dict[str, object]


def stored(findings: Findings, now: datetime) -> Tested:
    """The form in which a session keeps findings."""
    return Tested(
        at=now.isoformat(),
        countries=findings.countries,
        open_orders=findings.open_orders,
        orders_complete=findings.orders_complete,
        addresses_readable=findings.addresses_readable,
        skus_without_weight=findings.skus_without_weight,
        orders_without_weight=findings.orders_without_weight,
        seconds=findings.seconds,
    )


def context(found: Tested | Failed | None, *, without_addresses: str, saved: bool) -> dict[str, object]:
    """What the templates show of findings; ``saved``: the connection exists already.

    ``without_addresses`` says what the shop sent in their place, where addresses are not readable.
    """
    if found is None:
        return {"tested": None}
    at = datetime.fromisoformat(found["at"])
    if "problem" in found:
        return {"tested": found, "tested_at": at, "results": []}
    lines = [
        Result("ok", _("Log-in at Amazon"), _("accepted")),
        Result("ok", _("Your account sells in"), names(found["countries"])),
        _orders(found),
        _weights(found, saved),
        _addresses(found, without_addresses),
    ]
    all_well = all(line.tone == "ok" for line in lines)
    return {"tested": found, "tested_at": at, "results": lines, "all_well": all_well}


def _orders(found: Tested) -> Result:
    count = found["open_orders"]
    if found["orders_complete"]:
        text = ngettext("yes, %(count)s open one found", "yes, %(count)s open ones found", count)
    else:
        text = ngettext(
            "yes, at least %(count)s open one found", "yes, at least %(count)s open ones found", count
        )
    return Result("ok", _("Orders readable"), text % {"count": number(count)})


def _weights(found: Tested, saved: bool) -> Result:
    skus, orders = found["skus_without_weight"], found["orders_without_weight"]
    if not skus:
        return Result("ok", _("Weights"), _("there for every SKU that was ordered"))
    text = ngettext("%(count)s SKU has no weight", "%(count)s SKUs have no weight", skus) % {
        "count": number(skus)
    }
    waiting = ngettext("%(count)s order waits for it", "%(count)s orders wait for it", orders) % {
        "count": number(orders)
    }
    url = f"{reverse('products:list')}?show=missing" if saved else ""
    return Result("wait", _("Weights"), f"{text}, {waiting}", url, _("Enter") if saved else "")


def _addresses(found: Tested, without: str) -> Result:
    readable = found["addresses_readable"]
    if readable is None:
        return Result("wait", _("Addresses"), _("no open order to see it by; test again when there is one"))
    if readable:
        return Result("ok", _("Addresses readable"), _("yes"))
    return Result("wait", _("Addresses readable: no"), without)
