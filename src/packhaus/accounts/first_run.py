"""The first member: the owner, made once, while nobody can log in yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packhaus.accounts.bulk import lock_members
from packhaus.accounts.models import Member, Organization


def set_up(
    *, organization: str, name: str, email: str, password: str, language: str, time_zone: str, now: datetime
) -> Member | None:
    """Make the organization and its owner. ``password`` is checked by the form before.

    None where a member exists already: two browsers at once make one owner, not two.
    """
    with transaction.atomic():
        lock_members()
        if Member.objects.exists():
            return None
        merchant = Organization.objects.create(name=organization, time_zone=time_zone, created_at=now)
        member = Member(
            organization=merchant,
            email=Member.objects.normalize_email(email),
            name=name,
            role=Member.Role.OWNER,
            language=language,
            created_at=now,
        )
        member.set_password(password)
        member.save()
        return member
