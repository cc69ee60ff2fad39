"""Organizations and their members."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from packhaus.kit.ids import public_id


class Organization(models.Model):
    """A merchant. Every other row belongs to one."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """How Django's log-in finds a member."""

    def get_by_natural_key(self, username: str | None) -> Member:
        """A member by e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person of the merchant's who logs in. Buyers are never members."""

    class Role(models.TextChoices):
        OWNER = "owner"
        PACKER = "packer"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="members")
    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.OWNER)
    language = models.CharField(max_length=5, default="de")
    is_active = models.BooleanField(default=True)
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="member_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        """Whether the member may do everything; a packer packs and prints."""
        return self.role == self.Role.OWNER

    def initials(self) -> str:
        """Up to two letters for the round badge in the frame."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
