"""An order and its lines. Nothing personal stands in these tables: that lies in the vault."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id
from packhaus.orders.rules import open_pieces
from packhaus.shops.models import Connection


class Order(models.Model):
    """What a shop sold and must leave.

    ``shop_status`` is the shop's own word. ``state`` and ``waiting`` are derived by ``orders.rules`` and
    written only by ``orders.bulk.refresh``. Weights in grams, money in cents, quantities in pieces.
    ``given_grams`` is a weight that came with the order: it stands in the place of its lines' sum.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        WAITING = "waiting"
        READY = "ready"
        HELD = "held"
        IN_PARCELS = "in_parcels"
        PARTLY_SHIPPED = "partly_shipped"
        SHIPPED = "shipped"
        CANCELLED = "cancelled"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="orders", db_index=False)
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="orders")
    shop_order_id = models.CharField(max_length=60)
    marketplace_id = models.CharField(max_length=20, blank=True)
    shop_status = models.CharField(max_length=60)
    shop_state = models.CharField(max_length=14)
    shop_updated_at = models.DateTimeField()
    purchased_at = models.DateTimeField()
    ship_by = models.DateTimeField(null=True, blank=True)
    deliver_by = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField()
    country = models.CharField(max_length=2, blank=True)
    service_level = models.CharField(max_length=60, blank=True)
    is_business = models.BooleanField(default=False)
    is_prime = models.BooleanField(default=False)
    is_replacement = models.BooleanField(default=False)
    is_gift = models.BooleanField(default=False)
    shop_ships_itself = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    cancel_overruled_at = models.DateTimeField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    total_cents = models.BigIntegerField(null=True, blank=True)
    has_address = models.BooleanField(default=False)
    oddities = models.JSONField(default=list, blank=True)

    given_grams = models.PositiveIntegerField(null=True, blank=True)

    units = models.PositiveIntegerField(default=0)
    units_in_parcels = models.PositiveIntegerField(default=0)
    units_shipped = models.PositiveIntegerField(default=0)
    label_problem = models.CharField(max_length=10, blank=True)
    label_words = models.JSONField(null=True, blank=True)
    live_label = models.BooleanField(default=False)
    label_untold = models.BooleanField(default=False, db_default=False)
    confirmation_refused = models.BooleanField(default=False)

    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    cancelled_here_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    address_edited = models.BooleanField(default=False, db_default=False)

    state = models.CharField(max_length=14, choices=State.choices, default=State.PENDING)
    waiting = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    weight_grams = models.PositiveIntegerField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "connection", "shop_order_id"], name="order_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "ship_by"], name="order_by_state"),
            models.Index(fields=["organization", "shop_order_id"], name="order_by_number"),
            models.Index(
                "organization",
                models.F("shipped_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="order_by_shipped",
            ),
            GinIndex(fields=["waiting"], name="order_by_waiting"),
        ]

    def __str__(self) -> str:
        return self.shop_order_id


class OrderLine(models.Model):
    """One line, quantities in pieces.

    ``quantity_shipped`` is what the shop counts as shipped; ``quantity_elsewhere`` what of that left without
    a parcel of ours. ``unit_grams`` is the product's weight as it stood when it was last looked up.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    shop_line_id = models.CharField(max_length=60)
    sku = models.CharField(max_length=100)
    asin = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500, blank=True)
    quantity = models.PositiveIntegerField()
    quantity_shipped = models.PositiveIntegerField(default=0)
    quantity_in_parcels = models.PositiveIntegerField(default=0)
    quantity_elsewhere = models.PositiveIntegerField(db_default=0, default=0)
    price_cents = models.BigIntegerField(null=True, blank=True)
    is_gift = models.BooleanField(default=False)
    is_customized = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    unit_grams = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "order", "shop_line_id"], name="line_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "sku"], name="line_by_sku")]

    def __str__(self) -> str:
        return f"{self.quantity}x {self.sku}"

    @property
    def open(self) -> int:
        """Pieces that still want a parcel."""
        return open_pieces(self.quantity, self.quantity_in_parcels, self.quantity_elsewhere)
