"""Personal data at rest: sealed, by order and purpose, under lease keys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization


class LeaseKey(models.Model):
    """The books of a lease key; the key itself lies in the key folder and nowhere else."""

    name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=3)
    day = models.DateField()
    generation = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "day", "generation"], name="lease_key_once")
        ]


class OrderPersonal(models.Model):
    """The personal data of one order for one purpose, sealed."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    order = models.ForeignKey("packhaus.Order", models.CASCADE, related_name="personal")
    purpose = models.CharField(max_length=12)
    lease = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "order", "purpose"], name="order_personal_once")
        ]
        indexes: ClassVar = [models.Index(fields=["lease"], name="order_personal_by_lease")]
