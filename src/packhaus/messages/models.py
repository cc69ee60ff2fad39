"""The merchant's mail server, and the outbox: each mail to one reader, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id


class MailSettings(models.Model):
    """The mail server that an organization's mails go out by (R4.5). The password is sealed.

    An empty ``host`` means the one of the operator's environment, if there is one: the row then only keeps
    what went wrong with it.
    """

    class Security(models.TextChoices):
        TLS = "tls"
        STARTTLS = "starttls"
        NONE = "none"

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="mail_settings")
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=465)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    user = models.CharField(max_length=200, blank=True)
    sealed_password = models.BinaryField(default=b"")
    sender_address = models.EmailField(blank=True)
    sender_name = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)


class TrackingMails(models.Model):
    """Whether and when buyers of one's own orders get a mail with the tracking number; never Amazon's (R4.1).

    ``on_since``: None where they are off; parcels that were made before stay without a mail. ``at``:
    when the parcel is announced, or when the carrier has handled it. ``delivered``: a second mail.
    """

    class At(models.TextChoices):
        ANNOUNCED = "announced"
        HANDLED = "handled"

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="tracking_mails")
    on_since = models.DateTimeField(null=True, blank=True)
    at = models.CharField(max_length=9, choices=At.choices, default=At.HANDLED)
    delivered = models.BooleanField(default=False)


class MailTemplate(models.Model):
    """The merchant's own text of a mail to buyers, in one language; without a row ours is used."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "kind", "language"], name="mail_template_once")
        ]


class Message(models.Model):
    """One mail to a member, or to the buyer of an order about a parcel (``recipient`` is None then).

    Its text is written when it is sent, by its kind and ``values``. To a buyer it holds nothing personal:
    name and address are read from the vault at that moment.

    ``key`` makes a second asking the same mail; ``message_id`` stays the same however often it is sent;
    ``unsure`` counts how often it stayed open whether the server took it.
    """

    class State(models.TextChoices):
        OWED = "owed"
        INTENDED = "intended"
        UNKNOWN = "unknown"
        SENT = "sent"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="messages")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=30)
    recipient = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="messages")
    order = models.ForeignKey("packhaus.Order", models.CASCADE, null=True, blank=True, related_name="mails")
    parcel = models.ForeignKey("packhaus.Parcel", models.CASCADE, null=True, blank=True, related_name="mails")
    language = models.CharField(max_length=5)
    values = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "key", "recipient"], name="message_once"),
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(recipient=None),
                name="message_to_buyer_once",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, order=None, parcel=None)
                | models.Q(recipient=None, order__isnull=False, parcel__isnull=False),
                name="message_to_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "due_at"], name="message_due"),
            models.Index(fields=["organization", "-made_at"], name="message_by_time"),
        ]
