"""The rest of the set-up of an account that let us in by the consent page (R2.2, R2.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Authorization
from packhaus.flow import participations
from packhaus.flow.connect import set_up
from packhaus.flow.doors import credentials_of, open_shop
from packhaus.flow.findings import marketplaces_for
from packhaus.flow.guard import must_stand
from packhaus.shops.models import Connection
from packhaus.shops.port import ParticipationFound


def unfinished(organization: Organization) -> QuerySet[Authorization]:
    """Accounts that let us in, and of which nobody has said yet how to work with them."""
    living = Authorization.objects.filter(organization=organization, connections=None)
    return living.exclude(state=Authorization.State.REVOKED).select_related("application").order_by("pk")


def found_in(authorization: Authorization, now: datetime) -> list[ParticipationFound]:
    """The marketplaces of the account.

    Raises as the shop does, and NeedsMerchant past the authorization's end.
    """
    must_stand(authorization.pk, now, even_denied=True)
    shop = open_shop(authorization.shop, credentials_of(authorization))
    return participations.look(shop, authorization.shop)


def move_to_region(authorization: Authorization, region: str) -> None:
    """The account is in another region of the shop's than it was authorized from."""
    Authorization.objects.filter(pk=authorization.pk).update(region=region)


def finish(
    authorization: Authorization,
    found: list[ParticipationFound],
    *,
    countries: list[str],
    name: str,
    import_weights: bool,
    confirm_at: str,
    now: datetime,
) -> Connection:
    """Say how we work with the account, and let the reading begin.

    Raises NeedsMerchant for a country that it does not sell in.
    """
    marketplaces_for(found, countries)
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=authorization.organization_id)
        return set_up(
            authorization,
            found,
            countries=countries,
            name=name,
            import_weights=import_weights,
            confirm_at=confirm_at,
            now=now,
        )
