"""Connect a shop (R2): test what the account holds, save, change, replace its secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations.models import Application, Authorization
from packhaus.engine.due import make_due
from packhaus.flow import participations
from packhaus.flow.addresses import now_readable
from packhaus.flow.authorize import (
    activate,
    check_year,
    keep_application,
    keep_authorization,
    keep_developer,
)
from packhaus.flow.doors import open_connection, open_shop, watched
from packhaus.flow.findings import Findings, look, marketplaces_for
from packhaus.flow.participations import FIRST_READ, chosen_countries, read_from_the_start
from packhaus.flow.resume import resume
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops import problems
from packhaus.shops.models import Connection, SyncCursor
from packhaus.shops.port import Credentials, ParticipationFound


def test(shop: str, credentials: Credentials, country: str, now: datetime) -> Findings:
    """Try the credentials and say what was found. Nothing is saved.

    Raises AuthorizationEnded for credentials that the shop refuses, NeedsMerchant for a country that the
    account does not sell in (it names those that it does), Retry where the shop is out of order.
    """
    return look(open_shop(shop, credentials), shop, [country], now)


def test_saved(connection: Connection, now: datetime) -> Findings:
    """The same for a connection that is saved already, with the countries it uses."""
    with watched(connection, now):
        shop = open_connection(connection, even_denied=True)
        found = participations.look(shop, connection.shop)
        participations.keep(connection, found, now)
        findings = look(shop, connection.shop, chosen_countries(connection), now, found)
    with transaction.atomic():
        if findings.addresses_readable:
            now_readable(connection, now)
        elif findings.addresses_readable is False:
            Connection.objects.filter(pk=connection.pk).update(addresses_readable=False)
        if connection.granted.state == Authorization.State.DENIED:
            activate(connection.granted, None, now, Words(LET_IN_AT_TEST), cause="test")
        resume(connection, now)
    return findings


def save(
    organization: Organization,
    member: Member,
    *,
    shop: str,
    kind: str,
    credentials: Credentials,
    countries: list[str],
    name: str,
    import_weights: bool,
    confirm_at: str,
    now: datetime,
    secret_ends_on: date | None = None,
    developer: tuple[str, str] = ("", ""),
) -> Connection:
    """Save a connection whose credentials and countries the shop accepts, and let the reading begin.

    The same account connected again, by whatever application, replaces its secrets: two connections of one
    account would bring every order twice. ``developer``: the name and the number of the application, where
    the merchant authorized it by these. Raises as :func:`test` does, and AuthorizationEnded with the cause
    ``seller`` for a seller ID that is not this account's.
    """
    check_year(_known(organization, shop, credentials.seller_id), credentials.refresh_token, now)
    opened = open_shop(shop, credentials)
    found = [entry for entry in opened.participations() if entry.participating]
    opened.check_seller(marketplaces_for(found, countries)[0])
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if kind == Application.Kind.DEVELOPER:
            application = keep_developer(
                organization,
                shop=shop,
                client_id=credentials.client_id,
                name=developer[0],
                outside_id=developer[1],
                now=now,
            )
        else:
            application = keep_application(
                organization,
                shop=shop,
                kind=kind,
                client_id=credentials.client_id,
                secret=credentials.client_secret,
                now=now,
                ends_on=secret_ends_on,
            )
        authorization = keep_authorization(
            organization,
            member,
            application=application,
            seller_id=credentials.seller_id,
            region=credentials.region,
            refresh_token=credentials.refresh_token,
            now=now,
            is_consent=False,
        )
        return set_up(
            authorization,
            found,
            countries=countries,
            name=name,
            import_weights=import_weights,
            confirm_at=confirm_at,
            now=now,
        )


def _known(organization: Organization, shop: str, seller_id: str) -> Authorization | None:
    found = Authorization.objects.select_related("application", "organization")
    return found.filter(organization=organization, shop=shop, seller_id=seller_id).first()


def set_up(
    authorization: Authorization,
    found: Sequence[ParticipationFound],
    *,
    countries: list[str],
    name: str,
    import_weights: bool,
    confirm_at: str,
    now: datetime,
) -> Connection:
    """How we work with an account that let us in (R2.4); in the caller's transaction."""
    organization = authorization.organization
    wishes = {
        "shop": authorization.shop,
        "name": name,
        "import_weights": import_weights,
        "confirm_at": confirm_at,
    }
    connection, made = Connection.objects.update_or_create(
        organization=organization,
        authorization=authorization,
        defaults=wishes | {"active": True},
        create_defaults=wishes | {"created_at": now},
    )
    problems.clear([connection.pk])
    if made:
        SyncCursor.objects.create(
            organization=organization, connection=connection, complete_to=now - FIRST_READ
        )
    elif set(countries) - set(chosen_countries(connection)):
        read_from_the_start(connection, now)
    participations.keep(connection, found, now)
    participations.choose(connection, countries)
    make_due("participations", connection.pk, now + participations.EVERY)
    resume(connection, now)
    return connection


def change(
    connection: Connection,
    *,
    name: str,
    import_weights: bool,
    confirm_at: str,
    countries: list[str],
    now: datetime,
) -> None:
    """Change how we work with a connected shop. Raises NeedsMerchant for a country that it has not."""
    found = [
        ParticipationFound(marketplace_id=p.marketplace_id, country=p.country, name=p.name)
        for p in participations.there(connection)
    ]
    marketplaces_for(found, countries)
    with transaction.atomic():
        added = set(countries) - set(chosen_countries(connection))
        connection.name, connection.import_weights, connection.confirm_at = name, import_weights, confirm_at
        connection.save(update_fields=["name", "import_weights", "confirm_at"])
        participations.choose(connection, countries)
        if added:
            read_from_the_start(connection, now)
        make_due("sync", connection.pk, now)
        make_due("weights", connection.pk, now)


def replace_secrets(
    connection: Connection,
    member: Member,
    *,
    client_id: str,
    client_secret: str,
    refresh_token: str,
    now: datetime,
    secret_ends_on: date | None = None,
) -> None:
    """Put new secrets in the place of the old, once the shop has accepted them. What waited goes on.

    A year begins with another token only: the same one again is no new consent (R4.4). Raises NeedsMerchant
    where its year is over.
    """
    authorization = connection.granted
    check_year(authorization, refresh_token, now)
    credentials = Credentials(
        client_id=client_id,
        client_secret=client_secret,
        refresh_token=refresh_token,
        seller_id=authorization.seller_id,
        region=authorization.region,
    )
    found = [
        entry for entry in open_shop(connection.shop, credentials).participations() if entry.participating
    ]
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(pk=connection.organization_id)
        application = authorization.application
        if application.kind != Application.Kind.DEVELOPER:
            application = keep_application(
                organization,
                shop=connection.shop,
                kind=authorization.kind,
                client_id=client_id,
                secret=client_secret,
                now=now,
                ends_on=secret_ends_on,
            )
        keep_authorization(
            organization,
            member,
            application=application,
            seller_id=authorization.seller_id,
            region=authorization.region,
            refresh_token=refresh_token,
            now=now,
            is_consent=False,
        )
        problems.clear([connection.pk])
        participations.keep(connection, found, now)
        resume(connection, now)


LET_IN_AT_TEST = gettext_noop("A test found that the shop lets us in again")
