"""All Seller Central paths."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.seller_central import (
    account_pages,
    app_pages,
    consent_pages,
    listing_pages,
    manage_pages,
    order_pages,
)
from packhaus_simulator.seller_central.html import stylesheet
from packhaus_simulator.seller_central.old.routes import old_routes
from packhaus_simulator.seller_central.visit import Visit, visit
from packhaus_simulator.simulator import Simulator

_Show = Callable[[Visit, Request], Response]
_Save = Callable[[Visit, dict[str, str], Request], Response]


def seller_central_routes(simulator: Simulator, base: str) -> list[Route]:
    """The pages under ``base``."""

    def shown(path: str, show: _Show) -> Route:
        async def endpoint(request: Request) -> Response:
            simulator.settle()
            return show(visit(simulator, base, request), request)

        return Route(base + path, endpoint, methods=["GET"])

    def saved(path: str, save: _Save) -> Route:
        async def endpoint(request: Request) -> Response:
            simulator.settle()
            body = (await request.body()).decode("utf-8", "replace")
            form = dict(parse_qsl(body, keep_blank_values=True))
            return save(visit(simulator, base, request), form, request)

        return Route(base + path, endpoint, methods=["POST"])

    order_path, console = "/orders-v3/order/{order_id}", app_pages.CONSOLE
    return [
        shown("", lambda at, _: account_pages.home(at)),
        shown("/style.css", lambda at, _: stylesheet()),
        shown("/signin", account_pages.sign_in),
        saved("/signin", lambda at, form, _: account_pages.signed_in(at, form)),
        shown("/notifications", lambda at, _: account_pages.notices(at)),
        shown("/inventory", listing_pages.inventory),
        shown("/abis/listing/edit", listing_pages.listing),
        saved("/abis/listing/edit", lambda at, form, _: listing_pages.save_listing(at, form)),
        shown("/orders-v3", order_pages.orders),
        shown(order_path, lambda at, request: order_pages.order(at, _order_id(request))),
        saved(order_path, lambda at, _, request: order_pages.cancel_order(at, _order_id(request))),
        shown(console, lambda at, _: app_pages.console(at)),
        shown(f"{console}/credentials", app_pages.credentials),
        saved(f"{console}/authorize", lambda at, form, _: app_pages.authorize(at)),
        saved(f"{console}/rotate", lambda at, form, _: app_pages.rotate(at, form)),
        shown(f"{console}/edit", lambda at, _: app_pages.edit(at)),
        saved(f"{console}/edit", lambda at, form, _: app_pages.save(at, form)),
        shown(f"{console}/roles", app_pages.roles),
        saved(f"{console}/roles", lambda at, form, _: app_pages.change_role(at, form)),
        shown(manage_pages.MANAGE, lambda at, _: manage_pages.manage(at)),
        saved(manage_pages.MANAGE, lambda at, form, _: manage_pages.revoke(at, form)),
        shown(manage_pages.PERMISSIONS, lambda at, _: manage_pages.permissions(at)),
        saved(manage_pages.PERMISSIONS, lambda at, form, _: manage_pages.change_permission(at, form)),
        *_consent_routes(shown, saved),
        *old_routes(shown, saved),
    ]


def _consent_routes(
    shown: Callable[[str, _Show], Route], saved: Callable[[str, _Save], Route]
) -> list[Route]:
    callback = f"{consent_pages.CONFIRM}/{{application_id}}"
    return [
        shown(consent_pages.APPSTORE, lambda at, _: consent_pages.appstore(at)),
        shown(consent_pages.CONSENT, lambda at, request: consent_pages.consent(at, request.query_params)),
        saved(consent_pages.CONSENT, lambda at, form, _: consent_pages.decided(at, form)),
        shown(consent_pages.GRANT, lambda at, request: consent_pages.grant(at, request.query_params)),
        saved(consent_pages.GRANT, lambda at, form, _: consent_pages.granted(at, form)),
        shown(
            callback,
            lambda at, request: consent_pages.confirm(
                at, str(request.path_params["application_id"]), request.query_params
            ),
        ),
    ]


def _order_id(request: Request) -> str:
    return str(request.path_params["order_id"])
