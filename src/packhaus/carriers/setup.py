"""Set up the carrier account and the sender."""

from __future__ import annotations

from datetime import datetime

from packhaus.accounts.models import Organization
from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.registry import CARRIERS
from packhaus.kit.ids import public_id
from packhaus.privacy import vault


def test_account(*, carrier: str, address: str, key: str) -> None:
    """Ask the carrier something harmless. Raises NeedsMerchant for a wrong key, Retry where it is out."""
    CARRIERS[carrier].open(address, key).ask("PH-TEST")


def save_account(
    organization: Organization, *, carrier: str, name: str, address: str, key: str, now: datetime
) -> CarrierAccount:
    """Keep a carrier account, its key sealed; the same carrier and name again replaces the key.

    Raises as :func:`test_account` does: a key that the carrier refuses is not kept.
    """
    test_account(carrier=carrier, address=address, key=key)
    account = CarrierAccount.objects.filter(organization=organization, carrier=carrier, name=name).first()
    if account is None:
        account = CarrierAccount(
            organization=organization, public_id=public_id(), carrier=carrier, name=name, created_at=now
        )
    account.address = address
    account.active = True
    account.sealed_key = vault.seal_secret(key, f"carrier:{account.public_id}")
    account.problem = None
    account.save()
    return account
