"""Personal data at rest: sealed, by order and purpose, under lease keys."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id


class LeaseKey(models.Model):
    """The books of a lease key; the key itself lies in the key folder and nowhere else.

    ``retire_at``: since when what lives is moved away from it, so that it can go before its day (rule 4).
    ``destroyed_at``: since when it opens nothing; ``file_gone_at``: when its file was seen to be gone. A key
    with the first of these two and without the second is to be deleted yet.
    """

    name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=3)
    day = models.DateField()
    generation = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    retire_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    file_gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "day", "generation"], name="lease_key_once")
        ]


class OrderPersonal(models.Model):
    """The personal data of one order for one purpose, sealed.

    ``held_until``: the latest day of any lease that ever held it and is not retired; None: not known.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    order = models.ForeignKey("packhaus.Order", models.CASCADE, related_name="personal")
    purpose = models.CharField(max_length=12)
    lease = models.CharField(max_length=40)
    held_until = models.DateField(null=True, blank=True)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "order", "purpose"], name="order_personal_once")
        ]
        indexes: ClassVar = [models.Index(fields=["lease"], name="order_personal_by_lease")]


class ErasureReceipt(models.Model):
    """What one run erased of one holding: how many rows, which keys, when, why. Nothing personal; it stays.

    ``organization`` is empty for lease keys, which belong to the installation. ``late_by_outage``: it was due
    while the program was off, and went when it started. ``early`` counts what went before its day: always 0.
    """

    class Reason(models.TextChoices):
        TERM = "term"
        REQUEST = "request"
        MERCHANT = "merchant"
        RETIRED = "retired"

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    day = models.DateField()
    holding = models.CharField(max_length=40)
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.TERM)
    rows = models.BigIntegerField(default=0)
    keys = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    late_by_outage = models.BooleanField(default=False)
    early = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "holding", "reason", "started_at", "late_by_outage"],
                name="erasure_receipt_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-started_at"], name="erasure_by_time")]


class ClockWatch(models.Model):
    """When erasure last ran, and whether the clock can be believed since (rule 6). One row.

    ``beat_at`` and ``doubt_since`` are times of the database's own clock, which no command of the demo moves;
    ``ran_at`` is ours. ``heard_at`` is what a shop's last answer said, ``heard_here`` ours at that moment.
    """

    class By(models.TextChoices):
        START = "start"
        SHOP = "shop"
        MERCHANT = "merchant"

    beat_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True, blank=True)
    doubt_since = models.DateTimeField(null=True, blank=True)
    jump_seconds = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_here = models.DateTimeField(null=True, blank=True)
    heard_beat = models.DateTimeField(null=True, blank=True)
    sure_at = models.DateTimeField(null=True, blank=True)
    sure_by = models.CharField(max_length=8, choices=By.choices, default=By.START)


class AccessLog(models.Model):
    """Who opened buyers' data, when and where; kept twelve months. Nothing personal.

    ``member`` is empty where the program did it. ``place`` as in ``engine.acting``. Of many orders that were
    looked through as a whole ``order`` is empty, and ``orders`` says how many. ``at`` is the minute; of a
    list, the hour. ``order`` has no constraint in the database: whoever reads would wait for who writes.
    """

    class Kind(models.TextChoices):
        LIST = "list"
        PAGE = "page"
        LABEL = "label"
        CARRIER = "carrier"
        MAIL = "mail"
        FILE = "file"
        REQUEST = "request"
        EXPORT = "export"
        ARCHIVE = "archive"
        API = "api"
        OTHER = "other"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    order = models.ForeignKey(
        "packhaus.Order", models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    orders = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "at", "order", "place", "member"],
                name="access_once",
                nulls_distinct=False,
            )
        ]


class PersonRequest(models.Model):
    """The receipt of what was done because a person asked for it (GDPR). Nothing personal; it stays.

    ``order_numbers`` are the shop's numbers of the person's orders, which stay after an erasure.
    """

    class Kind(models.TextChoices):
        COPY = "copy"
        ERASE = "erase"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    order_numbers = ArrayField(models.CharField(max_length=60))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "-at"], name="person_request_by_time")]
