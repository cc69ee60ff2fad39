"""The private application: authorize it, see its credentials, take access back (R1, self-authorization)."""

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from packhaus_simulator.seller_central.html import fill, joined, page
from packhaus_simulator.simulator import Simulator

CONSOLE = "/sellingpartner/developerconsole"


def console(simulator: Simulator, base: str) -> Response:
    """The developer console with the one application."""
    account = simulator.account
    living = sum(1 for grant in account.grants if not grant.revoked)
    content = fill(
        "console",
        base=base,
        application=account.application,
        roles=", ".join(sorted(account.roles)) or "keine",
        grants=living,
    )
    return page(base, "Entwicklerkonsole", content)


def authorize(simulator: Simulator, base: str) -> Response:
    """Authorize the own account; the only time that this refresh token is shown."""
    token = simulator.account.authorize(simulator.clock.now())
    return page(
        base,
        "Anwendung autorisiert",
        fill("token", base=base, application=simulator.account.application, token=token),
    )


def credentials(simulator: Simulator, base: str) -> Response:
    """Client id and the newest client secret."""
    account = simulator.account
    content = fill(
        "credentials",
        base=base,
        client_id=account.client_id,
        client_secret=account.client_secret,
        until=f"{account.secrets[-1].until:%d.%m.%Y}",
    )
    return page(base, "LWA-Anmeldedaten", content)


def rotate(simulator: Simulator, base: str) -> Response:
    """Make a new client secret; the old one lives for seven more days."""
    simulator.account.new_secret(simulator.clock.now())
    return RedirectResponse(f"{base}{CONSOLE}/credentials", status_code=303)


def manage(simulator: Simulator, base: str) -> Response:
    """All authorizations with their state."""
    account = simulator.account
    rows = [
        fill(
            "manage_row",
            base=base,
            application=account.application,
            at=f"{grant.at:%d.%m.%Y %H:%M}",
            state="entzogen" if grant.revoked else "aktiv",
            number=number,
            disabled="disabled" if grant.revoked else "",
        )
        for number, grant in enumerate(account.grants)
    ]
    return page(base, "Apps verwalten", fill("manage", rows=joined(rows)))


def revoke(simulator: Simulator, base: str, form: Mapping[str, str]) -> Response:
    """Take access back from one authorization."""
    number, grants = form.get("number", ""), simulator.account.grants
    if number.isdecimal() and int(number) < len(grants):
        simulator.account.revoke(grants[int(number)].refresh_token)
    return RedirectResponse(f"{base}/apps/manage", status_code=303)
