"""The one setter of an authorization's state; each change leaves a row."""

from __future__ import annotations

from datetime import datetime

from packhaus.accounts.models import Member
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop

TRANSITIONS: dict[str, frozenset[str]] = {
    "requested": frozenset({"active", "denied", "revoked"}),
    "active": frozenset({"expiring", "deactivated", "denied", "revoked"}),
    "expiring": frozenset({"active", "deactivated", "denied", "revoked"}),
    # Back to expiring where the clock that deactivated it is put right.
    "deactivated": frozenset({"active", "expiring", "denied", "revoked"}),
    "denied": frozenset({"active", "revoked"}),
    "revoked": frozenset({"active"}),
}


def move(
    authorization: Authorization,
    state: str,
    at: datetime,
    words: Words | None = None,
    who: Member | None = None,
    cause: str = "",
) -> bool:
    """Move and save; False where it stands there already. Raises Bug where no way leads there.

    ``cause``: what led there, in one word (``secret``, ``token``, ``role``, ``year``).
    """
    old = authorization.state
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
    authorization.state_words = words.stored() if words else None
    authorization.cause = cause
    authorization.save(update_fields=["state", "state_words", "cause"])
    AuthorizationEvent.objects.create(
        organization_id=authorization.organization_id,
        authorization=authorization,
        old=old,
        new=state,
        at=at,
        words=authorization.state_words,
        who=who,
    )
    return True
