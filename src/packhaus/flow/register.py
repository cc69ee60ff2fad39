"""A public application is entered, or what is known of it changes (R1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.authorizations.models import Application, Authorization
from packhaus.flow import rotate
from packhaus.flow.authorize import keep_application
from packhaus.flow.rotate import Rotation
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops.models import Connection

_NAMED = 5


def register(
    member: Member,
    *,
    shop: str,
    application_id: str,
    client_id: str,
    secret: str,
    ends_on: date | None,
    name: str,
    is_draft: bool,
    now: datetime,
) -> Rotation:
    """Keep a public application of the merchant's; an empty ``secret`` leaves the one that is known.

    A new secret of an application that accounts have authorized is tried before it takes the old one's place:
    ``WAITS`` says that the shop does not take it yet, and the old one goes on. ``ends_on``: the day on which
    the secret ends, where the merchant knows it. Raises Rejected (``client_id``) for the client ID of an own
    application that lets us into accounts: they would have a year from one moment to the next, maybe one that
    is over.
    """
    organization = member.organization
    known = Application.objects.filter(organization=organization, shop=shop, client_id=client_id).first()
    if known is not None and known.kind != Application.Kind.PUBLIC:
        _must_be_unused(known)
    old = vault.open_secret(known.sealed_secret, known.aad) if known and known.sealed_secret else ""
    if known and secret and secret != old and ends_on == known.secret_ends_on:
        # The form still shows the end of the old one: nobody has said it of the new.
        ends_on = None
    rotates = bool(secret) and secret != old and _is_used(known)
    with transaction.atomic():
        kept = keep_application(
            organization,
            shop=shop,
            kind=Application.Kind.PUBLIC,
            client_id=client_id,
            secret=old if rotates or not secret else secret,
            now=now,
            ends_on=None if rotates else ends_on,
            outside_id=application_id,
            name=name,
            is_draft=is_draft,
        )
    if not rotates:
        return Rotation.TAKEN
    return rotate.enter(kept, member, secret=secret, now=now, ends_on=ends_on)


def _must_be_unused(application: Application) -> None:
    living = Connection.objects.filter(authorization__application=application)
    names = living.exclude(authorization__state=Authorization.State.REVOKED).order_by("name")
    if _is_used(application):
        accounts = ", ".join(f"“{name}”" for name in names.values_list("name", flat=True)[:_NAMED]) or "–"
        raise Rejected(Words(OWN_APPLICATION, {"accounts": accounts}), "client_id")


OWN_APPLICATION = gettext_noop(
    "This client ID is known as your own application: with its token were connected %(accounts)s. A public "
    "application has a client ID of its own: copy that one. If it is the same application after all, revoke "
    "these accounts first, below Settings > User permissions; then enter it here and authorize them on "
    "Amazon's page."
)


def _is_used(application: Application | None) -> bool:
    living = Authorization.objects.exclude(state=Authorization.State.REVOKED)
    return application is not None and living.filter(application=application).exists()
