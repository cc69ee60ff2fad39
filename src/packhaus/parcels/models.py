"""What leaves: parcels, the purchases of their labels, documents and the carrier's events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization
from packhaus.carriers.models import CarrierAccount
from packhaus.kit.ids import public_id
from packhaus.orders.models import Order, OrderLine


class Parcel(models.Model):
    """One parcel of an order. ``state`` changes only through ``parcels.states``. Grams, cents."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ANNOUNCED = "announced"
        HANDLED = "handled"
        IN_TRANSIT = "in_transit"
        OUT_FOR_DELIVERY = "out_for_delivery"
        DELIVERED = "delivered"
        EXCEPTION = "exception"
        RETURNING = "returning"
        RETURNED = "returned"
        LOST = "lost"
        VOIDED = "voided"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="parcels", db_index=False)
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    number = models.PositiveSmallIntegerField()
    carrier_account = models.ForeignKey(CarrierAccount, models.PROTECT, related_name="parcels")
    service = models.CharField(max_length=40)
    service_name = models.CharField(max_length=100)
    weight_grams = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    state_at = models.DateTimeField()
    tracking_number = models.CharField(max_length=60, blank=True)
    carrier_parcel_id = models.CharField(max_length=100, blank=True)
    price_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "order", "number"], name="parcel_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "created_at"], name="parcel_by_state"),
            models.Index(fields=["organization", "-state_at", "-id"], name="parcel_by_change"),
            models.Index(fields=["organization", "tracking_number"], name="parcel_by_tracking"),
        ]

    def __str__(self) -> str:
        return self.tracking_number or self.public_id


class ParcelLine(models.Model):
    """How many pieces of an order line lie in a parcel."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.CASCADE, related_name="parcel_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "parcel", "order_line"], name="parcel_line_once")
        ]


class Purchase(models.Model):
    """One attempt to buy a label; ``key`` is the reference that the carrier sees."""

    class State(models.TextChoices):
        INTENDED = "intended"
        BOUGHT = "bought"
        REFUSED = "refused"
        UNKNOWN = "unknown"
        VOIDING = "voiding"
        VOIDED = "voided"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="purchases")
    key = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INTENDED)
    state_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=models.Q(state__in=["intended", "unknown", "bought", "voiding"]),
                name="purchase_open_once",
            )
        ]


class Document(models.Model):
    """A sealed document of a parcel: its label."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, default="label")
    purpose = models.CharField(max_length=12, default="fulfillment")
    lease = models.CharField(max_length=40)
    held_until = models.DateField(null=True, blank=True)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "parcel", "kind"], name="document_once")
        ]
        indexes: ClassVar = [models.Index(fields=["lease"], name="document_by_lease")]


class CarrierEvent(models.Model):
    """What the carrier told, stored once by its outside id, then worked on."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    carrier_account = models.ForeignKey(CarrierAccount, models.CASCADE, related_name="+")
    outside_id = models.CharField(max_length=100)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "carrier_account", "outside_id"], name="carrier_event_once"
            )
        ]
