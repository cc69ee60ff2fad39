"""Our own addresses as Amazon has to know them: where consent comes back to, where its Appstore leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from packhaus.accounts.address import panel_address
from packhaus.shops.addresses import is_loopback


@dataclass(frozen=True)
class OwnAddresses:
    """``redirect`` and ``login`` are registered at Amazon with the application, letter by letter."""

    redirect: str
    login: str

    @property
    def usable(self) -> bool:
        """Whether Amazon takes them: https only; http on this machine is for the simulator."""
        return self.redirect.startswith("https://") or is_loopback(self.redirect)

    @property
    def is_local(self) -> bool:
        """Whether they are on this machine, where Amazon's own Appstore does not reach."""
        return is_loopback(self.redirect)


def own_addresses(request: HttpRequest) -> OwnAddresses:
    """By the setting ``PACKHAUS_URL``; without it by the address at which the panel was asked."""
    base = panel_address(request)
    return OwnAddresses(base + reverse("amazon:callback"), base + reverse("amazon:login"))
