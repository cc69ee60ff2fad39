"""The addresses of the old pages."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.seller_central.old import developer_pages, permissions_page
from packhaus_simulator.seller_central.old.frame import (
    APPS,
    AUTHORIZE,
    IDENTIFIERS,
    PERMISSIONS,
    START,
    for_sellers,
    for_sellers_forms,
)
from packhaus_simulator.seller_central.visit import Visit

_Show = Callable[[Visit, Request], Response]
_Save = Callable[[Visit, dict[str, str], Request], Response]


def old_routes(shown: Callable[[str, _Show], Route], saved: Callable[[str, _Save], Route]) -> list[Route]:
    """Made with the makers of routes of today's pages."""
    return [
        shown(START, developer_pages.start),
        shown(PERMISSIONS, for_sellers(permissions_page.permissions)),
        saved(PERMISSIONS, for_sellers_forms(permissions_page.change_permission)),
        shown(APPS, for_sellers(developer_pages.apps)),
        shown(AUTHORIZE, for_sellers(developer_pages.authorize)),
        saved(AUTHORIZE, for_sellers_forms(developer_pages.authorized)),
        shown(IDENTIFIERS, for_sellers(developer_pages.identifiers)),
    ]
