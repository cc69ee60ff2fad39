"""Who may come in: the password, and the lock after too many wrong ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from packhaus.accounts.models import Member

MOST_FAILURES = 10
LOCKED_FOR = timedelta(minutes=15)


def member_for(email: str, password: str, now: datetime) -> Member | None:
    """The member whose password this is; None for a wrong one, an unknown e-mail or a locked account.

    The three take the same time and have the same answer, so that nobody learns who has an account.
    After 10 failures in a row an account is locked for 15 minutes (AMAZON.md, Data protection policy).
    """
    with transaction.atomic():
        member = Member.objects.select_for_update().filter(email__iexact=email, is_active=True).first()
        if member is None:
            make_password(password)
            return None
        right = member.check_password(password)
        if member.locked_until is not None and member.locked_until > now:
            return None
        if right:
            member.failed_logins, member.locked_until = 0, None
        else:
            member.failed_logins += 1
            if member.failed_logins >= MOST_FAILURES:
                member.failed_logins, member.locked_until = 0, now + LOCKED_FOR
        member.save(update_fields=["failed_logins", "locked_until"])
        return member if right else None
