"""A code from the shop's consent page becomes a token that is kept (R1): intent, call, record.

A worker that is killed with the token in its hands loses it: the code is tried again, and refused. The
merchant is asked to authorize again, and the token from before, if there is one, is untouched.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import AuthorizationRequest
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.flow import participations
from packhaus.flow.authorize import keep_authorization
from packhaus.flow.consent import KEPT_FOR, fail, way_in
from packhaus.flow.doors import marketplace, open_shop
from packhaus.flow.resume import resume
from packhaus.kit.errors import AuthorizationEnded, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import vault
from packhaus.shops import problems
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials, ParticipationFound

CODE_LIVES = timedelta(minutes=10)
"""A code that is older than this is of no use to anybody: Amazon takes it for five minutes (E9)."""
UNTRIED_AFTER = timedelta(minutes=15)
"""How long a token waits to be tried where the shop does not answer; it is kept untried then."""
_Stage = AuthorizationRequest.Stage


@due_kind("authorize")
def authorize(request_id: int, now: datetime) -> datetime | None:
    """Exchange the code of one walk, try the token that it gave, and keep it."""
    walk = (
        AuthorizationRequest.objects.select_related("organization", "application", "member")
        .filter(pk=request_id)
        .first()
    )
    if walk is None:
        return None
    if walk.stage == _Stage.CODE:
        _exchange(walk, now)
    if walk.stage == _Stage.TOKEN:
        _keep(walk, now)
    return None


def forget_old(now: datetime) -> None:
    """Erase codes that nobody exchanged in time; forget walks that are long over."""
    held = AuthorizationRequest.objects.filter(stage=_Stage.CODE, code_at__lt=now - CODE_LIVES)
    held.update(stage=_Stage.FAILED, sealed_code=None, words=Words(TOO_LATE).stored())
    AuthorizationRequest.objects.filter(made_at__lt=now - KEPT_FOR).exclude(stage=_Stage.TOKEN).delete()


def _exchange(walk: AuthorizationRequest, now: datetime) -> None:
    if walk.sealed_code is None or walk.code_at is None or now >= walk.code_at + CODE_LIVES:
        return fail(walk, Words(TOO_LATE))
    tried_before = walk.called_at is not None
    AuthorizationRequest.objects.filter(pk=walk.pk).update(called_at=now)
    seam("authorize.intended")
    application = walk.application
    try:
        token = way_in(application.shop).exchange(
            client_id=application.client_id,
            client_secret=vault.open_secret(application.sealed_secret, application.aad),
            code=vault.open_secret(walk.sealed_code, walk.aad),
            redirect_uri=walk.redirect_uri,
        )
    except AuthorizationEnded as error:
        return fail(walk, Words(INTERRUPTED) if tried_before and error.cause == "code" else error.words)
    except Retry:
        raise
    except Problem as error:
        return fail(walk, error.words)
    seam("authorize.exchanged")
    walk.stage = _Stage.TOKEN
    walk.sealed_code = vault.seal_secret(token, walk.aad)
    walk.save(update_fields=["stage", "sealed_code"])
    seam("authorize.kept")
    return None


def _keep(walk: AuthorizationRequest, now: datetime) -> None:
    """The new token takes the place of the old one in the commit that stores it, and not before."""
    if walk.sealed_code is None:
        return fail(walk, Words(INTERRUPTED))
    credentials = _credentials(walk)
    found: list[ParticipationFound] = []
    try:
        found = participations.look(open_shop(walk.application.shop, credentials), walk.application.shop)
    except AuthorizationEnded as error:
        if error.cause == "token":
            return fail(walk, error.words)
        if error.cause == "secret" and not _waited_enough(walk, now):
            # The token was given for this secret just now: some hosts learn of a new one later (E7).
            raise Retry(error.words) from None
    except Retry:
        if not _waited_enough(walk, now):
            raise
    except Problem:
        # What else the shop denies says nothing against the token: the connection's page will say it.
        found = []
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(pk=walk.organization_id)
        held = AuthorizationRequest.objects.select_for_update().get(pk=walk.pk)
        if held.stage != _Stage.TOKEN:
            return None
        authorization = keep_authorization(
            organization,
            walk.member,
            application=walk.application,
            seller_id=walk.seller_id,
            region=credentials.region,
            refresh_token=credentials.refresh_token,
            now=now,
            words=Words(AUTHORIZED),
        )
        held.authorization, held.stage, held.sealed_code = authorization, _Stage.DONE, None
        held.save(update_fields=["authorization", "stage", "sealed_code"])
        connection = Connection.objects.filter(authorization=authorization).first()
        if connection is not None:
            _go_on(connection, found, now)
    seam("authorize.recorded")
    return None


def _go_on(connection: Connection, found: list[ParticipationFound], now: datetime) -> None:
    Connection.objects.filter(pk=connection.pk).update(active=True)
    problems.clear([connection.pk])
    if found:
        participations.keep(connection, found, now)
    make_due("participations", connection.pk, now + participations.EVERY)
    resume(connection, now)


def _credentials(walk: AuthorizationRequest) -> Credentials:
    application = walk.application
    place = marketplace(application.shop, walk.marketplace_id)
    return Credentials(
        client_id=application.client_id,
        client_secret=vault.open_secret(application.sealed_secret, application.aad),
        refresh_token=vault.open_secret(walk.sealed_code or b"", walk.aad),
        seller_id=walk.seller_id,
        region=place.region if place else "eu",
    )


def _waited_enough(walk: AuthorizationRequest, now: datetime) -> bool:
    return walk.code_at is None or now >= walk.code_at + UNTRIED_AFTER


AUTHORIZED = gettext_noop("Authorized on the shop's own page")
TOO_LATE = gettext_noop(
    "Amazon's answer could not be used in time: it is good for five minutes. Authorize again, and see to it "
    "that a worker is running and that Amazon can be reached from here."
)
INTERRUPTED = gettext_noop(
    "Amazon gave the access out, but it did not reach Packhaus: the connection broke, or this machine "
    "stopped in that moment. Authorize again. Nothing was changed here."
)
