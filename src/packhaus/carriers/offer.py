"""The shipping methods that a batch can be bought with."""

from __future__ import annotations

from packhaus.accounts.models import Organization
from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.port import Service
from packhaus.carriers.registry import open_carrier
from packhaus.kit.errors import Problem


def offered_services(organization: Organization) -> list[Service]:
    """What the merchant's carriers offer; nothing of one that cannot be asked: *automatic* is left."""
    offered: list[Service] = []
    for account in CarrierAccount.objects.filter(organization=organization, active=True).order_by("pk"):
        try:
            offered += open_carrier(account).services()
        except Problem:
            continue
    return offered
