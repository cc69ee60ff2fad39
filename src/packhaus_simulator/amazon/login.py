"""Login with Amazon's token endpoint. Errors as seen live: E8, E10, E11; the rest as RFC 6749 has it."""

from collections.abc import Mapping
from datetime import datetime

from packhaus_simulator.amazon.answers import Answer
from packhaus_simulator.amazon.authorization import ACCESS_SECONDS, Authorization, Secret
from packhaus_simulator.switches import Switches

_SCOPES = ("sellingpartnerapi::notifications", "sellingpartnerapi::migration")
_REVOKED = (
    "The request has an invalid grant parameter : refresh_token. "
    "User may have revoked or didn't grant the permission."
)


def _failure(status: int, error: str, description: str) -> Answer:
    return Answer(status, {"error_description": description, "error": error})


def _missing(name: str) -> Answer:
    return _failure(400, "invalid_request", f"The request is missing a required parameter : {name}")


def token_answer(
    form: Mapping[str, str], account: Authorization, switches: Switches, now: datetime
) -> Answer:
    """Answer a token request: ``refresh_token`` and ``client_credentials`` grants."""
    grant_type = form.get("grant_type")
    if not grant_type:
        return _missing("grant_type")
    if grant_type not in ("refresh_token", "client_credentials"):
        return _failure(
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server",
        )
    if not form.get("client_id"):
        return _missing("client_id")
    secret = account.find_secret(form.get("client_secret", ""))
    ended = secret is not None and secret.until <= now and switches.expired_secret == "token"
    if form["client_id"] != account.client_id or secret is None or ended:
        return _failure(401, "invalid_client", "Client authentication failed")
    if grant_type == "client_credentials":
        return _grantless(form, account, secret, now)
    refresh_token = form.get("refresh_token")
    if not refresh_token:
        return _missing("refresh_token")
    grant = account.find_grant(refresh_token)
    if grant is None:
        return _failure(400, "invalid_grant", _REVOKED)
    return Answer(
        200,
        {
            "access_token": account.issue(secret, grant, None, now),
            "refresh_token": refresh_token,
            "token_type": "bearer",
            "expires_in": ACCESS_SECONDS,
        },
    )


def _grantless(form: Mapping[str, str], account: Authorization, secret: Secret, now: datetime) -> Answer:
    scope = form.get("scope")
    if not scope:
        return _missing("scope")
    if any(part not in _SCOPES for part in scope.split()):
        return _failure(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed")
    token = account.issue(secret, None, scope, now)
    return Answer(
        200, {"access_token": token, "scope": scope, "token_type": "bearer", "expires_in": ACCESS_SECONDS}
    )
