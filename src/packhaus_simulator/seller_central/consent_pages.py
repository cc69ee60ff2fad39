"""The consent of a seller to a public application: website workflow, Appstore, re-authorization (R1).

Amazon's pages "Website Authorization Workflow", "Selling Partner Appstore Authorization Workflow" and "Renew
Authorizations"; the codes of the error pages: "Authorization Errors" and public issues (docs/simulator.md).
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from starlette.responses import RedirectResponse, Response

from packhaus_simulator.amazon.application import Application
from packhaus_simulator.amazon.operations import ALL_ROLES
from packhaus_simulator.seller_central.html import Html, as_html, fill, joined
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.seller_central.words import ROLES

CONSENT, GRANT, CONFIRM = "/apps/authorize/consent", "/apps/authorize/grant", "/apps/authorize/confirm"
APPSTORE = "/selling-partner-appstore"
_BETA = "beta"


class _FailedError(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def consent(visit: Visit, given: Mapping[str, str]) -> Response:
    """The website workflow's page: who is asked, by which application, for what."""
    try:
        application = _application(visit, given.get("application_id", ""))
        _check_version(application, given)
        redirect_uri = _redirect_uri(application, given)
        _check_state(given)
        _check_account(visit)
    except _FailedError as problem:
        return _failure(visit, problem, given)
    return _ask(visit, application, CONSENT, given, leads_to=(redirect_uri,))


def decided(visit: Visit, form: Mapping[str, str]) -> Response:
    """Yes: back to the application with a code. No: nothing is told to it."""
    try:
        application = _application(visit, form.get("application_id", ""))
        _check_version(application, form)
        redirect_uri = _redirect_uri(application, form)
        _check_state(form)
        _check_account(visit)
    except _FailedError as problem:
        return _failure(visit, problem, form)
    if form.get("decision") != "confirm":
        return visit.back_to("")
    code = visit.simulator.consents.give_code(application, visit.seller, redirect_uri, visit.now)
    return _sent_back(redirect_uri, form["state"], visit.seller.seller_id, code)


def grant(visit: Visit, given: Mapping[str, str]) -> Response:
    """Consent from Amazon's side: from the Appstore, or again from Manage Your Apps."""
    try:
        application = _with_login(visit, given)
    except _FailedError as problem:
        return _failure(visit, problem, given)
    return _ask(visit, application, GRANT, given)


def granted(visit: Visit, form: Mapping[str, str]) -> Response:
    """Yes: on to the application's log-in address, with the way back to Amazon."""
    try:
        application = _with_login(visit, form)
    except _FailedError as problem:
        return _failure(visit, problem, form)
    if form.get("decision") != "confirm":
        return visit.back_to("")
    where = f"{visit.simulator.base_url}{visit.base}{CONFIRM}/{application.application_id}"
    told = {
        "amazon_callback_uri": where,
        "amazon_state": visit.simulator.consents.give_state(application, visit.seller, visit.now),
        "selling_partner_id": visit.seller.seller_id,
    }
    if application.status == "draft":
        told["version"] = _BETA
    link = _with_query(application.login_uri, told)
    return visit.page(
        "Anmelden bei der Anwendung", fill("login_now", application=application.name, link=link)
    )


def confirm(visit: Visit, application_id: str, given: Mapping[str, str]) -> Response:
    """Amazon's callback after the application's log-in: on to the redirect address with a code."""
    try:
        application = _application(visit, application_id)
        _check_version(application, given)
        redirect_uri = _redirect_uri(application, given)
        _check_state(given)
        amazon_state = given.get("amazon_state", "")
        seller = visit.simulator.consents.take_state(amazon_state, application, visit.now)
        if seller is None:
            raise _FailedError(
                "MD1000",
                "„amazon_state“ ist nicht von hier, schon verbraucht oder zu alt. Beginnen Sie noch einmal.",
            )
    except _FailedError as problem:
        return _failure(visit, problem, {**given, "application_id": application_id})
    code = visit.simulator.consents.give_code(application, seller, redirect_uri, visit.now)
    return _sent_back(redirect_uri, given["state"], seller.seller_id, code)


def appstore(visit: Visit) -> Response:
    """The public application in the Appstore, once it is published."""
    application = visit.simulator.authorizations.public
    if application.status == "draft":
        content = Html(
            '<section><p class="quiet">Noch nichts: Die öffentliche Anwendung ist ein Entwurf.</p></section>'
        )
    else:
        content = fill(
            "appstore",
            base=visit.base,
            application=application.name,
            application_id=application.application_id,
        )
    return visit.page("Selling Partner Appstore", content)


def _application(visit: Visit, application_id: str) -> Application:
    application = visit.simulator.authorizations.by_application_id(application_id)
    if application is None or not application.is_public:
        raise _FailedError(
            "MD4100", "Diese Anwendung gibt es nicht. Gemeint ist die Anwendungs-ID, nicht die Client-ID."
        )
    return application


def _check_version(application: Application, given: Mapping[str, str]) -> None:
    if application.status == "draft" and given.get("version") != _BETA:
        raise _FailedError(
            "MD1000", "Die Anwendung ist ein Entwurf. Ein Entwurf wird mit „version=beta“ autorisiert."
        )


def _redirect_uri(application: Application, given: Mapping[str, str]) -> str:
    if not application.redirect_uris or not application.login_uri:
        raise _FailedError(
            "MD5100", "Zu dieser Anwendung sind Anmelde-URI und Umleitungs-URI nicht beide eingetragen."
        )
    wanted = given.get("redirect_uri", application.redirect_uris[0])
    if wanted not in application.redirect_uris:
        raise _FailedError("MD5101", "Diese Umleitungs-URI ist zu der Anwendung nicht eingetragen.")
    return wanted


def _check_state(given: Mapping[str, str]) -> None:
    if not given.get("state"):
        raise _FailedError("MD1000", "Der Aufruf enthält keinen Wert „state“.")


def _check_account(visit: Visit) -> None:
    if not visit.seller.professional:
        raise _FailedError("MD9010", "Dazu gehört ein Verkäuferkonto mit dem Tarif „Professionell“.")


def _with_login(visit: Visit, given: Mapping[str, str]) -> Application:
    application = _application(visit, given.get("application_id", ""))
    if not application.login_uri:
        raise _FailedError("MD5100", "Zu dieser Anwendung ist keine Anmelde-URI eingetragen.")
    _check_account(visit)
    return application


def _ask(
    visit: Visit,
    application: Application,
    path: str,
    given: Mapping[str, str],
    leads_to: tuple[str, ...] = (),
) -> Response:
    kept = {
        name: given[name] for name in ("application_id", "state", "version", "redirect_uri") if name in given
    }
    hidden = [
        Html(f'<input type="hidden" name="{name}" value="{as_html(value)}">') for name, value in kept.items()
    ]
    wanted = [
        Html(f"<li><strong>{as_html(role)}</strong>: {as_html(ROLES[role])}</li>")
        for role in ALL_ROLES
        if role in application.roles
    ]
    here = f"{visit.base}{path}?{urlencode(kept)}"
    content = fill(
        "consent",
        base=visit.base,
        action=visit.base + path,
        here=quote(here, safe=""),
        application=application.name,
        seller=visit.seller.name,
        seller_id=visit.seller.seller_id,
        roles=joined(wanted),
        hidden=joined(hidden),
    )
    return visit.page(f"{application.name} autorisieren", content, leads_to=leads_to)


def _sent_back(redirect_uri: str, state: str, seller_id: str, code: str) -> Response:
    told = {"state": state, "selling_partner_id": seller_id, "spapi_oauth_code": code}
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    return RedirectResponse(_with_query(redirect_uri, told), status_code=302, headers=headers)


def _with_query(uri: str, told: Mapping[str, str]) -> str:
    parts = urlsplit(uri)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _failure(visit: Visit, problem: _FailedError, given: Mapping[str, str]) -> Response:
    content = fill(
        "consent_failed",
        base=visit.base,
        text=problem.text,
        code=problem.code,
        application_id=given.get("application_id", "–"),
    )
    return visit.page("Autorisierung nicht möglich", content, 400)
