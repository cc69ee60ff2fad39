"""What an answer that is no success means, by who can mend it (AMAZON-SEEN E1 to E13, X3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from packhaus.kit.errors import AuthorizationEnded, Problem, Rejected, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon.answers import Answer, ErrorText, errors_in
from packhaus.shops.amazon.limits import Limit, Operation

CONNECTION_PAGE = "amazon:connection"
"""The name of the page on which the merchant mends what this folder complains of."""


class AmazonRejected(Rejected):
    """Amazon refused this one request for good. ``errors`` are its own words, not to be shown as they are."""

    def __init__(self, words: Words, status: int, errors: tuple[ErrorText, ...]) -> None:
        super().__init__(words)
        self.status = status
        self.errors = errors


def problem(
    operation: Operation, answer: Answer, now: datetime, limit: Limit, *, acts: bool = False
) -> Problem:
    """The error to raise for an answer that is no success.

    ``now`` is the time of the answer. Retry for what time mends (with ``sent`` where ``acts`` and Amazon may
    have acted before it failed), AuthorizationEnded for what the merchant mends, AmazonRejected for the rest.
    """
    errors = errors_in(answer.content)
    values = {"operation": operation.value, "status": str(answer.status), "request": answer.request_id or "–"}
    if answer.status == 429:
        return _quota(values, now + timedelta(seconds=1 / (answer.rate or limit.rate)))
    if answer.status >= 500 or answer.status == 408:
        text = gettext_noop(
            "Amazon has trouble of its own (%(status)s at %(operation)s, request %(request)s). "
            "Packhaus tries again by itself."
        )
        return Retry(Words(text, values), sent=acts, cause="outage")
    if answer.status < 400 or (answer.status in (401, 403) and not errors):
        # A 403 without Amazon's words is a proxy's or a firewall's: it ends no authorization.
        return unreadable(operation, answer, acts=acts)
    if answer.status in (401, 403):
        return _denied(errors, values)
    text = gettext_noop(
        "Amazon refused the request (%(status)s at %(operation)s, request %(request)s): %(code)s."
    )
    code = next((error.code for error in errors if error.code), "–")
    return AmazonRejected(Words(text, {**values, "code": _word(code)}), answer.status, errors)


def unreadable(operation: Operation, answer: Answer, *, acts: bool = False) -> Retry:
    """The error for an answer that is not in Amazon's form: a page of a proxy's, rubbish, half an answer."""
    text = gettext_noop(
        "What came back from Amazon could not be read (%(status)s at %(operation)s, request %(request)s). "
        "Packhaus tries again by itself; if it lasts, look for a proxy or a firewall between here and Amazon."
    )
    values = {"operation": operation.value, "status": str(answer.status), "request": answer.request_id or "–"}
    return Retry(Words(text, values), sent=acts, cause="unreadable")


def denial(answer: Answer) -> str:
    """What a 401 or 403 complains of: ``secret``, ``region``, ``token``, ``role``; else nothing."""
    errors = errors_in(answer.content) if answer.status in (401, 403) else ()
    return _cause(errors) if errors else ""


def _quota(values: dict[str, str], after: datetime) -> Retry:
    text = gettext_noop(
        "Amazon's limit for %(operation)s is used up (request %(request)s). "
        "Packhaus goes on as soon as Amazon lets it."
    )
    return Retry(Words(text, values), after)


def _denied(errors: tuple[ErrorText, ...], values: dict[str, str]) -> AuthorizationEnded:
    cause = _cause(errors)
    return AuthorizationEnded(Words(_DENIED[cause], values), cause, CONNECTION_PAGE)


def _cause(errors: tuple[ErrorText, ...]) -> str:
    text = " ".join(error.text() for error in errors).lower()
    if "secret" in text and "expired" in text:
        return "secret"
    if "not valid for region" in text:
        return "region"
    if "access token" in text or "security token" in text:
        return "token"
    return "role"


def _word(code: str) -> str:
    kept = "".join(letter for letter in code if letter.isascii() and (letter.isalnum() or letter in " _-."))
    return kept[:60] or "–"


_DENIED = {
    "secret": gettext_noop(
        "The client secret of your application at Amazon has ended (request %(request)s): each lasts 180 "
        "days. Make a new one in Amazon's Solution Provider Portal and enter it here. If you have just "
        "done so, wait half an hour: Amazon is slow to learn of it."
    ),
    "region": gettext_noop(
        "The account and the chosen country are not in the same region of Amazon (request %(request)s). "
        "Choose a country that the account sells in."
    ),
    "token": gettext_noop(
        "Amazon no longer takes the access that this connection was given (request %(request)s). "
        "Authorize the application again in Seller Central. If it shows a refresh token, enter it here."
    ),
    "role": gettext_noop(
        "Amazon denies %(operation)s to this application (request %(request)s). Either a role is missing: "
        "give it the roles that the connection page names and authorize it again; or the authorization "
        "was taken back."
    ),
}
