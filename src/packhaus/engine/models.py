"""What drives the flow: due work, shared limits, batches, the timeline, the demo's clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id


class Due(models.Model):
    """One piece of work that is due: its kind, the id of what it is about, and when.

    ``limited``: it waits until then because the other side's limit says so.
    """

    kind = models.CharField(max_length=30)
    subject = models.BigIntegerField()
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    limited = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject"], name="due_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="due_by_time"),
            models.Index(
                fields=["claimed_until"],
                name="due_claimed",
                condition=models.Q(claimed_until__isnull=False),
            ),
        ]


class RateBucket(models.Model):
    """A token bucket a (scope, operation); a scope is a seller and an application."""

    scope = models.CharField(max_length=100)
    operation = models.CharField(max_length=60)
    tokens = models.FloatField()
    granted = models.BooleanField(default=True)
    learned_rate = models.FloatField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "operation"], name="rate_bucket_once")
        ]


class ClockShift(models.Model):
    """How far the demo moved the clock, and how fast it lets it run; one row, shared by all processes.

    Beside ``seconds`` it has gained ``speed - 1`` for each second since ``since`` (seconds since 1970, UTC).
    """

    seconds = models.FloatField(default=0)
    speed = models.FloatField(default=1)
    since = models.FloatField(default=0)


class Batch(models.Model):
    """A job of many parts with progress. ``key`` makes a second click the same batch."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="batches")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, default="labels")
    key = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "key"], name="batch_key_once"),
            models.UniqueConstraint(fields=["organization", "number"], name="batch_number_once"),
        ]


class BatchItem(models.Model):
    """One part of a batch: an order that wants a label, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"
        UNKNOWN = "unknown"
        SKIPPED = "skipped"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    order = models.ForeignKey("packhaus.Order", models.CASCADE, related_name="+")
    parcel = models.ForeignKey("packhaus.Parcel", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    words = models.JSONField(null=True, blank=True)
    service = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "batch", "order"], name="batch_item_once")
        ]


class Timeline(models.Model):
    """What happened to an order, when, by whom, in words that hold nothing personal."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    order = models.ForeignKey("packhaus.Order", models.CASCADE, related_name="timeline", db_index=False)
    parcel = models.ForeignKey("packhaus.Parcel", models.CASCADE, null=True, related_name="timeline")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    words = models.JSONField()
    who = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order", "-at"], name="timeline_by_order")]
