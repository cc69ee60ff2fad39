"""The cold archive's books: to whose keys, which bundles, where they lie. The bundles are files (R4.3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Organization
from packhaus.kit.ids import public_id


class Archive(models.Model):
    """A merchant's archive, on while it has a recipient; the years for which its country has bundles kept."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="archive")
    country = models.CharField(max_length=2, blank=True)
    years = models.PositiveSmallIntegerField()
    on_since = models.DateTimeField()
    problem = models.JSONField(null=True, blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)


class ArchiveRecipient(models.Model):
    """A public key to which bundles are encrypted, and who keeps its private half where.

    ``test_word`` stands in a test bundle to this key alone; who types it in has opened it: ``proved_at``.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="archive_recipients")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    public_key = models.CharField(max_length=100)
    label = models.CharField(max_length=100)
    keeper = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    test_word = models.CharField(max_length=20, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "public_key"],
                condition=models.Q(ended_at=None),
                name="archive_recipient_once",
            )
        ]


class ArchiveBundle(models.Model):
    """One bundle of one month of supplies. Without ``written_at`` it is only intended.

    ``place`` and ``keeper``: where it lies since ``moved_at``; before that in the archive folder.
    ``problem``: what the last check found. ``gone_at``: the merchant deleted it after ``keep_until``.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="archive_bundles")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    month = models.DateField()
    part = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=80)
    orders = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    recipients = models.JSONField(default=list, blank=True)
    intended_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateField()
    checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    keeper = models.CharField(max_length=200, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "month", "part"], name="archive_bundle_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-month"], name="archive_bundle_by_month")]


class ArchivedOrder(models.Model):
    """That an order is in a bundle, once. Nothing personal; it stays when the order is erased.

    ``bundle`` is empty where its data went before a bundle could be written: nothing is kept longer for that.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    order = models.ForeignKey("packhaus.Order", models.CASCADE, related_name="archived")
    bundle = models.ForeignKey(ArchiveBundle, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "order"], name="archived_order_once")
        ]
