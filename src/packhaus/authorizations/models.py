"""What lets us into a shop account, and the story of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id


class Authorization(models.Model):
    """One account at one shop that let us in. Secrets are sealed under the master key."""

    class Kind(models.TextChoices):
        PRIVATE = "private"
        PUBLIC = "public"

    class State(models.TextChoices):
        REQUESTED = "requested"
        ACTIVE = "active"
        EXPIRING = "expiring"
        DEACTIVATED = "deactivated"
        DENIED = "denied"
        REVOKED = "revoked"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="authorizations")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    shop = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    region = models.CharField(max_length=4, default="eu")
    seller_id = models.CharField(max_length=40, blank=True)
    client_id = models.CharField(max_length=200)
    sealed_client_secret = models.BinaryField()
    sealed_refresh_token = models.BinaryField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    state_words = models.JSONField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    secret_entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "shop", "seller_id"], name="authorization_once")
        ]

    def __str__(self) -> str:
        return f"{self.shop} {self.seller_id}"


class AuthorizationEvent(models.Model):
    """A change of an authorization's state: old, new, when, why, who."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    authorization = models.ForeignKey(Authorization, models.CASCADE, related_name="events")
    old = models.CharField(max_length=12, blank=True)
    new = models.CharField(max_length=12)
    at = models.DateTimeField()
    words = models.JSONField(null=True, blank=True)
    who = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
