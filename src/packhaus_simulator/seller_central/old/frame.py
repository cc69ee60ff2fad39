"""The frame of the old pages, and who may see them: only a professional account, signed in (R1.1)."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from packhaus_simulator.mws.authorization import MwsAuthorization
from packhaus_simulator.seller_central.html import Html, fill, page
from packhaus_simulator.seller_central.visit import COOKIE, Visit

START = "/mws"
PERMISSIONS = f"{START}/user-permissions"
APPS = f"{START}/manage-apps"
AUTHORIZE = f"{START}/authorize-developer"
IDENTIFIERS = f"{START}/identifiers"


def old_page(
    visit: Visit, title: str, content: Html, status: int = 200, *, signed_in: bool = True
) -> Response:
    """A whole page in the old frame."""
    return page(
        visit.base, title, content, status, who=visit.seller.name if signed_in else "", frame="old_page"
    )


def sign_in_address(visit: Visit, path: str) -> str:
    """Where one signs in, to go on at a path afterwards."""
    return f"{visit.base}/signin?return_to={quote(visit.base + path, safe='')}"


def for_sellers(show: Callable[[Visit, Request], Response]) -> Callable[[Visit, Request], Response]:
    """A page for those who are signed in with a professional account; the others are told so."""

    def guarded(visit: Visit, request: Request) -> Response:
        path = request.url.path.removeprefix(visit.base)
        return refused(visit, request, path) or show(visit, request)

    return guarded


def for_sellers_forms(
    save: Callable[[Visit, Mapping[str, str]], Response],
) -> Callable[[Visit, dict[str, str], Request], Response]:
    """The same for a form."""

    def guarded(visit: Visit, form: dict[str, str], request: Request) -> Response:
        return refused(visit, request, PERMISSIONS) or save(visit, form)

    return guarded


def refused(visit: Visit, request: Request, path: str) -> Response | None:
    """To the sign-in page, or the reason why not; ``None`` where all is well."""
    if request.cookies.get(COOKIE) not in visit.simulator.sellers:
        return RedirectResponse(sign_in_address(visit, path), status_code=303)
    if not visit.seller.professional:
        content = fill("old_basic", other=sign_in_address(visit, path), store=visit.seller.name)
        return old_page(visit, "Professionelles Verkäuferkonto nötig", content, 403)
    return None


def held(visit: Visit) -> MwsAuthorization | None:
    """The newest authorization of whoever is signed in."""
    return visit.simulator.mws.access.of(visit.seller.seller_id)
