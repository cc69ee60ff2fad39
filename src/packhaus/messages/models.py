"""The merchant's mail server, and the outbox: each mail to one member, and what became of it."""

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


class Message(models.Model):
    """One mail to one member. Its text is written when it is sent, by its kind and ``values``.

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
    recipient = models.ForeignKey(Member, models.CASCADE, related_name="messages")
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
            models.UniqueConstraint(fields=["organization", "key", "recipient"], name="message_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "due_at"], name="message_due"),
            models.Index(fields=["organization", "-made_at"], name="message_by_time"),
        ]
