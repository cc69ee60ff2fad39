"""The merchant's orders at Amazon: look at one, see what was confirmed, cancel it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from packhaus_simulator.seller_central.html import Html, as_html, complaint, fill, joined
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.values import whole_second
from packhaus_simulator.world.order import CANCELLED, PARTIALLY_SHIPPED, SHIPPED, UNSHIPPED, Order

_STATES = {
    "PENDING_AVAILABILITY": "Vorbestellt",
    "PENDING": "Ausstehend",
    UNSHIPPED: "Nicht versandt",
    PARTIALLY_SHIPPED: "Teilweise versandt",
    SHIPPED: "Versandt",
    CANCELLED: "Storniert",
}
_SHOWN = 200


def orders(visit: Visit, request: Request) -> Response:
    """The newest merchant-fulfilled orders."""
    wanted = request.query_params.get("q", "").strip()
    found = [o for o in visit.world.ledger if o.fulfilled_by == "MERCHANT" and wanted in o.id]
    newest = sorted(found, key=lambda order: order.created, reverse=True)[:_SHOWN]
    rows = [
        fill(
            "orders_row",
            link=f"{visit.base}/orders-v3/order/{order.id}",
            id=order.id,
            created=f"{order.created.astimezone(order.marketplace.zone):%d.%m.%Y %H:%M}",
            country=order.marketplace.country,
            state=_state(order),
        )
        for order in newest
    ]
    content = fill("orders", base=visit.base, q=wanted, count=len(found), rows=joined(rows))
    return visit.page("Bestellungen verwalten", content)


def order(visit: Visit, order_id: str, message: Html | None = None) -> Response:
    """One order."""
    found = visit.world.ledger.orders.get(order_id)
    if found is None:
        return visit.page("Nicht gefunden", complaint("Diese Bestellung gibt es nicht."), status=404)
    zone = found.marketplace.zone
    lines = [
        Html(
            f'<tr><td class="sku">{as_html(line.product.sku)}</td><td>{as_html(line.product.title)}</td>'
            f"<td>{line.quantity}</td><td>{found.shipped(line.item_id)}</td></tr>"
        )
        for line in found.lines
    ]
    open_still = found.status in (UNSHIPPED, "PENDING", "PENDING_AVAILABILITY")
    cancel = fill("cancel", action=f"{visit.base}/orders-v3/order/{found.id}") if open_still else Html("")
    content = fill(
        "order",
        message=message or Html(""),
        state=_state(found),
        created=f"{found.created.astimezone(zone):%d.%m.%Y %H:%M}",
        ship_by=f"{found.ship_by[1].astimezone(zone):%d.%m.%Y}",
        address=_address(found),
        lines=joined(lines),
        packages=_packages(found),
        cancel=cancel,
    )
    return visit.page(f"Bestellung {found.id}", content)


def cancel_order(visit: Visit, order_id: str) -> Response:
    """Cancel an order that has not left."""
    found = visit.world.ledger.orders.get(order_id)
    if found is not None and found.status in (UNSHIPPED, "PENDING", "PENDING_AVAILABILITY"):
        visit.world.ledger.change(order_id, _cancel, whole_second(visit.now))
    return RedirectResponse(f"{visit.base}/orders-v3/order/{order_id}", status_code=303)


def _cancel(changing: Order) -> None:
    changing.status = CANCELLED
    for line in changing.lines:
        line.cancelled_by, line.cancel_reason = "MERCHANT", "NO_INVENTORY"


def _state(found: Order) -> str:
    state = _STATES.get(found.status, found.status)
    wish = any(line.cancel_reason and not line.cancelled_by for line in found.lines)
    return f"{state} – Käufer bittet um Stornierung" if wish else state


def _address(found: Order) -> str:
    address = found.address
    if found.status not in (UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED):
        return "–"
    lines = (address.name, address.company, address.line1, address.line2, address.line3)
    shown = [line for line in dict.fromkeys(lines) if line]
    return "\n".join([*shown, f"{address.postal_code} {address.city}", address.country])


def _packages(found: Order) -> Html:
    if not found.packages:
        return Html('<p class="quiet">Noch keine Versandbestätigung.</p>')
    rows = [
        Html(
            f"<tr><td>{as_html(package.carrier_name or package.carrier_code)}</td>"
            f'<td class="sku">{as_html(package.tracking_number)}</td>'
            f"<td>{package.ship_time:%d.%m.%Y %H:%M}</td></tr>"
        )
        for package in found.packages
    ]
    head = "<thead><tr><th>Versanddienst</th><th>Sendungsnummer</th><th>Versandt (UTC)</th></tr></thead>"
    return Html(f"<table>{head}<tbody>{joined(rows)}</tbody></table>")
