"""SKUs and what they weigh."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization
from packhaus.kit.ids import public_id
from packhaus.shops.models import Connection


class Product(models.Model):
    """One SKU of one shop account. The merchant's own weight goes before the listing's. Grams."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="products")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="products")
    sku = models.CharField(max_length=100)
    asin = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500, blank=True)
    marketplace_id = models.CharField(max_length=20, blank=True)
    listing_grams = models.PositiveIntegerField(null=True, blank=True)
    listing_source = models.CharField(max_length=60, blank=True)
    listing_problem = models.JSONField(null=True, blank=True)
    own_grams = models.PositiveIntegerField(null=True, blank=True)
    own_at = models.DateTimeField(null=True, blank=True)
    looked_up_at = models.DateTimeField(null=True, blank=True)
    look_up_due_at = models.DateTimeField(null=True, blank=True)
    ask_own = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "connection", "sku"], name="product_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["connection", "look_up_due_at"], name="product_look_up_due")
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def grams(self) -> int | None:
        """What one piece weighs, packed, in grams: the merchant's word first (R3.2)."""
        return self.own_grams or self.listing_grams
