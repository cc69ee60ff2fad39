"""The people of a merchant: who comes, who may do what, who goes. One owner is always left."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction

from packhaus.accounts.bulk import lock_members
from packhaus.accounts.models import Member
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop

_KEYS = PasswordResetTokenGenerator()


def add(owner: Member, *, name: str, email: str, role: str, now: datetime) -> Member:
    """Let somebody in beside ``owner``; they choose their password by a link (:func:`key_of`).

    Raises Rejected (``email``) where an account with this address exists already.
    """
    with transaction.atomic():
        lock_members()
        if Member.objects.filter(email__iexact=email).exists():
            raise Rejected(Words(KNOWN), "email")
        member = Member(
            organization=owner.organization,
            email=Member.objects.normalize_email(email),
            name=name,
            role=role,
            language=owner.language,
            created_at=now,
        )
        member.set_unusable_password()
        member.save()
        return member


def change_role(member: Member, role: str) -> None:
    """Make an owner of a packer, or the reverse. Raises Rejected for the last owner."""
    _change(member, role=role, is_active=member.is_active)


def let_in(member: Member, is_active: bool) -> None:
    """Let a member in again, or no longer: open sessions end at once. Raises Rejected for the last owner."""
    _change(member, role=member.role, is_active=is_active)


def is_last_owner(member: Member) -> bool:
    """Whether nobody but ``member`` may do everything."""
    return member.is_owner and member.is_active and not _other_owners(member)


def key_of(member: Member) -> str:
    """What a link to choose a password carries: good for three days, and until one was chosen."""
    return _KEYS.make_token(member)


def opens(member: Member, key: str) -> bool:
    """Whether ``key`` is one of :func:`key_of`'s for ``member``, and still good."""
    return member.is_active and _KEYS.check_token(member, key)


def _other_owners(member: Member) -> bool:
    owners = Member.objects.filter(
        organization=member.organization_id, role=Member.Role.OWNER, is_active=True
    )
    return owners.exclude(pk=member.pk).exists()


def _change(member: Member, *, role: str, is_active: bool) -> None:
    with transaction.atomic():
        lock_members()
        member.refresh_from_db()
        stays = role == Member.Role.OWNER and is_active
        if is_last_owner(member) and not stays:
            raise Rejected(Words(LAST_OWNER, {"name": member.name}))
        member.role, member.is_active = role, is_active
        member.save(update_fields=["role", "is_active"])


KNOWN = gettext_noop("An account with this e-mail address is here already.")
LAST_OWNER = gettext_noop("%(name)s is the last owner. Make somebody else an owner first.")
