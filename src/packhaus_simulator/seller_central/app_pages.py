"""The Solution Provider Portal: applications, their credentials, their addresses and their roles (R1)."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from packhaus_simulator.amazon.application import SELF_AUTHORIZED, Application, usable_uri
from packhaus_simulator.amazon.authorization import FullError
from packhaus_simulator.amazon.operations import ALL_ROLES
from packhaus_simulator.seller_central.html import Html, complaint, fill, joined
from packhaus_simulator.seller_central.visit import Visit
from packhaus_simulator.seller_central.words import RESTRICTED, ROLES, role_names

CONSOLE = "/sellingpartner/developerconsole"


def console(visit: Visit, message: Html | None = None) -> Response:
    """The developer console with the private and the public application."""
    granted = visit.simulator.authorizations
    shown = [_application(visit, granted.private), _application(visit, granted.public)]
    content = fill("console", message=message or Html(""), applications=joined(shown))
    return visit.page("Entwicklerkonsole", content, 400 if message else 200)


def _application(visit: Visit, application: Application) -> Html:
    held = visit.simulator.authorizations.of(application)
    living = sum(1 for grant in held if grant.state(visit.now) == "active")
    status = "Veröffentlicht" if application.status == "published" else "Entwurf"
    values: dict[str, str | int] = {
        "base": visit.base,
        "application": application.name,
        "application_id": application.application_id,
        "kind": application.kind,
        "status": status,
        "roles": role_names(application.roles),
        "grants": living,
        "accounts": len(visit.simulator.authorizations.accounts(application)),
        "most": SELF_AUTHORIZED,
    }
    return fill("console_public" if application.is_public else "console_private", **values)


def authorize(visit: Visit) -> Response:
    """Authorize the own account, of ten at most; the only time that this refresh token is shown."""
    simulator = visit.simulator
    private = simulator.authorizations.private
    try:
        grant = simulator.authorizations.authorize(private, visit.seller, simulator.switches, visit.now)
    except FullError:
        return console(
            visit,
            complaint(
                f"Eine private Anwendung kann von höchstens {SELF_AUTHORIZED} Verkäuferkonten autorisiert "
                "werden. Entziehen Sie ihr bei einem anderen den Zugriff, oder nehmen Sie eine öffentliche "
                "Anwendung."
            ),
        )
    content = fill("token", base=visit.base, application=private.name, token=grant.refresh_token)
    return visit.page("Anwendung autorisiert", content)


def credentials(visit: Visit, request: Request) -> Response:
    """Client id and the newest client secret."""
    application = _wanted(visit, request.query_params)
    content = fill(
        "credentials",
        base=visit.base,
        application=application.kind,
        client_id=application.client_id,
        client_secret=application.client_secret,
        until=f"{application.secrets[-1].until:%d.%m.%Y}",
    )
    return visit.page(f"LWA-Anmeldedaten: {application.name}", content)


def rotate(visit: Visit, form: Mapping[str, str]) -> Response:
    """Make a new client secret; the old one lives for seven more days."""
    application = _wanted(visit, form)
    application.new_secret(visit.now)
    return visit.back_to(f"{CONSOLE}/credentials?application={application.kind}")


def edit(visit: Visit, message: Html | None = None, form: Mapping[str, str] | None = None) -> Response:
    """The public application's addresses and status."""
    public = visit.simulator.authorizations.public
    held = {
        "redirect_uris": "\n".join(public.redirect_uris),
        "login_uri": public.login_uri,
        "status": public.status,
        **(form or {}),
    }
    content = fill(
        "edit_application",
        base=visit.base,
        message=message or Html(""),
        application=public.name,
        application_id=public.application_id,
        login_uri=held["login_uri"],
        redirect_uris=held["redirect_uris"],
        draft=Html("" if held["status"] == "published" else " checked"),
        published=Html(" checked" if held["status"] == "published" else ""),
    )
    return visit.page("Anwendung bearbeiten", content, 400 if form else 200)


def save(visit: Visit, form: Mapping[str, str]) -> Response:
    """Register the addresses. Both are needed, as at Amazon, and https unless it is the own computer."""
    public = visit.simulator.authorizations.public
    redirects = tuple(line.strip() for line in form.get("redirect_uris", "").splitlines() if line.strip())
    login = form.get("login_uri", "").strip()
    if not redirects or not login:
        return edit(visit, complaint("Tragen Sie beide Adressen ein: Anmelde-URI und Umleitungs-URI."), form)
    for uri in (login, *redirects):
        if not usable_uri(uri):
            needed = "Die Adresse muss mit https:// beginnen (http:// nur auf dem eigenen Rechner)."
            wrong = f"„{uri}“ geht nicht: {needed}"
            return edit(visit, complaint(wrong), form)
    public.redirect_uris, public.login_uri = redirects, login
    public.status = "published" if form.get("status") == "published" else "draft"
    return edit(visit, Html('<p class="done" role="status">Die Anwendung ist gespeichert.</p>'))


def roles(visit: Visit, request: Request) -> Response:
    """Which roles an application has, which it asked for, and which it can ask for."""
    application = _wanted(visit, request.query_params)
    rows = [_role(visit, application, role) for role in ALL_ROLES]
    content = fill("roles", base=visit.base, application=application.name, rows=joined(rows))
    return visit.page("Rollen", content)


def _role(visit: Visit, application: Application, role: str) -> Html:
    if role in application.roles:
        state, action, word = "erteilt", "drop", "Abgeben"
    elif role in application.wanted:
        state, action, word = "beantragt, Amazon prüft", "grant", "Prüfung bestehen (nachgestellt)"
    else:
        state, action, word = "–", "ask", "Beantragen"
    return fill(
        "role_row",
        base=visit.base,
        kind=application.kind,
        role=role,
        text=ROLES[role],
        state=state,
        action=action,
        word=word,
    )


def change_role(visit: Visit, form: Mapping[str, str]) -> Response:
    """Ask for a role (a restricted one waits for Amazon's review), pass the review, give it up."""
    application, role, action = _wanted(visit, form), form.get("role", ""), form.get("action")
    if role in ALL_ROLES:
        asked = frozenset((role,))
        if action == "drop":
            application.roles -= asked
        elif action == "grant" or role not in RESTRICTED:
            application.roles, application.wanted = application.roles | asked, application.wanted - asked
        else:
            application.wanted |= asked
    return visit.back_to(f"{CONSOLE}/roles?application={application.kind}")


def _wanted(visit: Visit, given: Mapping[str, str]) -> Application:
    granted = visit.simulator.authorizations
    return granted.public if given.get("application") == "public" else granted.private
