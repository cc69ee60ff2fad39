"""Manage Your Apps and User permissions: what was granted, until when; renew it, take it back (R4.7)."""

from collections.abc import Mapping

from starlette.responses import Response

from packhaus_simulator.amazon.grants import Grant
from packhaus_simulator.seller_central.html import Html, fill, joined
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.seller_central.words import KINDS, STATES

MANAGE, PERMISSIONS = "/apps/manage", "/user-permissions"


def manage(visit: Visit) -> Response:
    """All authorizations with their state."""
    rows = []
    for number, grant in enumerate(_held(visit)):
        over = grant.revoked or grant.replaced
        again = fill("manage_again", base=visit.base, application_id=grant.application.application_id)
        rows.append(
            fill(
                "manage_row",
                base=visit.base,
                application=grant.application.name,
                at=f"{grant.at:%d.%m.%Y %H:%M}",
                state=STATES[grant.state(visit.now)],
                number=number,
                disabled="disabled" if over else "",
                again=again if grant.application.is_public and not grant.replaced else Html(""),
            )
        )
    return visit.page("Apps verwalten", fill("manage", rows=joined(rows)))


def revoke(visit: Visit, form: Mapping[str, str]) -> Response:
    """Take access back from one authorization."""
    grant = _chosen(visit, form)
    if grant is not None:
        grant.revoked = True
    return visit.back_to(MANAGE)


def permissions(visit: Visit) -> Response:
    """The table "current authorizations": kind, dates, state, renew and revoke."""
    rows = [_row(visit, number, grant) for number, grant in enumerate(_held(visit)) if not grant.replaced]
    empty = Html('<tr><td colspan="6" class="quiet">Sie haben keine Anwendung autorisiert.</td></tr>')
    content = fill("permissions", rows=joined(rows) if rows else empty)
    return visit.page("Benutzerberechtigungen", content)


def _row(visit: Visit, number: int, grant: Grant) -> Html:
    state = grant.state(visit.now)
    reminders = [n for n in visit.seller.notices if n.authorization == grant.number]
    told = f"{max(n.at for n in reminders):%d.%m.%Y}" if reminders else "–"
    renewed = f", erneuert am {grant.renewals[-1]:%d.%m.%Y}" if grant.renewals else ""
    buttons = []
    if grant.until is not None and state in ("active", "deactivated"):
        buttons.append(("renew", "second", "Erneuern"))
    if state != "revoked":
        buttons.append(("revoke", "grave", "Widerrufen"))
    return fill(
        "permissions_row",
        application=grant.application.name,
        kind=KINDS[grant.application.kind],
        at=f"{grant.at:%d.%m.%Y}{renewed}",
        until=f"{grant.until:%d.%m.%Y}" if grant.until is not None else "kein Ende",
        state=STATES[state],
        told=told,
        buttons=joined([_button(visit, number, *button) for button in buttons]),
    )


def _button(visit: Visit, number: int, action: str, look: str, word: str) -> Html:
    return fill("permissions_button", base=visit.base, number=number, action=action, look=look, word=word)


def change_permission(visit: Visit, form: Mapping[str, str]) -> Response:
    """Renew in place, without the application being told, or revoke."""
    grant, simulator = _chosen(visit, form), visit.simulator
    if grant is not None and form.get("action") == "revoke":
        grant.revoked = True
    elif grant is not None and form.get("action") == "renew" and not grant.revoked and not grant.replaced:
        simulator.authorizations.renew(grant, simulator.switches, visit.now)
    return visit.back_to(PERMISSIONS)


def _held(visit: Visit) -> list[Grant]:
    granted = visit.simulator.authorizations
    return [grant for grant in granted.grants if grant.seller_id == visit.seller.seller_id]


def _chosen(visit: Visit, form: Mapping[str, str]) -> Grant | None:
    number, held = form.get("number", ""), _held(visit)
    return held[int(number)] if number.isdecimal() and int(number) < len(held) else None
