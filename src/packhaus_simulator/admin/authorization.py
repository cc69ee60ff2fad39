"""The applications and what sellers granted to them, moved from behind the counter."""

from collections.abc import Iterable

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read, seller_of
from packhaus_simulator.amazon.application import (
    KINDS,
    SELF_AUTHORIZED,
    Application,
    Kind,
    Status,
    usable_uri,
)
from packhaus_simulator.amazon.authorization import FullError
from packhaus_simulator.amazon.grants import Grant
from packhaus_simulator.amazon.operations import ALL_ROLES
from packhaus_simulator.amazon.terms import reminder_moments
from packhaus_simulator.seller import REGIONS, Seller
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, wire_time
from packhaus_simulator.world.marketplaces import find_marketplace


class AuthorizationWish(msgspec.Struct, forbid_unknown_fields=True):
    """What to do with an application, and with what the seller of ``?seller=`` granted to it.

    ``revoke_refresh_token``: true for all of this seller or one token. ``end_year``: the year is over now.
    ``renew``: the next year begins, with the same token. ``region``: where the seller's authorization was
    given. ``participations``: countries. ``roles``: those that Amazon has granted to the application.
    """

    application: Kind = "private"
    revoke_refresh_token: bool | str = False
    end_year: bool = False
    renew: bool = False
    region: str | None = None
    expire_secret: bool = False
    rotate_secret: bool = False
    roles: list[str] | None = None
    redirect_uris: list[str] | None = None
    login_uri: str | None = None
    status: Status | None = None
    participations: list[str] | None = None
    authorize: bool = False


def show_authorization(simulator: Simulator, request: Request, body: bytes) -> Json:
    """An application (``?application=public``, else the private one) and its authorizations."""
    kind = request.query_params.get("application", "private")
    if kind not in KINDS:
        raise UnusableError(f"application must be one of {', '.join(KINDS)}")
    return _shown(simulator, simulator.authorizations.application(kind), seller_of(simulator, request))


def _shown(simulator: Simulator, application: Application, seller: Seller) -> JsonObject:
    now, granted = simulator.clock.now(), simulator.authorizations
    newest = granted.of(application, seller.seller_id)[-1:]
    return {
        "application": application.kind,
        "application_id": application.application_id,
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "secrets": [{"since": wire_time(s.since), "until": wire_time(s.until)} for s in application.secrets],
        "redirect_uris": list(application.redirect_uris),
        "login_uri": application.login_uri,
        "status": application.status,
        "refresh_token": newest[0].refresh_token if newest else None,
        "authorizations": [_grant(grant, simulator) for grant in granted.of(application)],
        "notices": [
            {
                "at": wire_time(notice.at),
                "kind": notice.kind,
                "authorization": notice.authorization,
                "end": wire_time(notice.end),
            }
            for notice in seller.notices
            if notice.application == application.kind and notice.at <= now
        ],
        "seller_id": seller.seller_id,
        "roles": [*sorted(application.roles)],
        "participations": list(seller.participations),
    }


def _grant(grant: Grant, simulator: Simulator) -> JsonObject:
    coming = reminder_moments(grant.until) if grant.until is not None else []
    return {
        "id": grant.number,
        "seller_id": grant.seller_id,
        "refresh_token": grant.refresh_token,
        "at": wire_time(grant.at),
        "since": wire_time(grant.since),
        "until": wire_time(grant.until) if grant.until is not None else None,
        "state": grant.state(simulator.clock.now()),
        "revoked": grant.revoked,
        "roles": [*sorted(grant.roles)],
        "region": grant.region,
        "renewals": [wire_time(moment) for moment in grant.renewals],
        "reminders": [wire_time(moment) for moment in coming],
    }


def change_authorization(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Revoke, end, renew, expire, rotate, authorize anew; change roles, addresses and countries."""
    wish, seller = read(body, AuthorizationWish), seller_of(simulator, request)
    _check(wish)
    application = simulator.authorizations.application(wish.application)
    if wish.participations is not None:
        seller.participations = tuple(find_marketplace(name).country for name in wish.participations)
    _change_application(simulator, application, wish)
    _change_grants(simulator, application, seller, wish)
    return _shown(simulator, application, seller)


def _check(wish: AuthorizationWish) -> None:
    if wish.roles is not None and not set(wish.roles) <= set(ALL_ROLES):
        raise UnusableError(f"roles must be among {', '.join(ALL_ROLES)}")
    if wish.region is not None and wish.region not in REGIONS:
        raise UnusableError(f"region must be one of {', '.join(REGIONS)}")
    if wish.application == "private" and (wish.end_year or wish.renew):
        raise UnusableError("an authorization of a private application has no year")
    given: Iterable[str] = [*(wish.redirect_uris or ()), *([wish.login_uri] if wish.login_uri else ())]
    for uri in given:
        if not usable_uri(uri):
            raise UnusableError(f"{uri!r} must be an https address, or http on loopback")


def _change_application(simulator: Simulator, application: Application, wish: AuthorizationWish) -> None:
    now = simulator.clock.now()
    if wish.roles is not None:
        application.roles = frozenset(wish.roles)
    if wish.redirect_uris is not None:
        application.redirect_uris = tuple(wish.redirect_uris)
    if wish.login_uri is not None:
        application.login_uri = wish.login_uri
    if wish.status is not None:
        application.status = wish.status
    if wish.expire_secret:
        application.expire_secrets(now)
    if wish.rotate_secret:
        application.new_secret(now)


def _change_grants(
    simulator: Simulator, application: Application, seller: Seller, wish: AuthorizationWish
) -> None:
    now, granted = simulator.clock.now(), simulator.authorizations
    held = granted.of(application, seller.seller_id)
    if wish.revoke_refresh_token:
        for grant in held:
            if wish.revoke_refresh_token in (True, grant.refresh_token):
                grant.revoked = True
    living = granted.living(application, seller.seller_id)
    if (wish.end_year or wish.renew) and living is None:
        raise UnusableError("this seller has not authorized the application")
    if wish.end_year and living is not None and living.until is not None:
        living.until = min(living.until, now)
    if wish.renew and living is not None:
        granted.renew(living, simulator.switches, now)
    if wish.authorize:
        try:
            granted.authorize(application, seller, simulator.switches, now)
        except FullError:
            raise UnusableError(
                f"a private application is open to {SELF_AUTHORIZED} accounts at most: revoke one first"
            ) from None
    if wish.region is not None:
        for grant in granted.of(application, seller.seller_id):
            grant.region = wish.region
