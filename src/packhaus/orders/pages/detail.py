"""One order: in the reading pane beside the list, or as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from packhaus.accounts.models import Organization
from packhaus.carriers.offer import offered_services
from packhaus.carriers.port import Service
from packhaus.carriers.rules import fitting_service
from packhaus.confirmations.models import Confirmation
from packhaus.desk.visitor import is_partial, organization_of, page_now
from packhaus.engine.models import BatchItem, Timeline
from packhaus.flow.doors import marketplace
from packhaus.kit.addresses import HINT_WORDS, SERIOUS, Hint, recognize
from packhaus.kit.personal import Contact, Recipient
from packhaus.orders.filters import Choice
from packhaus.orders.listing import shown_reason
from packhaus.orders.models import Order, OrderLine
from packhaus.orders.pages.kept import KeptOf, kept_of
from packhaus.orders.pages.timeline import Entry, entries_of
from packhaus.orders.waiting import REASONS, Reason
from packhaus.parcels.batch_key import new_nonce
from packhaus.parcels.filters import bought
from packhaus.parcels.models import Parcel, Purchase
from packhaus.privacy import vault
from packhaus.products.models import Product
from packhaus.shops.port import MarketplaceInfo


@dataclass(frozen=True)
class LineView:
    """One line of an order with the weight's source, and what the buyer wants written for it."""

    line: OrderLine
    product: Product | None
    contact: Contact | None

    @property
    def grams(self) -> int | None:
        """What the whole line weighs."""
        return self.line.unit_grams * self.line.quantity if self.line.unit_grams else None

    @property
    def gift_message(self) -> str:
        """What the giver wrote."""
        return self.contact.gift_messages.get(self.line.shop_line_id, "") if self.contact else ""

    @property
    def gift_sender(self) -> str:
        """Who gives."""
        return self.contact.gift_senders.get(self.line.shop_line_id, "") if self.contact else ""


@dataclass(frozen=True)
class ParcelView:
    """A parcel with the last purchase of its label and what its shop was told."""

    parcel: Parcel
    purchase: Purchase | None
    confirmation: Confirmation | None


@dataclass(frozen=True)
class OrderView:
    """All that the page of an order shows. Names and addresses only as types that show nothing by chance."""

    order: Order
    recipient: Recipient | None
    contact: Contact | None
    lines: tuple[LineView, ...]
    parcels: tuple[ParcelView, ...]
    entries: tuple[Entry, ...]
    reasons: tuple[Reason, ...]
    kept: KeptOf
    method: Service | None
    market: MarketplaceInfo | None
    trouble: BatchItem | None

    @property
    def reason(self) -> Reason | None:
        """What stands in the place of the state."""
        return shown_reason(self.order)

    @property
    def po_number(self) -> str:
        """The buyer's order number, in its own field or behind the name."""
        return recognize(self.recipient).po_number if self.recipient else ""

    @property
    def hints(self) -> tuple[tuple[str, bool], ...]:
        """What somebody should look at in the address before a label is bought, and whether it is serious."""
        found = recognize(self.recipient).hints if self.recipient else ()
        return tuple(
            (HINT_WORDS[hint], hint in SERIOUS) for hint in found if hint != Hint.ORDER_NUMBER_IN_NAME
        )

    @property
    def missing(self) -> tuple[Product, ...]:
        """The products whose weight is missing, each once."""
        lacking = [line.product for line in self.lines if line.line.unit_grams is None and line.product]
        return tuple(dict.fromkeys(lacking))

    @property
    def units_left(self) -> int:
        """How many pieces have neither a parcel here nor left without us."""
        return sum(shown.line.open for shown in self.lines)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the weights came from: ``own``, ``listing``, each once."""
        known = [line.product for line in self.lines if line.product and line.product.grams]
        return tuple(dict.fromkeys("own" if product.own_grams else "listing" for product in known))

    @property
    def can_hold(self) -> bool:
        """Whether putting it on hold means anything."""
        free = (Order.State.PENDING, Order.State.WAITING, Order.State.READY, Order.State.PARTLY_SHIPPED)
        return self.order.held_at is None and self.order.state in free

    @property
    def can_release(self) -> bool:
        """Whether it stands on hold."""
        return self.order.held_at is not None

    @property
    def can_cancel(self) -> bool:
        """Whether it can still be cancelled here."""
        over = (Order.State.SHIPPED, Order.State.CANCELLED)
        return self.order.state not in over and self.order.cancelled_here_at is None

    @property
    def can_change_address(self) -> bool:
        """Whether the address still matters and is still there."""
        over = (Order.State.SHIPPED, Order.State.CANCELLED)
        return self.order.erased_at is None and self.order.state not in over

    @property
    def can_buy(self) -> bool:
        """Whether a label can be bought now."""
        return self.order.state == Order.State.READY

    @property
    def live_parcels(self) -> tuple[Parcel, ...]:
        """Parcels that are announced and have not left: what must be stopped where the order is cancelled."""
        return tuple(view.parcel for view in self.parcels if view.parcel.state == Parcel.State.ANNOUNCED)


def view_of(order: Order, organization: Organization) -> OrderView:
    """What the page of ``order`` shows."""
    erased = order.erased_at is not None
    recipient = None if erased else vault.recipients([order.pk]).get(order.pk)
    contact = None if erased else vault.contacts([order.pk]).get(order.pk)
    trouble = BatchItem.objects.filter(
        organization=organization, order=order, state__in=[BatchItem.State.FAILED, BatchItem.State.UNKNOWN]
    )
    return OrderView(
        order=order,
        recipient=recipient,
        contact=contact,
        lines=_lines(order, contact),
        parcels=_parcels(order, organization),
        entries=tuple(entries_of(Timeline.objects.filter(order=order))),
        reasons=tuple(REASONS[code] for code in order.waiting if code in REASONS),
        kept=kept_of(order, page_now()),
        method=_method(order, organization),
        market=marketplace(order.connection.shop, order.marketplace_id),
        trouble=trouble.select_related("batch").order_by("-pk").first(),
    )


def _method(order: Order, organization: Organization) -> Service | None:
    """What *automatic* would choose for an order that can be bought for."""
    if order.state != Order.State.READY or order.weight_grams is None:
        return None
    return fitting_service(offered_services(organization), order.weight_grams, order.country)


def _lines(order: Order, contact: Contact | None) -> tuple[LineView, ...]:
    lines = list(order.lines.all())
    products = {
        product.sku: product
        for product in Product.objects.filter(
            connection_id=order.connection_id, sku__in={line.sku for line in lines}
        )
    }
    return tuple(LineView(line, products.get(line.sku), contact) for line in lines)


def _parcels(order: Order, organization: Organization) -> tuple[ParcelView, ...]:
    parcels = list(bought(organization).filter(order=order).select_related("confirmation").order_by("number"))
    purchases = {
        purchase.parcel_id: purchase
        for purchase in Purchase.objects.filter(parcel__in=parcels).order_by("pk")
    }
    return tuple(
        ParcelView(parcel, purchases.get(parcel.pk), getattr(parcel, "confirmation", None))
        for parcel in parcels
    )


def listed(request: HttpRequest) -> str:
    """The address of the list that a pane stands beside, out of what the list gave; nothing else passes."""
    query = QueryDict(request.GET.get("list", "").lstrip("?"))
    page = query.get("page", "")
    return Choice.read(query).address() + (f"&page={page}" if page.isdecimal() else "")


@require_GET
def order(request: HttpRequest, public_id: str) -> HttpResponse:
    """The order; asked for by the list, only the pane."""
    organization = organization_of(request)
    found = get_object_or_404(
        Order.objects.select_related("connection"), organization=organization, public_id=public_id
    )
    view = view_of(found, organization)
    if is_partial(request):
        context = {
            "view": view,
            "nonce": new_nonce(),
            "next": f"{reverse('orders:list')}?{listed(request)}&open={public_id}",
        }
        return render(request, "orders/_pane.html", context)
    return render(request, "orders/detail.html", {"view": view, "nonce": new_nonce(), "next": request.path})
