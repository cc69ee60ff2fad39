"""Renew an authorization with the token that it has, or take it back (R4.6, R4.7)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization, AuthorizationRequest
from packhaus.authorizations.rules import local_day, midnight, term_from
from packhaus.engine.seams import seam
from packhaus.flow.authorize import activate, empty_unused
from packhaus.flow.doors import credentials_of, open_shop
from packhaus.flow.guard import today_of
from packhaus.flow.resume import resume
from packhaus.flow.tell import settle
from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops import problems
from packhaus.shops.models import Connection
from packhaus.shops.registry import SHOPS


def label_of(authorization: Authorization) -> str:
    """What people call the shop."""
    return SHOPS[authorization.shop].label


def page_at_shop(authorization: Authorization) -> str:
    """The address at the shop where access is renewed and taken back, in a country of the account."""
    chosen = Connection.objects.filter(authorization=authorization, participations__chosen=True)
    countries = chosen.order_by("participations__pk").values_list("participations__marketplace_id", flat=True)
    entry = SHOPS[authorization.shop]
    return entry.manage(countries.first() or entry.marketplaces[0].marketplace_id)


def renew_with_same_token(
    authorization: Authorization, member: Member, now: datetime, on: date | None = None
) -> None:
    """The merchant has renewed it at the shop: try the token that was kept, and begin the next year.

    One call, whatever the dates say; nothing is changed before the shop has taken the token. ``on``: the
    merchant's day of the renewal, today where it is None.

    Raises NeedsMerchant where there is no token or its application's secret has ended, Rejected (``on``)
    for a day on which it cannot have been, and what the shop raises where it does not let us in.
    """
    tried = Authorization.objects.select_related("application", "organization").get(pk=authorization.pk)
    _can_be_tried(tried, now)
    began_at = _began_at(tried, now, on)
    open_shop(tried.shop, credentials_of(tried)).participations()
    seam("renew.called")
    with transaction.atomic():
        kept = Authorization.objects.select_for_update().get(pk=tried.pk)
        if kept.state == Authorization.State.REVOKED:
            raise NeedsMerchant(Words(NO_TOKEN))
        kept.term_began_at = began_at
        kept.save(update_fields=["term_began_at"])
        activate(kept, member, now, Words(RENEWED))
        for connection in Connection.objects.filter(authorization=kept, active=True):
            problems.clear([connection.pk])
            resume(connection, now)
    seam("renew.kept")


def revoke(authorization: Authorization, member: Member, now: datetime) -> None:
    """Take an authorization back (R4.7): its token is destroyed, no call is made with it any more.

    Orders, parcels and what is owed stay. At the shop it must be taken back by hand: ``page_at_shop``.
    """
    with transaction.atomic():
        kept = Authorization.objects.select_for_update().get(pk=authorization.pk)
        if not states.move(kept, Authorization.State.REVOKED, now, Words(REVOKED), who=member):
            return
        kept.sealed_refresh_token = b""
        kept.save(update_fields=["sealed_refresh_token"])
        AuthorizationRequest.objects.filter(authorization=kept).update(sealed_code=None)
        AuthorizationRequest.objects.filter(authorization=kept, stage__in=("open", "code")).update(
            stage=AuthorizationRequest.Stage.FAILED, words=Words(REVOKED).stored()
        )
        empty_unused(kept.application)
        ended = Connection.objects.filter(authorization=kept)
        problems.clear(ended.values_list("pk", flat=True))
        ended.update(active=False)
        settle(kept, now)


def _can_be_tried(tried: Authorization, now: datetime) -> None:
    if not tried.sealed_refresh_token:
        raise NeedsMerchant(Words(NO_TOKEN))
    ends = tried.application.secret_ends_on
    if ends is not None and ends <= today_of(tried, now):
        raise NeedsMerchant(Words(SECRET_FIRST))


def _began_at(tried: Authorization, now: datetime, on: date | None) -> datetime:
    zone = tried.organization.time_zone
    today, began_on = today_of(tried, now), local_day(tried.term_began_at, zone)
    if on is None or on == today:
        return now
    if not term_from(on, began_on, today):
        raise Rejected(Words(NO_SUCH_DAY), "on")
    return midnight(on, zone)


NO_TOKEN = gettext_noop("There is no token any more. Connect the account again.")
SECRET_FIRST = gettext_noop(
    "The client secret of the application has ended. Enter a new one; the token stays as it is."
)
NO_SUCH_DAY = gettext_noop(
    "It cannot have been renewed on that day. Enter a day since it was given, today at the latest."
)
RENEWED = gettext_noop("Renewed at the shop; the same token goes on")
REVOKED = gettext_noop("Revoked here: the token is destroyed. Connect the account again to go on.")
