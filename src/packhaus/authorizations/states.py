"""The one setter of an authorization's state; each change leaves a row, and some are told by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.engine.due import make_due
from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop

TRANSITIONS: dict[str, frozenset[str]] = {
    "requested": frozenset({"active", "denied", "revoked"}),
    "active": frozenset({"expiring", "deactivated", "denied", "revoked"}),
    "expiring": frozenset({"active", "deactivated", "denied", "revoked"}),
    # Back to expiring where the clock that deactivated it is put right.
    "deactivated": frozenset({"active", "expiring", "denied", "revoked"}),
    "denied": frozenset({"active", "deactivated", "revoked"}),
    "revoked": frozenset({"active"}),
}
TELL = "tell"
"""The kind of due work that asks for the mails; its subject is an organization."""
TOGETHER = timedelta(seconds=15)
"""What happens to many accounts in one go is told in one mail."""


def move(
    authorization: Authorization,
    state: str,
    at: datetime,
    words: Words | None = None,
    who: Member | None = None,
    cause: str = "",
    *,
    is_told: bool = True,
) -> bool:
    """Move and save; False where it stands there already. Raises Bug where no way leads there.

    ``words``: why, for the story, and for the state where it does not stand. ``cause``: what led there, in
    one word (``secret``, ``token``, ``role``, ``keys``, ``year``, ``test``). ``is_told``: whether a mail goes
    out where the merchant must know (denied, deactivated) or waits for it (good again).
    """
    with transaction.atomic():
        old = _locked(authorization).state
        authorization.state = old
        if old == state:
            return False
        if state not in TRANSITIONS[old]:
            raise Bug(
                Words(
                    gettext_noop("An authorization cannot go from %(old)s to %(new)s."),
                    {"old": old, "new": state},
                )
            )
        authorization.state = state
        stands = state == Authorization.State.ACTIVE
        authorization.state_words = words.stored() if words and not stands else None
        authorization.cause = "" if stands else cause
        authorization.save(update_fields=["state", "state_words", "cause"])
        note(authorization, old, at, words, who, cause, to_tell=is_told and _matters(old, state))
    return True


def deny(
    authorization: Authorization, at: datetime, words: Words, cause: str, *, is_told: bool = True
) -> bool:
    """The shop did not take what ``authorization`` and its application held as they were read: *denied*.

    Where it was denied already for another cause, that one takes its place. False where nothing changes: it
    was denied for this, was revoked, or has been given new secrets meanwhile.
    """
    with transaction.atomic():
        now = _locked(authorization)
        same_token = bytes(now.sealed_refresh_token) == bytes(authorization.sealed_refresh_token)
        used, kept = authorization.application, now.application
        if now.state == "revoked" or not (
            same_token and used.pk == kept.pk and bytes(used.sealed_secret) == bytes(kept.sealed_secret)
        ):
            return False
        if now.state != Authorization.State.DENIED:
            return move(authorization, Authorization.State.DENIED, at, words, cause=cause, is_told=is_told)
        if now.cause == cause:
            return False
        authorization.state, authorization.state_words, authorization.cause = now.state, words.stored(), cause
        authorization.save(update_fields=["state_words", "cause"])
        note(authorization, now.state, at, words, None, cause, to_tell=is_told)
    return True


def note(
    authorization: Authorization,
    old: str,
    at: datetime,
    words: Words | None,
    who: Member | None,
    cause: str = "",
    *,
    to_tell: bool = False,
) -> None:
    """Leave a row in the authorization's story, from ``old`` to its present state."""
    AuthorizationEvent.objects.create(
        organization_id=authorization.organization_id,
        authorization=authorization,
        old=old,
        new=authorization.state,
        cause=cause,
        at=at,
        words=words.stored() if words else None,
        who=who,
        to_tell=to_tell,
    )
    if to_tell:
        make_due(TELL, authorization.organization_id, at + TOGETHER)


def _locked(authorization: Authorization) -> Authorization:
    """The row as it is now: what was read before a call may have changed during it."""
    return Authorization.objects.select_for_update().get(pk=authorization.pk)


def _matters(old: str, new: str) -> bool:
    if new == Authorization.State.ACTIVE:
        return old in ("expiring", "deactivated", "denied")
    return new in ("deactivated", "denied")
