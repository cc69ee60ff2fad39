"""User permissions with the table "current authorizations", and Amazon's notices (R4.4 to R4.7)."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from packhaus_simulator.mws.authorization import MwsAuthorization
from packhaus_simulator.seller_central.html import Html, fill, joined
from packhaus_simulator.seller_central.old.frame import APPS, PERMISSIONS, held, old_page
from packhaus_simulator.seller_central.visit import Visit

_STATES = {"active": "aktiv", "expired": "abgelaufen, Token deaktiviert", "revoked": "widerrufen"}


def permissions(visit: Visit, request: Request) -> Response:
    """The page to which signing in leads."""
    every = [each for each in visit.simulator.mws.access.given if each.seller_id == visit.seller.seller_id]
    rows = [_row(visit, each) for each in every]
    empty = Html('<tr><td colspan="6" class="quiet">Sie haben keinen Entwickler autorisiert.</td></tr>')
    content = fill(
        "old_permissions",
        base=visit.base,
        apps=visit.base + APPS,
        rows=joined(rows) if rows else empty,
        notices=joined([_notices(visit, each) for each in every]),
    )
    return old_page(visit, "Benutzerberechtigungen", content)


def change_permission(visit: Visit, form: Mapping[str, str]) -> Response:
    """Renew or revoke the newest authorization."""
    standing = held(visit)
    if standing is not None and standing.revoked is None:
        if form.get("action") == "renew":
            visit.simulator.mws.access.renew(standing, visit.now)
        elif form.get("action") == "revoke":
            standing.revoked = visit.now
    return visit.back_to(PERMISSIONS)


def _row(visit: Visit, each: MwsAuthorization) -> Html:
    renewed = f", erneuert am {each.renewed:%d.%m.%Y}" if each.renewed else ""
    buttons = fill("old_permissions_buttons", action=visit.base + PERMISSIONS)
    return fill(
        "old_permissions_row",
        name=each.developer_name,
        id=each.developer_id,
        given=f"{each.given:%d.%m.%Y}{renewed}",
        ends=f"{each.ends:%d.%m.%Y}",
        state=_STATES[each.state(visit.now)],
        buttons=Html("") if each.revoked else buttons,
    )


def _notices(visit: Visit, each: MwsAuthorization) -> Html:
    told = [
        fill(
            "old_notice",
            at=f"{moment:%d.%m.%Y}",
            name=each.developer_name,
            id=each.developer_id,
            ends=f"{each.ends:%d.%m.%Y}",
        )
        for moment in each.notices(visit.now)
    ]
    return joined(told)
