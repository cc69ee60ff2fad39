"""Connect a shop (R2): test what the account holds, save, change, replace its secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.engine.due import make_due
from packhaus.flow.addresses import now_readable
from packhaus.flow.doors import credentials_of, open_shop, watched
from packhaus.flow.findings import FIRST_READ, Findings, look, marketplaces_for
from packhaus.flow.resume import resume
from packhaus.kit.errors import AuthorizationEnded
from packhaus.kit.ids import public_id
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops.models import Connection, Participation, SyncCursor
from packhaus.shops.port import Credentials, ParticipationFound, Shop
from packhaus.shops.registry import SHOPS


def test(organization: Organization, credentials: Credentials, country: str, now: datetime) -> Findings:
    """Try the credentials and say what was found. Nothing is saved.

    Raises AuthorizationEnded for credentials that Amazon refuses, NeedsMerchant for a country that the
    account does not sell in (it names those that it does), Retry where Amazon is out of order.
    """
    return look(open_shop("amazon", credentials), "amazon", [country], now)


def test_saved(connection: Connection, now: datetime) -> Findings:
    """The same for a connection that is saved already, with the countries it uses."""
    with watched(connection, now):
        findings = look(
            open_shop(connection.shop, credentials_of(connection.authorization)),
            connection.shop,
            chosen_countries(connection),
            now,
        )
    with transaction.atomic():
        if findings.addresses_readable:
            now_readable(connection, now)
        elif findings.addresses_readable is False:
            Connection.objects.filter(pk=connection.pk).update(addresses_readable=False)
        if connection.authorization.state == Authorization.State.DENIED:
            states.move(connection.authorization, Authorization.State.ACTIVE, now)
        resume(connection, now)
    return findings


def save(
    organization: Organization,
    member: Member,
    *,
    credentials: Credentials,
    countries: list[str],
    name: str,
    import_weights: bool,
    confirm_at: str,
    now: datetime,
) -> Connection:
    """Save a connection whose credentials and countries Amazon accepts, and let the reading begin.

    The same account connected again, by whatever application, replaces its secrets: two connections of one
    account would bring every order twice. Raises as :func:`test` does, and AuthorizationEnded with the cause
    ``seller`` for a seller ID that is not this account's.
    """
    shop = open_shop("amazon", credentials)
    found = [entry for entry in shop.participations() if entry.participating]
    _check_seller(shop, marketplaces_for(found, countries)[0], credentials.seller_id)
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        authorization = Authorization.objects.filter(
            organization=organization, shop="amazon", seller_id=credentials.seller_id
        ).first() or Authorization(
            organization=organization,
            public_id=public_id(),
            shop="amazon",
            kind=Authorization.Kind.PRIVATE,
            seller_id=credentials.seller_id,
            given_at=now,
        )
        authorization.client_id = credentials.client_id
        authorization.region = credentials.region
        authorization.given_by = member
        _seal(authorization, credentials.client_secret, credentials.refresh_token, now)
        authorization.save()
        _activate(authorization, member, now)
        connection, made = Connection.objects.update_or_create(
            organization=organization,
            authorization=authorization,
            defaults={
                "shop": "amazon",
                "name": name,
                "import_weights": import_weights,
                "confirm_at": confirm_at,
                "active": True,
                "problem": None,
                "problem_since": None,
            },
            create_defaults={
                "shop": "amazon",
                "name": name,
                "import_weights": import_weights,
                "confirm_at": confirm_at,
                "created_at": now,
            },
        )
        if made:
            SyncCursor.objects.create(
                organization=organization, connection=connection, complete_to=now - FIRST_READ
            )
        elif set(countries) - set(chosen_countries(connection)):
            _read_from_the_start(connection, now)
        _keep_participations(connection, found, countries)
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
        for p in connection.participations.all()
    ]
    marketplaces_for(found, countries)
    with transaction.atomic():
        added = set(countries) - set(chosen_countries(connection))
        connection.name, connection.import_weights, connection.confirm_at = name, import_weights, confirm_at
        connection.save(update_fields=["name", "import_weights", "confirm_at"])
        _keep_participations(connection, found, countries)
        if added:
            _read_from_the_start(connection, now)
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
) -> None:
    """Put new secrets in the place of the old, once Amazon has accepted them. What waited goes on."""
    authorization = connection.authorization
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
        authorization.client_id = client_id
        _seal(authorization, client_secret, refresh_token, now)
        authorization.save()
        _activate(authorization, member, now)
        Connection.objects.filter(pk=connection.pk).update(problem=None, problem_since=None)
        _keep_participations(connection, found, chosen_countries(connection))
        resume(connection, now)


def _read_from_the_start(connection: Connection, now: datetime) -> None:
    """A country that was added has open orders too, which changed before it was."""
    SyncCursor.objects.filter(connection=connection).update(
        complete_to=now - FIRST_READ, token="", window_from=None
    )


def _check_seller(shop: Shop, marketplace_id: str, seller_id: str) -> None:
    """Ask for a listing that nobody has: Amazon lets nobody read the listings of another seller ID."""
    try:
        shop.weights(marketplace_id, ["packhaus-asks"])
    except AuthorizationEnded as error:
        if error.cause != "role":
            raise
        text = gettext_noop(
            "Amazon gives no listings for the seller ID %(seller)s to this application. Check the seller ID"
            " (Amazon calls it merchant token); or the application lacks the role Product Listing."
        )
        raise AuthorizationEnded(Words(text, {"seller": seller_id}), "seller", "amazon:new") from None


def chosen_countries(connection: Connection) -> list[str]:
    """The countries whose orders are read, as ISO codes."""
    return list(
        connection.participations.filter(chosen=True).order_by("country").values_list("country", flat=True)
    )


def _seal(authorization: Authorization, client_secret: str, refresh_token: str, now: datetime) -> None:
    aad = f"authorization:{authorization.public_id}"
    authorization.sealed_client_secret = vault.seal_secret(client_secret, aad)
    authorization.sealed_refresh_token = vault.seal_secret(refresh_token, aad)
    authorization.secret_entered_at = now


def _activate(authorization: Authorization, member: Member, now: datetime) -> None:
    if not states.move(authorization, Authorization.State.ACTIVE, now, who=member):
        AuthorizationEvent.objects.create(
            organization_id=authorization.organization_id,
            authorization=authorization,
            old="active",
            new="active",
            at=now,
            words=Words(gettext_noop("Secrets entered again")).stored(),
            who=member,
        )


def _keep_participations(
    connection: Connection, found: Sequence[ParticipationFound], countries: Sequence[str]
) -> None:
    known = {entry.marketplace_id for entry in SHOPS[connection.shop].marketplaces}
    for entry in found:
        if entry.marketplace_id in known:
            Participation.objects.update_or_create(
                organization_id=connection.organization_id,
                connection=connection,
                marketplace_id=entry.marketplace_id,
                defaults={
                    "country": entry.country,
                    "name": entry.name[:100],
                    "chosen": entry.country in countries,
                },
            )
