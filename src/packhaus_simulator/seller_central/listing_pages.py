"""Inventory, and the listing page on which a shipping weight is entered (R3.1).

As at Amazon the weight is found in the advanced view under "more details"; paths follow Seller Central's own
(``/inventory``, ``/abis/listing/edit``), so that a link made for the real one fits here too.
"""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from packhaus_simulator.seller_central.html import Html, as_html, complaint, fill, joined
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.values import whole_second
from packhaus_simulator.world.listings import Listing

_UNITS = {"grams": "Gramm", "kilograms": "Kilogramm", "pounds": "Pfund (lb)", "ounces": "Unzen (oz)"}
_FIELDS = {
    "website_shipping_weight": (
        "Versandgewicht",
        "Gewicht des Artikels mit seiner Verpackung, wie er versandt wird.",
    ),
    "item_package_weight": ("Artikelpaketgewicht", "Gewicht des Artikels in seiner Verkaufsverpackung."),
}
_MOST = 1_000_000


def inventory(visit: Visit, request: Request) -> Response:
    """All listings, those without a weight marked."""
    wanted, bare = request.query_params.get("q", "").strip(), request.query_params.get("fehlt") == "1"
    found = [
        listing
        for listing in visit.world.listings.by_sku.values()
        if wanted.casefold() in f"{listing.product.sku} {listing.product.title}".casefold()
        and not (bare and listing.weights)
    ]
    rows = [
        fill(
            "inventory_row",
            sku=listing.product.sku,
            title=listing.product.title,
            weight=_weight(listing),
            link=_link(visit, listing.product.sku, advanced=True),
        )
        for listing in found
    ]
    checked = "checked" if bare else ""
    content = fill(
        "inventory", base=visit.base, q=wanted, checked=checked, count=len(found), rows=joined(rows)
    )
    return visit.page("Lagerbestand verwalten", content)


def listing(visit: Visit, request: Request) -> Response:
    """One listing: simple view, or advanced view with its tabs."""
    found = visit.world.listings.by_sku.get(request.query_params.get("sku", ""))
    if found is None:
        return _unknown(visit)
    return _listing_page(
        visit,
        found,
        advanced=request.query_params.get("ansicht") == "erweitert",
        details=request.query_params.get("reiter") == "weitere-details",
        message=Html('<p class="done" role="status">Die Änderungen sind gespeichert.</p>')
        if request.query_params.get("gespeichert")
        else Html(""),
    )


def save_listing(visit: Visit, form: Mapping[str, str]) -> Response:
    """Save the weights of a listing; an empty field takes its weight away."""
    listings, now = visit.world.listings, whole_second(visit.now)
    found = listings.by_sku.get(form.get("sku", ""))
    if found is None:
        return _unknown(visit)
    wanted: dict[str, tuple[float, str] | None] = {}
    for attribute, (label, _) in _FIELDS.items():
        text, unit = form.get(attribute, "").strip(), form.get(f"{attribute}-unit", "grams")
        if not text:
            wanted[attribute] = None
            continue
        value = _number(text)
        if value is None or unit not in _UNITS:
            wrong = complaint(f"{label}: „{text}“ ist keine Zahl über null. Schreiben Sie zum Beispiel 1,25.")
            return _listing_page(visit, found, advanced=True, details=True, message=wrong, status=400)
        wanted[attribute] = (value, unit)
    for attribute, weight in wanted.items():
        if weight != found.weights.get(attribute):
            listings.set_weight(found.product.sku, attribute, weight, now)
    return RedirectResponse(
        _link(visit, found.product.sku, advanced=True) + "&gespeichert=1", status_code=303
    )


def _listing_page(
    visit: Visit, found: Listing, *, advanced: bool, details: bool, message: Html, status: int = 200
) -> Response:
    sku = found.product.sku
    other = _link(visit, sku, advanced=not advanced, details=False)
    word = "Einfache Ansicht" if advanced else "Erweiterte Ansicht"
    toggle = Html(f'<a class="button second" href="{as_html(other)}">{word}</a>')
    tabs = [_tab("Angebot", _link(visit, sku, advanced=advanced, details=False), current=not details)]
    if advanced:
        tabs.append(_tab("Weitere Details", _link(visit, sku, advanced=True), current=details))
    if advanced and details:
        form = _details_form(visit, found)
    else:
        price = f"{found.product.price_cents / 100:.2f} €".replace(".", ",")
        form = fill("listing_simple", name=found.product.title, price=price)
    content = fill(
        "listing",
        message=message,
        name=found.product.title,
        sku=sku,
        asin=found.product.asin,
        toggle=toggle,
        tabs=joined(tabs),
        form=form,
    )
    return visit.page("Angebot bearbeiten", content, status)


def _details_form(visit: Visit, found: Listing) -> Html:
    fields = []
    for attribute, (label, hint) in _FIELDS.items():
        value, unit = found.weights.get(attribute, (None, "grams"))
        options = [
            Html(f'<option value="{key}"{" selected" if key == unit else ""}>{text}</option>')
            for key, text in _UNITS.items()
        ]
        shown = "" if value is None else f"{value:g}".replace(".", ",")
        fields.append(
            fill("weight_field", name=attribute, label=label, hint=hint, value=shown, options=joined(options))
        )
    action = f"{visit.base}/abis/listing/edit"
    return fill("listing_details", action=action, sku=found.product.sku, fields=joined(fields))


def _tab(text: str, link: str, *, current: bool) -> Html:
    mark = ' aria-current="page"' if current else ""
    return Html(f'<a href="{as_html(link)}"{mark}>{text}</a>')


def _link(visit: Visit, sku: str, *, advanced: bool, details: bool = True) -> str:
    link = f"{visit.base}/abis/listing/edit?sku={quote(sku, safe='')}"
    if advanced:
        link += "&ansicht=erweitert" + ("&reiter=weitere-details" if details else "")
    return link


def _weight(listing: Listing) -> Html | str:
    if not listing.weights:
        return Html('<span class="missing">fehlt</span>')
    value, unit = next(iter(listing.weights.values()))
    return f"{value:g} {_UNITS.get(unit, unit)}".replace(".", ",")


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value < _MOST else None


def _unknown(visit: Visit) -> Response:
    return visit.page("Nicht gefunden", complaint("Dieses Angebot gibt es nicht."), status=404)
