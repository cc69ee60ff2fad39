"""The account: overview, signing in (any password will do), and Amazon's notices."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from packhaus_simulator.amazon.notices import REMINDER
from packhaus_simulator.seller import Notice
from packhaus_simulator.seller_central.html import Html, as_html, complaint, fill, joined
from packhaus_simulator.seller_central.visit import COOKIE, Visit
from packhaus_simulator.world.order import SHIPPABLE


def home(visit: Visit) -> Response:
    """What the account has, and where things are found."""
    orders, listings = visit.world.ledger, visit.world.listings.by_sku.values()
    content = fill(
        "home",
        base=visit.base,
        store=visit.seller.name,
        seller_id=visit.seller.seller_id,
        now=f"{visit.now:%d.%m.%Y %H:%M}",
        open=sum(1 for o in orders if o.fulfilled_by == "MERCHANT" and o.status in SHIPPABLE),
        bare=sum(1 for listing in listings if not listing.weights),
        notices=len(visit.seller.notices),
    )
    return visit.page("Übersicht", content)


def sign_in(visit: Visit, request: Request) -> Response:
    """Choose an account."""
    return _sign_in_page(visit, request.query_params.get("return_to", ""))


def signed_in(visit: Visit, form: Mapping[str, str]) -> Response:
    """Sign in; any password will do, none will not."""
    return_to = form.get("return_to", "")
    chosen = visit.simulator.sellers.get(form.get("account", ""))
    if chosen is None or not form.get("password"):
        wrong = complaint("Wählen Sie ein Konto und geben Sie ein Passwort ein (hier genügt irgendeines).")
        return _sign_in_page(visit, return_to, wrong)
    inside = return_to == visit.base or return_to.startswith(f"{visit.base}/")
    answer = RedirectResponse(return_to if inside else visit.base, status_code=303)
    answer.set_cookie(COOKIE, chosen.seller_id, path=visit.base, httponly=True, samesite="lax")
    return answer


def _sign_in_page(visit: Visit, return_to: str, wrong: Html | None = None) -> Response:
    options = [
        fill(
            "signin_account",
            id=seller.seller_id,
            name=seller.name,
            checked=Html(" checked") if seller is visit.seller else Html(""),
        )
        for seller in visit.simulator.sellers.values()
    ]
    content = fill(
        "signin",
        base=visit.base,
        message=wrong or Html(""),
        return_to=return_to,
        accounts=joined(options),
    )
    return visit.page("Anmelden", content, 400 if wrong else 200)


def notices(visit: Visit) -> Response:
    """Amazon's reminders, the newest first."""
    newest = sorted(visit.seller.notices, key=lambda notice: notice.at, reverse=True)
    rows = [_notice(visit, notice) for notice in newest]
    empty = Html('<p class="quiet">Keine Benachrichtigungen.</p>')
    content = fill("notices", base=visit.base, notices=joined(rows) if rows else empty)
    return visit.page("Benachrichtigungen", content)


def _notice(visit: Visit, notice: Notice) -> Html:
    name = as_html(visit.simulator.authorizations.application(notice.application).name)
    day = f"{notice.end:%d.%m.%Y}"
    if notice.kind == REMINDER:
        text = (
            f"Die Autorisierung für {name} läuft am {day} ab. "
            "Prüfen Sie sie und erneuern oder widerrufen Sie sie."
        )
    else:
        text = (
            f"Die Autorisierung für {name} ist am {day} abgelaufen. Das Token ist deaktiviert. "
            "Wenn Sie die Autorisierung erneuern, gilt es wieder."
        )
    return Html(f"<tr><td>{notice.at:%d.%m.%Y}</td><td>{text}</td></tr>")
