"""One visit to Seller Central: who is signed in, and the page that goes back."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from packhaus_simulator.seller import Seller
from packhaus_simulator.seller_central.html import Html, page
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.world.world import World

# Not "session" or the like: Packhaus on another port of the same host gets this cookie too.
COOKIE = "seller-central-account"


@dataclass(frozen=True)
class Visit:
    """What a page is made from."""

    simulator: Simulator
    base: str
    seller: Seller

    @property
    def now(self) -> datetime:
        """The simulated moment."""
        return self.simulator.clock.now()

    @property
    def world(self) -> World:
        """Listings and orders of the account."""
        return self.seller.world

    def page(self, title: str, content: Html, status: int = 200, leads_to: tuple[str, ...] = ()) -> Response:
        """A whole page; ``leads_to``: foreign addresses to which a form on it may lead."""
        return page(self.base, title, content, status, who=self.seller.name, leads_to=leads_to)

    def back_to(self, path: str) -> Response:
        """Go on at a path of Seller Central, after a form."""
        return RedirectResponse(self.base + path, status_code=303)


def visit(simulator: Simulator, base: str, request: Request) -> Visit:
    """The visit of whoever is signed in; the first account where nobody is."""
    chosen = simulator.sellers.get(request.cookies.get(COOKIE, ""))
    return Visit(simulator, base, chosen or simulator.account)
