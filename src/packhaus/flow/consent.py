"""A public application is authorized in the browser (R1): there with a ``state`` of ours, back with a code.

What comes back is only kept here. The worker exchanges it (``flow/exchange.py``), for the panel's answer may
be lost, and a code is good for minutes and once.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations.models import Application, Authorization, AuthorizationRequest
from packhaus.engine.due import make_due
from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops.port import WayIn
from packhaus.shops.registry import SHOPS

GOOD_FOR = timedelta(minutes=30)
"""How long a walk to the consent page may take: there, a log-in, a second factor, and back."""
KEPT_FOR = timedelta(days=30)
"""How long a walk that is over can be looked at."""
_STATE_BYTES = 32
_SELLER = re.compile(r"[A-Z0-9]{5,40}")
_CODE = re.compile(r"[\x21-\x7e]{1,1000}")


def begin(
    application: Application,
    member: Member,
    *,
    marketplace_id: str,
    redirect_uri: str,
    now: datetime,
    authorization: Authorization | None = None,
) -> str:
    """The address of the shop's consent page, with a state that is good once and for half an hour.

    ``authorization``: the one that is renewed; the same account must come back. Raises NeedsMerchant where
    the shop's address cannot be told.
    """
    state = secrets.token_urlsafe(_STATE_BYTES)
    address = way_in(application.shop).consent_address(
        application_id=application.outside_id,
        is_draft=application.is_draft,
        state=state,
        redirect_uri=redirect_uri,
        marketplace_id=marketplace_id,
    )
    _open(
        application,
        member,
        state,
        now,
        marketplace_id=marketplace_id,
        redirect_uri=redirect_uri,
        authorization=authorization,
        seller_id=authorization.seller_id if authorization else "",
    )
    return address


def begin_from_shop(
    application: Application,
    member: Member,
    *,
    callback_uri: str,
    outside_state: str,
    seller_id: str,
    is_draft: bool,
    redirect_uri: str,
    now: datetime,
) -> str:
    """The same for a merchant who came from the shop's own pages, and goes back to ``callback_uri``.

    ``outside_state`` is the shop's, for this walk; ``seller_id`` the account that it named. Raises
    NeedsMerchant where ``callback_uri`` is none of the shop's.
    """
    state = secrets.token_urlsafe(_STATE_BYTES)
    door = way_in(application.shop)
    address = door.callback_address(
        callback_uri=callback_uri,
        outside_state=outside_state,
        is_draft=is_draft,
        state=state,
        redirect_uri=redirect_uri,
    )
    _open(
        application,
        member,
        state,
        now,
        marketplace_id=door.marketplace_of(callback_uri),
        redirect_uri=redirect_uri,
        authorization=known_account(application.organization, application.shop, seller_id),
        seller_id=seller_id,
    )
    return address


def check_callback(shop: str, callback_uri: str) -> None:
    """Raise NeedsMerchant where the way back does not lead to the shop."""
    way_in(shop).callback_address(
        callback_uri=callback_uri, outside_state="", is_draft=False, state="", redirect_uri=""
    )


def known_account(organization: Organization, shop: str, seller_id: str) -> Authorization | None:
    """The authorization of an account, whatever its state."""
    return Authorization.objects.filter(organization=organization, shop=shop, seller_id=seller_id).first()


def public_application(organization: Organization, shop: str) -> Application | None:
    """The public application that accounts are authorized for; the newest where there are more."""
    kind = Application.Kind.PUBLIC
    return Application.objects.filter(organization=organization, shop=shop, kind=kind).order_by("-pk").first()


def arrive(
    organization: Organization, member: Member, *, state: str, seller_id: str, code: str, now: datetime
) -> AuthorizationRequest:
    """Take in what the shop sent back, for the worker; the request says how it stands.

    Raises Rejected, and changes nothing, for a state that is forged, another's, or was here before.
    """
    with transaction.atomic():
        walk = _found(organization, member, state)
        wrong = _wrong(walk, seller_id, code, now)
        if wrong is not None:
            fail(walk, wrong)
            return walk
        walk.seller_id = seller_id
        walk.stage = AuthorizationRequest.Stage.CODE
        walk.code_at = now
        walk.sealed_code = vault.seal_secret(code, walk.aad)
        walk.save(update_fields=["seller_id", "stage", "code_at", "sealed_code"])
        make_due("authorize", walk.pk, now)
    return walk


def turned_down(organization: Organization, member: Member, *, state: str) -> AuthorizationRequest:
    """The merchant said no at the shop. Raises as :func:`arrive` does."""
    with transaction.atomic():
        walk = _found(organization, member, state)
        fail(walk, Words(TURNED_DOWN))
    return walk


def fail(walk: AuthorizationRequest, words: Words) -> None:
    """The walk led nowhere, and says why; what it held is gone."""
    walk.stage = AuthorizationRequest.Stage.FAILED
    walk.words = words.stored()
    walk.sealed_code = None
    walk.save(update_fields=["stage", "words", "sealed_code"])


def way_in(shop: str) -> WayIn:
    """The door for public applications. Raises NeedsMerchant for a shop that has none."""
    door = SHOPS[shop].way_in
    if door is None:
        raise NeedsMerchant(Words(_NO_DOOR), "shops:list")
    return door


def _open(
    application: Application,
    member: Member,
    state: str,
    now: datetime,
    *,
    marketplace_id: str,
    redirect_uri: str,
    authorization: Authorization | None,
    seller_id: str,
) -> None:
    AuthorizationRequest.objects.create(
        organization_id=application.organization_id,
        member=member,
        application=application,
        authorization=authorization,
        state_digest=_digest(state),
        marketplace_id=marketplace_id,
        redirect_uri=redirect_uri,
        seller_id=seller_id,
        made_at=now,
        ends_at=now + GOOD_FOR,
    )


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _found(organization: Organization, member: Member, state: str) -> AuthorizationRequest:
    """The open walk of a state, locked. Who knows a state that is open may be told whose it is."""
    walk = AuthorizationRequest.objects.select_for_update().filter(state_digest=_digest(state)).first()
    if walk is None or not state:
        raise Rejected(Words(FORGED))
    if walk.organization_id != organization.pk:
        raise Rejected(Words(OTHER_MERCHANT))
    if walk.member_id != member.pk:
        raise Rejected(Words(OTHER_MEMBER))
    if walk.stage != AuthorizationRequest.Stage.OPEN:
        raise Rejected(Words(TWICE))
    return walk


def _wrong(walk: AuthorizationRequest, seller_id: str, code: str, now: datetime) -> Words | None:
    if now >= walk.ends_at:
        return Words(LATE, {"minutes": str(GOOD_FOR // timedelta(minutes=1))})
    if not _CODE.fullmatch(code) or not _SELLER.fullmatch(seller_id):
        return Words(INCOMPLETE)
    if walk.seller_id and walk.seller_id != seller_id:
        return Words(OTHER_SELLER, {"came": seller_id, "wanted": walk.seller_id})
    return None


FORGED = gettext_noop(
    "This answer does not belong to any authorization that was begun here, so Packhaus did not take it. "
    "Begin the authorization here, or at Amazon in “Manage Your Apps”."
)
OTHER_MERCHANT = gettext_noop(
    "This authorization was begun for another merchant. Log in there, and begin it again. "
    "Nothing was changed."
)
OTHER_MEMBER = gettext_noop(
    "Somebody else began this authorization. Whoever begins it must be logged in here when Amazon comes "
    "back. Begin it again yourself. Nothing was changed."
)
TWICE = gettext_noop(
    "Amazon's answer has been here already, and was taken then. It is good once: there is nothing more to do."
)
LATE = gettext_noop(
    "Amazon's answer came too late: there are %(minutes)s minutes for the way there and back. "
    "Authorize again."
)
INCOMPLETE = gettext_noop("Amazon's answer was not whole. Authorize again.")
OTHER_SELLER = gettext_noop(
    "At Amazon you were signed in as the seller %(came)s, but the seller %(wanted)s is to be authorized. "
    "Nothing was changed. Sign in there with the right account, then authorize again."
)
TURNED_DOWN = gettext_noop("You said no at Amazon. Nothing was changed.")
_NO_DOOR = gettext_noop("This shop has no page of consent: connect it with its token.")
