"""All Seller Central paths."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.seller_central import app_pages, listing_pages, order_pages
from packhaus_simulator.seller_central.html import fill, page, stylesheet
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.world.order import SHIPPABLE
from packhaus_simulator.world.world import STORE_NAME

_Show = Callable[[Request], Response]
_Save = Callable[[dict[str, str], Request], Response]


def seller_central_routes(simulator: Simulator, base: str) -> list[Route]:
    """The pages under ``base``."""
    console = f"{base}{app_pages.CONSOLE}"
    order_path = f"{base}/orders-v3/order/{{order_id}}"

    def shown(path: str, show: _Show) -> Route:
        async def endpoint(request: Request) -> Response:
            simulator.settle()
            return show(request)

        return Route(path, endpoint, methods=["GET"])

    def saved(path: str, save: _Save) -> Route:
        async def endpoint(request: Request) -> Response:
            simulator.settle()
            body = (await request.body()).decode("utf-8", "replace")
            return save(dict(parse_qsl(body, keep_blank_values=True)), request)

        return Route(path, endpoint, methods=["POST"])

    return [
        shown(base, lambda request: _home(simulator, base)),
        shown(f"{base}/style.css", lambda request: stylesheet()),
        shown(f"{base}/inventory", lambda request: listing_pages.inventory(simulator, base, request)),
        shown(f"{base}/abis/listing/edit", lambda request: listing_pages.listing(simulator, base, request)),
        saved(f"{base}/abis/listing/edit", lambda form, _: listing_pages.save_listing(simulator, base, form)),
        shown(f"{base}/orders-v3", lambda request: order_pages.orders(simulator, base, request)),
        shown(order_path, lambda request: order_pages.order(simulator, base, _order_id(request))),
        saved(order_path, lambda _, request: order_pages.cancel_order(simulator, base, _order_id(request))),
        shown(console, lambda request: app_pages.console(simulator, base)),
        shown(f"{console}/credentials", lambda request: app_pages.credentials(simulator, base)),
        saved(f"{console}/authorize", lambda form, _: app_pages.authorize(simulator, base)),
        saved(f"{console}/rotate", lambda form, _: app_pages.rotate(simulator, base)),
        shown(f"{base}/apps/manage", lambda request: app_pages.manage(simulator, base)),
        saved(f"{base}/apps/manage", lambda form, _: app_pages.revoke(simulator, base, form)),
    ]


def _order_id(request: Request) -> str:
    return str(request.path_params["order_id"])


def _home(simulator: Simulator, base: str) -> Response:
    content = fill(
        "home",
        base=base,
        store=STORE_NAME,
        seller_id=simulator.account.seller_id,
        now=f"{simulator.clock.now():%d.%m.%Y %H:%M}",
        open=sum(1 for o in simulator.world.ledger if o.fulfilled_by == "MERCHANT" and o.status in SHIPPABLE),
        bare=sum(1 for listing in simulator.world.listings.by_sku.values() if not listing.weights),
    )
    return page(base, "Übersicht", content)
