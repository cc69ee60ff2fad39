"""All admin paths."""

from starlette.routing import Route

from packhaus_simulator.admin import authorization, carrier, mail, mws, orders, sellers, shop, state
from packhaus_simulator.admin.desk import Work, admin_route
from packhaus_simulator.simulator import Simulator

PATHS: tuple[tuple[str, str, Work], ...] = (
    ("", "GET", state.introduction),
    ("/state", "GET", state.state),
    ("/clock", "POST", state.move_clock),
    ("/switches", "GET", state.show_switches),
    ("/switches", "POST", state.set_switches),
    ("/reset", "POST", state.reset),
    ("/calls", "GET", state.show_calls),
    ("/calls", "DELETE", state.forget_calls),
    ("/orders", "GET", orders.list_orders),
    ("/orders", "POST", orders.make_orders),
    ("/orders/{order_id}", "GET", orders.show_order),
    ("/orders/{order_id}", "POST", orders.change_order),
    ("/static-orders", "POST", orders.serve_static),
    ("/static-orders", "DELETE", orders.drop_static),
    ("/confirmations", "GET", orders.confirmations),
    ("/listings", "GET", shop.list_listings),
    ("/weights", "POST", shop.set_weight),
    ("/faults", "GET", shop.list_faults),
    ("/faults", "POST", shop.add_fault),
    ("/faults", "DELETE", shop.clear_faults),
    ("/limits", "POST", shop.set_limit),
    ("/authorization", "GET", authorization.show_authorization),
    ("/authorization", "POST", authorization.change_authorization),
    ("/mails", "GET", mail.show_mails),
    ("/mails", "DELETE", mail.forget_mails),
    ("/smtp", "GET", mail.show_manner),
    ("/smtp", "POST", mail.change_manner),
    ("/sellers", "GET", sellers.list_sellers),
    ("/sellers", "POST", sellers.add_seller),
    ("/sellers/{seller_id}", "POST", sellers.change_seller),
    ("/mws", "GET", mws.show),
    ("/mws", "POST", mws.change),
    ("/carrier", "GET", carrier.books),
    ("/carrier", "POST", carrier.change_carrier),
    ("/carrier/orders", "GET", carrier.parcels_by_order),
    ("/carrier/events", "POST", carrier.scan),
)


def admin_routes(simulator: Simulator, prefix: str) -> list[Route]:
    """The admin face under ``prefix``."""
    return [admin_route(simulator, prefix + path, method, work) for path, method, work in PATHS]
