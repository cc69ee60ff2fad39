"""The merchant's accounts at carriers, and where parcels leave from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization
from packhaus.kit.ids import public_id


class Sender(models.Model):
    """Where parcels leave from: printed on every label."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="sender")
    name = models.CharField(max_length=50)
    street = models.CharField(max_length=60)
    postal_code = models.CharField(max_length=12)
    city = models.CharField(max_length=50)
    country = models.CharField(max_length=2, default="DE")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class CarrierAccount(models.Model):
    """A carrier that the merchant has a contract with. The key is sealed under the master key."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="carrier_accounts")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    carrier = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    address = models.URLField(max_length=300, blank=True)
    sealed_key = models.BinaryField()
    active = models.BooleanField(default=True)
    events_cursor = models.CharField(max_length=200, blank=True)
    events_read_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "carrier", "name"], name="carrier_account_once")
        ]

    def __str__(self) -> str:
        return self.name
