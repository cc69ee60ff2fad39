"""A new client secret takes the old one's place, with both valid for a while, and neither lost (R4.4).

The new one is kept before it is tried, so that a kill loses nothing: whoever comes next tries it again. Until
the shop takes it, the old one goes on.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from msgspec.structs import replace

from packhaus.accounts.models import Member
from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization
from packhaus.authorizations.rules import Standing, end_of, local_day, secret_ends_on, standing
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.flow.doors import credentials_of, open_shop
from packhaus.flow.guard import end_at, today_of
from packhaus.flow.resume import resume
from packhaus.flow.tell import settle
from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops import problems
from packhaus.shops.models import Connection

AGAIN = timedelta(minutes=10)
AT_MOST = timedelta(days=1)
_LIVING = (
    Authorization.State.ACTIVE,
    Authorization.State.EXPIRING,
    Authorization.State.DEACTIVATED,
    Authorization.State.DENIED,
    Authorization.State.REQUESTED,
)


_BY_DATE = (Authorization.State.EXPIRING, Authorization.State.DEACTIVATED)


class Rotation(StrEnum):
    """What became of a new secret."""

    TAKEN = "taken"
    WAITS = "waits"


def enter(
    application: Application, member: Member, *, secret: str, now: datetime, ends_on: date | None = None
) -> Rotation:
    """Put a new secret beside the old one and try it at once; it moves to its place when the shop takes it.

    ``ends_on``: the day on which it ends, where the merchant knows it; else 180 days from when it is taken.
    The same secret again corrects that day. Raises NeedsMerchant where there is nothing in ``secret``.
    """
    if not secret:
        raise NeedsMerchant(Words(gettext_noop("The new client secret is missing.")))
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        held.sealed_next_secret = vault.seal_secret(secret, held.aad)
        held.next_secret_at, held.next_secret_ends_on = now, ends_on
        held.next_secret_problem = None
        held.save(
            update_fields=[
                "sealed_next_secret",
                "next_secret_at",
                "next_secret_ends_on",
                "next_secret_problem",
            ]
        )
        make_due("secret", held.pk, now + AGAIN)
    seam("rotate.intended")
    return Rotation.TAKEN if _try(application.pk, member, now) else Rotation.WAITS


def forget_next(application: Application) -> None:
    """Give a new secret up that the shop has not taken; the old one is left as it is."""
    Application.objects.filter(pk=application.pk).update(
        sealed_next_secret=None, next_secret_at=None, next_secret_ends_on=None, next_secret_problem=None
    )


@due_kind("secret")
def secret(application_id: int, now: datetime) -> datetime | None:
    """Try a new secret again, every 10 minutes, for a day at most; then the page says that it was refused."""
    application = Application.objects.filter(pk=application_id).first()
    if application is None or not application.sealed_next_secret or application.next_secret_problem:
        return None
    if _try(application_id, None, now):
        return None
    began = application.next_secret_at or now
    if now - began < AT_MOST:
        return now + AGAIN
    Application.objects.filter(pk=application_id, next_secret_at=application.next_secret_at).update(
        next_secret_problem=Words(GIVEN_UP).stored()
    )
    return None


GIVEN_UP = gettext_noop("The shop has refused the new client secret for a day.")


def _try(application_id: int, member: Member | None, now: datetime) -> bool:
    """Whether the shop takes the new secret; then it is in the old one's place."""
    application = Application.objects.get(pk=application_id)
    sealed = application.sealed_next_secret
    if not sealed:
        return True
    if not _is_taken(application, vault.open_secret(sealed, application.aad), now):
        return False
    seam("rotate.called")
    _put_in_place(application, bytes(sealed), member, now)
    seam("rotate.kept")
    return True


def _is_taken(application: Application, secret: str, now: datetime) -> bool:
    """Ask with one authorization after the other until the shop says something of the secret.

    A refusal of the token, the role or the region comes after the secret was taken. An application that
    nobody has authorized yet cannot be tried: the secret is believed. So it is where the year of all is over,
    for no call is made with those (R4.6).
    """
    living = application.authorizations.select_related("organization").filter(state__in=_LIVING)
    usable = [
        one for one in living.order_by("state", "pk") if one.sealed_refresh_token and not _year_over(one, now)
    ]
    for authorization in usable[:5]:
        authorization.application = application
        credentials = replace(credentials_of(authorization), client_secret=secret)
        try:
            open_shop(authorization.shop, credentials).participations()
        except AuthorizationEnded as error:
            if error.cause == "secret":
                return False
            if error.cause == "token":
                continue
        except Retry:
            return False
        return True
    return True


def _year_over(authorization: Authorization, now: datetime) -> bool:
    began_on = local_day(authorization.term_began_at, authorization.organization.time_zone)
    year = end_of(authorization.kind, began_on, None)
    return standing(year, today_of(authorization, now)) is Standing.DEACTIVATED


def _put_in_place(application: Application, sealed: bytes, member: Member | None, now: datetime) -> None:
    with transaction.atomic():
        held = (
            Application.objects.select_for_update(of=("self",))
            .select_related("organization")
            .get(pk=application.pk)
        )
        if not held.sealed_next_secret or bytes(held.sealed_next_secret) != sealed:
            # Somebody entered another one meanwhile, which is tried by itself.
            return
        today = local_day(now, held.organization.time_zone)
        ends_on = held.next_secret_ends_on
        held.sealed_secret, held.secret_entered_at = sealed, now
        held.secret_ends_on = ends_on if ends_on and ends_on > today else secret_ends_on(today)
        held.sealed_next_secret = held.next_secret_at = None
        held.next_secret_ends_on = held.next_secret_problem = None
        held.save()
        for authorization in held.authorizations.select_related("organization").filter(state__in=_LIVING):
            authorization.application = held
            if held.kind == Application.Kind.PRIVATE:
                authorization.term_began_at = now
                authorization.save(update_fields=["term_began_at"])
            let_go_on(authorization, member, now)


def let_go_on(authorization: Authorization, member: Member | None, now: datetime) -> None:
    """Let the state follow the new end, and what waited for the secret go on."""
    was = authorization.state
    by_date = standing(end_at(authorization), today_of(authorization, now)).value
    if was == Authorization.State.DENIED and authorization.cause == "secret":
        states.move(
            authorization, Authorization.State.ACTIVE, now, Words(NEW_SECRET), who=member, cause="secret"
        )
    elif was in _BY_DATE and by_date in ("active", "expiring"):
        states.move(authorization, by_date, now, Words(NEW_SECRET), who=member, cause="secret")
    settle(authorization, now)
    make_due("remind", authorization.pk, now)
    for connection in Connection.objects.filter(authorization=authorization):
        if problems.clear([connection.pk], ("secret", "secret_new")) or was != authorization.state:
            resume(connection, now)


NEW_SECRET = gettext_noop("A new client secret was taken")
