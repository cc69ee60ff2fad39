"""What is owed to a shop for a parcel, and what the shop said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization
from packhaus.parcels.models import Parcel
from packhaus.shops.models import Connection


class Confirmation(models.Model):
    """The confirmation of one parcel; ``reference`` is its package reference at the shop (R5.4)."""

    class State(models.TextChoices):
        NOT_OWED = "not_owed"
        OWED = "owed"
        INTENDED = "intended"
        UNKNOWN = "unknown"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        BY_SHOP = "by_shop"
        MOOT = "moot"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="confirmations")
    parcel = models.OneToOneField(Parcel, models.CASCADE, related_name="confirmation")
    reference = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOT_OWED)
    state_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["connection", "state", "due_at"], name="confirmation_due"),
            models.Index(fields=["organization", "state"], name="confirmation_by_state"),
        ]
