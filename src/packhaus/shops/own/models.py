"""Orders of one's own out of a file: the file while it is worked on, and which column was what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id
from packhaus.shops.models import Connection


class OrderFile(models.Model):
    """A file of orders and how far it is. Its text lies sealed in :class:`OrderFileText`.

    ``matching`` has the number of the column for each field (``fields.FIELDS``), and the choices that hold
    for all rows. ``columns_digest`` tells which columns the file has, without naming them. ``rows`` and
    ``rows_done`` count lines of the file below its head. ``problems``: for each refused row its number in
    the file, the field and why; never what stands in it.
    """

    class State(models.TextChoices):
        NEW = "new"
        CHECKED = "checked"
        IMPORTING = "importing"
        DONE = "done"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="files")
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    columns_digest = models.CharField(max_length=64)
    matching = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    orders_ready = models.PositiveIntegerField(default=0)
    orders_new = models.PositiveIntegerField(default=0)
    orders_known = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "-made_at"], name="order_file_by_time")]


class OrderFileText(models.Model):
    """The text of a file of orders, sealed and with an end: it goes with the work on it, or on its day."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    order_file = models.OneToOneField(OrderFile, models.CASCADE, related_name="text")
    lease = models.CharField(max_length=40)
    held_until = models.DateField(null=True, blank=True)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    ends_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lease"], name="order_file_text_by_lease")]


class ColumnMatch(models.Model):
    """How the columns of files with the same head were matched the last time."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    columns_digest = models.CharField(max_length=64)
    matching = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "columns_digest"], name="column_match_once")
        ]
