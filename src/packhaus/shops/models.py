"""A connection to a shop, the marketplaces in it, how far it has been read, what was set aside."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Authorization
from packhaus.kit.errors import Bug
from packhaus.kit.ids import public_id
from packhaus.kit.words import Words, gettext_noop

OWN = "own"
"""The merchant's own shop: orders entered by hand or taken from a file, and nobody at the other side."""


class Connection(models.Model):
    """A shop as the merchant set it up (R2.4). One's own shop has no ``authorization``."""

    class ConfirmAt(models.TextChoices):
        ANNOUNCED = "announced"
        HANDLED = "handled"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="connections")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    authorization = models.ForeignKey(
        Authorization, models.CASCADE, null=True, blank=True, related_name="connections"
    )
    shop = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    import_weights = models.BooleanField(default=True)
    confirm_at = models.CharField(max_length=10, choices=ConfirmAt.choices, default=ConfirmAt.HANDLED)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    addresses_readable = models.BooleanField(null=True, blank=True)
    clock_off_seconds = models.IntegerField(null=True, blank=True)

    was_asked = False
    """Whether the shop was asked since this was read from the tables, or since somebody set it back."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "authorization"], name="connection_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(shop=OWN), name="connection_own_once"
            ),
            models.CheckConstraint(
                condition=models.Q(shop=OWN, authorization=None)
                | models.Q(~models.Q(shop=OWN), authorization__isnull=False),
                name="connection_authorized",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Whether it is the merchant's own shop: nobody is asked, and nobody is told."""
        return self.shop == OWN

    @property
    def granted(self) -> Authorization:
        """The authorization. Raises Bug for one's own shop, which needs none."""
        if self.authorization is None:
            raise Bug(Words(gettext_noop("One's own shop needs no authorization.")))
        return self.authorization


class ConnectionProblem(models.Model):
    """What one kind of work with a shop ran into; it goes when that work gets through.

    ``work`` is a key of ``causes.WORK``, ``cause`` what an error names (``kit.errors``). ``since``: when it
    was met first, ``seen_at`` when last.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="problems", related_query_name="problem"
    )
    work = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=16, blank=True)
    words = models.JSONField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "connection", "work"], name="connection_problem_once"
            )
        ]


class Participation(models.Model):
    """One marketplace that the account has; ``chosen`` where the merchant wants its orders.

    ``came_at``: when it was found later than the connection was made; ``gone_at``: since when the account no
    longer sells there. What the merchant chose stays, for it may come back.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="participations")
    marketplace_id = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=100)
    chosen = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "connection", "marketplace_id"], name="participation_once"
            )
        ]


class SyncCursor(models.Model):
    """How far one way of reading has come. The window holds while its pages are read."""

    connection = models.OneToOneField(Connection, models.CASCADE, related_name="cursor")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    complete_to = models.DateTimeField()
    window_from = models.DateTimeField(null=True, blank=True)
    window_marketplaces = ArrayField(models.CharField(max_length=20), default=list)
    token = models.TextField(blank=True)
    token_at = models.DateTimeField(null=True, blank=True)
    window_up_to = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    restarts = models.PositiveSmallIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)
    reread_at = models.DateTimeField(null=True, blank=True)


class SetAside(models.Model):
    """An order that could not be read: why, and the shop's text of it, sealed and with an end."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="set_aside")
    shop_order_id = models.CharField(max_length=60)
    words = models.JSONField()
    lease = models.CharField(max_length=40)
    held_until = models.DateField(null=True, blank=True)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "connection", "shop_order_id"], name="set_aside_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["lease"], name="set_aside_by_lease")]
