"""Login with Amazon's token endpoint. Errors as seen live: E8 to E11; the rest as RFC 6749 has it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from packhaus_simulator.amazon.answers import Answer
from packhaus_simulator.amazon.application import Application, Secret
from packhaus_simulator.amazon.authorization import ACCESS_SECONDS
from packhaus_simulator.amazon.consents import CODE_LIFE
from packhaus_simulator.amazon.grants import Grant, as_caller
from packhaus_simulator.calls import Caller

if TYPE_CHECKING:
    from packhaus_simulator.simulator import Simulator

_GRANT_TYPES = ("refresh_token", "authorization_code", "client_credentials")
_SCOPES = ("sellingpartnerapi::notifications", "sellingpartnerapi::migration")
_REVOKED = (
    "The request has an invalid grant parameter : refresh_token. "
    "User may have revoked or didn't grant the permission."
)
_WRONG_CODE = "The request has an invalid grant parameter : code"


def token_answer(form: Mapping[str, str], simulator: "Simulator", now: datetime) -> Answer:
    """Answer a token request: ``refresh_token``, ``authorization_code``, ``client_credentials`` grants."""
    grant_type = form.get("grant_type")
    if not grant_type:
        return _missing("grant_type")
    if grant_type not in _GRANT_TYPES:
        return _failure(
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server",
        )
    if not form.get("client_id"):
        return _missing("client_id")
    application = simulator.authorizations.by_client_id(form["client_id"])
    secret = application.find_secret(form.get("client_secret", "")) if application is not None else None
    if application is None or secret is None:
        return _failure(401, "invalid_client", "Client authentication failed")
    if secret.until <= now and simulator.switches.expired_secret == "token":
        return _failure(401, "invalid_client", "Client authentication failed")
    if grant_type == "client_credentials":
        return _grantless(form, simulator, application, secret, now)
    if grant_type == "authorization_code":
        return _exchange(form, simulator, application, secret, now)
    refresh_token = form.get("refresh_token")
    if not refresh_token:
        return _missing("refresh_token")
    grant = simulator.authorizations.find_grant(application, refresh_token)
    if grant is None or grant.state(now) != "active":
        return _failure(400, "invalid_grant", _REVOKED)
    return _tokens(simulator, application, secret, grant, now)


def caller_of(form: Mapping[str, str], simulator: "Simulator") -> Caller:
    """Whose authorization a token request is about, for the log of calls."""
    code = simulator.consents.find_code(form.get("code", ""))
    if code is not None:
        number = code.gave.number if code.gave is not None else None
        return Caller(code.seller.seller_id, code.application.kind, number)
    token = form.get("refresh_token")
    return as_caller(next((g for g in simulator.authorizations.grants if g.refresh_token == token), None))


def _exchange(
    form: Mapping[str, str], simulator: "Simulator", application: Application, secret: Secret, now: datetime
) -> Answer:
    if not form.get("code"):
        return _missing("code")
    code = simulator.consents.find_code(form["code"])
    if code is None or code.application is not application:
        return _failure(400, "invalid_grant", _WRONG_CODE)
    if code.gave is not None:
        if simulator.switches.code_reuse == "revoke":
            code.gave.revoked = True
        return _failure(400, "invalid_grant", _WRONG_CODE)
    if now >= code.at + CODE_LIFE or form.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        return _failure(400, "invalid_grant", _WRONG_CODE)
    code.gave = simulator.authorizations.authorize(application, code.seller, simulator.switches, code.at)
    return _tokens(simulator, application, secret, code.gave, now)


def _tokens(
    simulator: "Simulator", application: Application, secret: Secret, grant: Grant, now: datetime
) -> Answer:
    return Answer(
        200,
        {
            "access_token": simulator.authorizations.issue(application, secret, grant, now),
            "refresh_token": grant.refresh_token,
            "token_type": "bearer",
            "expires_in": ACCESS_SECONDS,
        },
    )


def _grantless(
    form: Mapping[str, str], simulator: "Simulator", application: Application, secret: Secret, now: datetime
) -> Answer:
    scope = form.get("scope")
    if not scope:
        return _missing("scope")
    if any(part not in _SCOPES for part in scope.split()):
        return _failure(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed")
    token = simulator.authorizations.issue(application, secret, None, now, scope)
    return Answer(
        200, {"access_token": token, "scope": scope, "token_type": "bearer", "expires_in": ACCESS_SECONDS}
    )


def _failure(status: int, error: str, description: str) -> Answer:
    return Answer(status, {"error_description": description, "error": error})


def _missing(name: str) -> Answer:
    return _failure(400, "invalid_request", f"The request is missing a required parameter : {name}")
