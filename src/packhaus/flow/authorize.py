"""What a merchant entrusts to us (R1): applications and the authorizations given to them."""

from __future__ import annotations

from datetime import date, datetime

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization
from packhaus.authorizations.rules import Standing, end_of, local_day, secret_ends_on, standing
from packhaus.engine.due import make_due
from packhaus.flow.guard import WHERE, end_at, today_of
from packhaus.flow.rotate import let_go_on
from packhaus.flow.tell import settle
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault


def keep_application(
    organization: Organization,
    *,
    shop: str,
    kind: str,
    client_id: str,
    secret: str,
    now: datetime,
    ends_on: date | None = None,
    outside_id: str = "",
    name: str = "",
    is_draft: bool = False,
) -> Application:
    """Keep an application and its secret, in place of what is known of the same client id.

    ``ends_on``: the day on which the secret ends, where somebody knows it; else 180 days from today. Other
    accounts that a new secret lets in again go on. In the caller's transaction.
    """
    today = local_day(now, organization.time_zone)
    application = Application.objects.select_for_update().filter(
        organization=organization, shop=shop, client_id=client_id
    ).first() or Application(organization=organization, shop=shop, client_id=client_id)
    # Emptied where the last authorization given to it was revoked.
    held = bytes(application.sealed_secret)
    same = bool(held) and vault.open_secret(held, application.aad) == secret
    # A token of a public application can be pasted too: what its other accounts go by stays.
    if not (application.pk and application.kind == Application.Kind.PUBLIC):
        application.kind = kind
    application.outside_id = outside_id or application.outside_id
    application.name = name or application.name
    if kind == Application.Kind.PUBLIC:
        application.is_draft = is_draft
    if not same:
        application.sealed_secret = vault.seal_secret(secret, application.aad)
        application.secret_entered_at = now
        application.secret_ends_on = None
        application.sealed_next_secret = application.next_secret_at = None
        application.next_secret_ends_on = application.next_secret_problem = None
    known = application.secret_ends_on
    # The shop has just taken it, so an end that has passed was reckoned wrongly.
    application.secret_ends_on = ends_on or (known if known and known > today else secret_ends_on(today))
    application.save()
    if not same:
        for authorization in application.authorizations.exclude(state=Authorization.State.REVOKED):
            authorization.application = application
            let_go_on(authorization, None, now)
    return application


def keep_developer(
    organization: Organization, *, shop: str, client_id: str, name: str, outside_id: str, now: datetime
) -> Application:
    """Keep which developer of the old way was authorized. Its keys are the installation's and not kept here.

    ``client_id``: its access key, which changes where whoever runs Packhaus gets a new one. In the caller's
    transaction.
    """
    known = Application.objects.select_for_update().filter(
        organization=organization, shop=shop, kind=Application.Kind.DEVELOPER
    )
    application = known.filter(client_id=client_id).first() or known.filter(outside_id=outside_id).first()
    application = application or Application(organization=organization, shop=shop, secret_entered_at=now)
    application.kind, application.sealed_secret = Application.Kind.DEVELOPER, b""
    application.client_id, application.name, application.outside_id = client_id, name, outside_id
    application.save()
    return application


def keep_authorization(
    organization: Organization,
    member: Member,
    *,
    application: Application,
    seller_id: str,
    region: str,
    refresh_token: str,
    now: datetime,
    words: Words | None = None,
    is_consent: bool = True,
) -> Authorization:
    """Keep a token that the shop has just taken: a new authorization, or the next term of one (R4.4).

    The same account again replaces its token and application: two authorizations of one account would bring
    every order twice. ``is_consent``: the merchant has just agreed at the shop, so a term begins whatever the
    token; else one begins only with another token or another secret of an own application. ``words``: what
    its story says of it. In the caller's transaction, which holds the organization's row.
    """
    authorization = Authorization.objects.select_for_update().filter(
        organization=organization, shop=application.shop, seller_id=seller_id
    ).first() or Authorization(
        organization=organization, shop=application.shop, seller_id=seller_id, given_at=now
    )
    before = authorization.application if authorization.pk else application
    is_new = is_consent or not has_token(authorization, refresh_token) or before.pk != application.pk
    if is_new or (application.kind == Application.Kind.PRIVATE and application.secret_entered_at == now):
        authorization.term_began_at = now
    authorization.application = application
    authorization.region = region
    authorization.given_by = member
    authorization.sealed_refresh_token = vault.seal_secret(refresh_token, authorization.aad)
    authorization.save()
    if before.pk != application.pk:
        empty_unused(before)
    activate(authorization, member, now, words)
    return authorization


def has_token(authorization: Authorization, refresh_token: str) -> bool:
    """Whether it is kept with this very token."""
    sealed = bytes(authorization.sealed_refresh_token)
    return bool(sealed) and vault.open_secret(sealed, authorization.aad) == refresh_token


def check_year(authorization: Authorization | None, refresh_token: str, now: datetime) -> None:
    """Raise NeedsMerchant for a token whose year is over (R4.6): entered again it is no renewal."""
    if authorization is None or not has_token(authorization, refresh_token):
        return
    zone = authorization.organization.time_zone
    year = end_of(authorization.kind, local_day(authorization.term_began_at, zone), None)
    if standing(year, local_day(now, zone)) is Standing.DEACTIVATED:
        raise NeedsMerchant(Words(RENEW_FIRST), WHERE)


RENEW_FIRST = gettext_noop(
    "This token is known, and its year is over. Renew the authorization at the shop, then choose “Renew” "
    "below User permissions: there is nothing to enter."
)


def empty_unused(application: Application) -> None:
    """Destroy the secrets of an application that lets us into no account any more.

    Those of a public application stay: it is the merchant's own, for accounts still to come.
    """
    living = application.authorizations.exclude(state=Authorization.State.REVOKED)
    if application.kind != Application.Kind.PUBLIC and not living.exists():
        application.sealed_secret, application.sealed_next_secret = b"", None
        application.next_secret_at = application.next_secret_ends_on = None
        application.next_secret_problem = None
        application.save()


def activate(
    authorization: Authorization,
    member: Member | None,
    now: datetime,
    words: Words | None = None,
    cause: str = "",
) -> None:
    """Let it be active, with a row that says so even where it was; its dates are looked at again.

    Mails that tell of its end and are not sent yet are taken back. ``words``: what the row says; else that
    secrets were entered again. ``cause``: what led there, where no renewal did. In the caller's transaction.
    """
    stands = standing(end_at(authorization), today_of(authorization, now))
    stays = stands is Standing.EXPIRING and authorization.state == Authorization.State.EXPIRING
    if stays or not states.move(
        authorization, Authorization.State.ACTIVE, now, words, who=member, cause=cause
    ):
        said = words or Words(gettext_noop("Secrets entered again"))
        states.note(authorization, authorization.state, now, said, member)
    settle(authorization, now)
    make_due("remind", authorization.pk, now)
