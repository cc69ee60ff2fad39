"""What lets us into a shop account, the story of it, and the reminders of its end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packhaus.accounts.models import Member, Organization
from packhaus.kit.ids import public_id


class Application(models.Model):
    """What is registered at the shop's side: by its id and secret the authorizations given to it are used.

    The secret is sealed under the master key. While a new one is not yet taken by the shop, it waits as
    ``sealed_next_secret`` and the old one goes on.
    """

    class Kind(models.TextChoices):
        PRIVATE = "private"
        """For the merchant's own accounts: the token is pasted."""
        PUBLIC = "public"
        """For anybody's accounts: the shop sends its merchants to us and back."""
        DEVELOPER = "developer"
        """The old way: a developer is authorized by its number, and the token is pasted."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="applications")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    shop = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRIVATE)
    name = models.CharField(max_length=100, blank=True)
    outside_id = models.CharField(max_length=120, blank=True)
    is_draft = models.BooleanField(default=False)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.BinaryField()
    secret_entered_at = models.DateTimeField()
    secret_ends_on = models.DateField(null=True, blank=True)
    sealed_next_secret = models.BinaryField(null=True, blank=True)
    next_secret_at = models.DateTimeField(null=True, blank=True)
    next_secret_ends_on = models.DateField(null=True, blank=True)
    next_secret_problem = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "shop", "client_id"], name="application_once")
        ]

    def __str__(self) -> str:
        return self.name or self.client_id

    @property
    def aad(self) -> str:
        """What its sealed secrets are bound to."""
        return f"application:{self.public_id}"


class Authorization(models.Model):
    """One account at one shop that let us in. The token is sealed under the master key.

    ``given_at`` is the original date of the authorization, ``term_began_at`` the day from which its present
    year counts (R4.4). A revoked one holds no token any more.
    """

    class State(models.TextChoices):
        REQUESTED = "requested"
        ACTIVE = "active"
        EXPIRING = "expiring"
        DEACTIVATED = "deactivated"
        DENIED = "denied"
        REVOKED = "revoked"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="authorizations")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    application = models.ForeignKey(Application, models.RESTRICT, related_name="authorizations")
    shop = models.CharField(max_length=20)
    region = models.CharField(max_length=4, default="eu")
    seller_id = models.CharField(max_length=40, blank=True)
    sealed_refresh_token = models.BinaryField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    state_words = models.JSONField(null=True, blank=True)
    cause = models.CharField(max_length=12, blank=True)
    given_at = models.DateTimeField()
    term_began_at = models.DateTimeField()
    given_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "shop", "seller_id"], name="authorization_once")
        ]

    def __str__(self) -> str:
        return f"{self.shop} {self.seller_id}"

    @property
    def kind(self) -> str:
        """Which kind of application it was given to: ``private``, ``public`` or ``developer``."""
        return self.application.kind

    @property
    def aad(self) -> str:
        """What its sealed token is bound to."""
        return f"authorization:{self.public_id}"


class AuthorizationEvent(models.Model):
    """A change of an authorization's state: old, new, when, why, who.

    ``cause``: what led there in one word, where its mail depends on it. ``to_tell``: the merchant's people
    are to get a mail of it; ``message_key`` names it once it is asked for.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    authorization = models.ForeignKey(Authorization, models.CASCADE, related_name="events")
    old = models.CharField(max_length=12, blank=True)
    new = models.CharField(max_length=12)
    cause = models.CharField(max_length=12, blank=True, db_default="")
    at = models.DateTimeField()
    words = models.JSONField(null=True, blank=True)
    who = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    to_tell = models.BooleanField(default=False, db_default=False)
    message_key = models.CharField(max_length=80, blank=True, db_default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization"], name="event_to_tell", condition=models.Q(to_tell=True))
        ]


class Reminder(models.Model):
    """One week's reminder of one end of an authorization (R4.5).

    ``message_key`` names its mails, once they are asked for.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    authorization = models.ForeignKey(Authorization, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    ends_on = models.DateField()
    ending = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    message_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "authorization", "ends_on", "due_on"], name="reminder_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization"], name="reminder_to_mail", condition=models.Q(message_key=""))
        ]


class AuthorizationRequest(models.Model):
    """One walk to the shop's consent page and back. Only a digest of its ``state`` is kept.

    It is good once, for a while, for the member who began it. The code that comes back, and after it the
    token, is kept sealed in ``sealed_code`` until it is exchanged and kept elsewhere, and not after.
    """

    class Stage(models.TextChoices):
        OPEN = "open"
        CODE = "code"
        TOKEN = "token"
        """The code was exchanged: what it gave is kept, and still to be tried."""
        DONE = "done"
        FAILED = "failed"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    authorization = models.ForeignKey(Authorization, models.SET_NULL, null=True, related_name="requests")
    state_digest = models.CharField(max_length=64)
    marketplace_id = models.CharField(max_length=20, blank=True)
    redirect_uri = models.CharField(max_length=300)
    seller_id = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=6, choices=Stage.choices, default=Stage.OPEN)
    words = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    code_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    sealed_code = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "state_digest"], name="request_once")
        ]

    @property
    def aad(self) -> str:
        """What its sealed code is bound to."""
        return f"authorization-request:{self.public_id}"
