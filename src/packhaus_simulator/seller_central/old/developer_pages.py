"""From the start page to the identifiers, sentence by sentence of the guide (R1, R2.1)."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from packhaus_simulator.seller_central.html import Html, complaint, fill, joined
from packhaus_simulator.seller_central.old.frame import (
    APPS,
    AUTHORIZE,
    IDENTIFIERS,
    PERMISSIONS,
    held,
    old_page,
    sign_in_address,
)
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.world.marketplaces import BY_COUNTRY

_ID = re.compile(r"\d{4}-\d{4}-\d{4}")
_LICENSE = "Ich habe die Amazon MWS-Lizenzvereinbarung gelesen und akzeptiert."
_RESPONSIBILITY = (
    "Ich verstehe, dass ich die volle Verantwortung für die Handlungen und Unterlassungen von {0} in Bezug "
    "auf mein Amazon-Verkaufskonto übernehme und hiermit Amazon anweise {0} den Zugriff auf mein "
    "Amazon-Verkaufskonto zu gestatten."
)


def start(visit: Visit, request: Request) -> Response:
    """The developers' page from which the guide sets out."""
    content = fill("old_start", register=sign_in_address(visit, PERMISSIONS))
    return old_page(visit, "Amazon Marketplace Web Service", content, signed_in=False)


def apps(visit: Visit, request: Request) -> Response:
    """Manage your apps."""
    standing = held(visit)
    row = Html('<p class="quiet">Noch kein Entwickler ist autorisiert.</p>')
    if standing is not None and standing.revoked is None:
        row = fill(
            "old_apps_row",
            name=standing.developer_name,
            id=standing.developer_id,
            show=visit.base + IDENTIFIERS,
        )
    return old_page(visit, "Apps verwalten", fill("old_apps", authorize=visit.base + AUTHORIZE, row=row))


def authorize(visit: Visit, request: Request) -> Response:
    """The empty form."""
    return _form(visit, {}, [])


def authorized(visit: Visit, form: Mapping[str, str]) -> Response:
    """Take the form: an authorization, or what is missing in words."""
    wrong = _wrong(visit, form)
    if wrong:
        return _form(visit, form, wrong)
    access = visit.simulator.mws.access
    access.authorize(visit.seller.seller_id, form["developer_name"].strip(), visit.now)
    return visit.back_to(IDENTIFIERS)


def identifiers(visit: Visit, request: Request) -> Response:
    """What the merchant copies over: seller ID, marketplace ID, token."""
    standing = held(visit)
    if standing is None or standing.revoked is not None:
        return visit.back_to(APPS)
    sells_in = visit.seller.participations
    content = fill(
        "old_identifiers",
        seller_id=visit.seller.seller_id,
        marketplace_id=BY_COUNTRY[sells_in[0]].id if sells_in else "–",
        token=standing.token,
        name=standing.developer_name,
        id=standing.developer_id,
        ends=f"{standing.ends:%d.%m.%Y}",
        permissions=visit.base + PERMISSIONS,
    )
    return old_page(visit, f"Verkäuferkonto-Kennungen für {visit.seller.name}", content)


def _wrong(visit: Visit, form: Mapping[str, str]) -> list[str]:
    wrong = []
    if not form.get("developer_name", "").strip():
        wrong.append("Geben Sie den Namen des Entwicklers ein.")
    given = form.get("developer_id", "").strip()
    if not _ID.fullmatch(given):
        wrong.append(
            "Die Entwickler-ID besteht aus drei Gruppen von je vier Ziffern, zum Beispiel 3244-7764-4129."
        )
    elif given != visit.simulator.mws.access.developer.developer_id:
        wrong.append(f"Ein Entwickler mit der ID {given} ist bei Amazon MWS nicht registriert.")
    if form.get("license") != "yes":
        wrong.append(f"Diese Erklärung muss angekreuzt sein: „{_LICENSE}“")
    if form.get("responsibility") != "yes":
        wrong.append(f"Diese Erklärung muss angekreuzt sein: „{_responsibility(visit)}“")
    return wrong


def _form(visit: Visit, form: Mapping[str, str], wrong: list[str]) -> Response:
    content = fill(
        "old_authorize",
        action=visit.base + AUTHORIZE,
        back=visit.base + APPS,
        message=joined([complaint(each) for each in wrong]),
        name=form.get("developer_name", ""),
        id=form.get("developer_id", ""),
        license=_LICENSE,
        license_checked=_checked(form, "license"),
        responsibility=_responsibility(visit),
        responsibility_checked=_checked(form, "responsibility"),
    )
    return old_page(visit, "Neuen Entwickler autorisieren", content, 400 if wrong else 200)


def _responsibility(visit: Visit) -> str:
    return _RESPONSIBILITY.format(visit.simulator.mws.access.developer.name)


def _checked(form: Mapping[str, str], name: str) -> Html:
    return Html(" checked") if form.get(name) == "yes" else Html("")
