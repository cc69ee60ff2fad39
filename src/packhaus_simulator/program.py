"""The ASGI program: all faces on one port."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from packhaus_simulator.admin.routes import admin_routes
from packhaus_simulator.amazon.gate import amazon_routes
from packhaus_simulator.carrier.api import carrier_routes
from packhaus_simulator.carrier.tracking_page import tracking_routes
from packhaus_simulator.dating import Dated
from packhaus_simulator.mail.pages import mail_routes
from packhaus_simulator.mws.gate import mws_routes
from packhaus_simulator.seller_central.routes import seller_central_routes
from packhaus_simulator.simulator import Simulator


def build(simulator: Simulator) -> Starlette:
    """Routes of Amazon (at the root), the carrier, Seller Central and the admin face."""
    return Starlette(
        # Asked each time: a reset brings a new clock.
        middleware=[Middleware(Dated, now=lambda: simulator.clock.now())],
        routes=[
            *amazon_routes(simulator),
            *mws_routes(simulator),
            *carrier_routes(simulator, "/carrier"),
            *tracking_routes(simulator, "/carrier"),
            *seller_central_routes(simulator, "/seller-central"),
            *mail_routes(simulator.post, "/mail"),
            *admin_routes(simulator, "/admin"),
        ],
    )
