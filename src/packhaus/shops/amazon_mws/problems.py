"""What an answer that is no success means, by who can mend it.

Codes: "Handling errors" of Amazon's MWS guide. The status alone decides little: 503 is a limit and an outage.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import msgspec

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Problem, Rejected, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws import xml
from packhaus.shops.amazon_mws.operations import PLANS, Operation
from packhaus.shops.amazon_mws.transport import Answer

CONNECTION_PAGE = "amazon_mws:connection"
"""The name of the page on which the merchant mends what this folder complains of."""


class MwsErrorText(msgspec.Struct, frozen=True):
    """An error in Amazon's words. They can echo what was sent: never shown or logged as they are."""

    code: str
    message: str

    def __repr__(self) -> str:
        return f"<MwsErrorText {word(self.code)}>"


class MwsRejected(Rejected):
    """Amazon refused this one request for good. ``error`` is in its own words, not to be shown as it is."""

    def __init__(self, words: Words, status: int, error: MwsErrorText) -> None:
        super().__init__(words)
        self.status = status
        self.error = error


def is_limit(answer: Answer) -> bool:
    """Whether an answer says that a quota is used up."""
    error = _error_in(answer.content)
    return error is not None and error.code in ("RequestThrottled", "QuotaExceeded")


def problem(operation: Operation, answer: Answer, now: datetime, *, acts: bool = False) -> Problem:
    """The error to raise for an answer that is no success; ``now`` is the time of the answer.

    Retry for what time mends (with ``sent`` where ``acts`` and Amazon may have acted before it failed),
    AuthorizationEnded and NeedsMerchant for what people mend, MwsRejected for the rest.
    """
    error = _error_in(answer.content)
    values = {"operation": operation.value, "status": str(answer.status), "request": answer.request_id or "–"}
    if error is None:
        if answer.status >= 500 or answer.status == 408:
            return Retry(Words(OUTAGE, values), sent=acts, cause="outage")
        # A refusal without Amazon's words is a proxy's or a firewall's: it ends no authorization.
        return unreadable(operation, answer, acts=acts)
    if error.code in ("RequestThrottled", "QuotaExceeded"):
        return Retry(Words(LIMIT, values), _free_at(operation, answer, now))
    if answer.status >= 500 or answer.status == 408:
        return Retry(Words(OUTAGE, values), sent=acts, cause="outage")
    if error.code == "RequestExpired" or "timestamp" in error.message.lower():
        return NeedsMerchant(Words(CLOCK, values))
    if error.code in ("InvalidAccessKeyId", "SignatureDoesNotMatch"):
        return AuthorizationEnded(Words(KEYS, values), "keys", CONNECTION_PAGE)
    if error.code == "AccessDenied" or answer.status in (401, 403):
        cause = _denied(error)
        return AuthorizationEnded(Words(_DENIED[cause], values), cause, CONNECTION_PAGE)
    return MwsRejected(Words(REFUSED, {**values, "code": word(error.code)}), answer.status, error)


def unreadable(operation: Operation, answer: Answer, *, acts: bool = False) -> Retry:
    """The error for an answer that is not in Amazon's form: a page of a proxy's, rubbish, half an answer."""
    values = {"operation": operation.value, "status": str(answer.status), "request": answer.request_id or "–"}
    text = UNREADABLE if answer.is_whole else TOO_LONG
    return Retry(Words(text, values), sent=acts, cause="unreadable")


def word(code: str) -> str:
    """One of Amazon's codes as it may be said."""
    return re.sub(r"[^A-Za-z0-9 _.-]", "", code)[:60] or "–"


def _error_in(content: bytes) -> MwsErrorText | None:
    try:
        root = xml.read(content)
    except xml.UnreadableError:
        return None
    error = root.at("Error")
    code = error.value("Code") if error is not None else None
    if root.name != "ErrorResponse" or error is None or code is None:
        return None
    return MwsErrorText(code, error.value("Message") or "")


def _free_at(operation: Operation, answer: Answer, now: datetime) -> datetime:
    """When a request is to be had again: after the running hour where that is said, else by the rate."""
    again = now + timedelta(seconds=PLANS[operation].seconds)
    resets = answer.resets_at
    hour_is_over = resets is not None and b"QuotaExceeded" in answer.content
    return max(again, resets) if hour_is_over and resets is not None else again


def _denied(error: MwsErrorText) -> str:
    text = error.message.lower()
    if "not registered in marketplace" in text:
        return "region"
    if "authtoken" in text or "expired" in text or "authoriz" in text:
        return "token"
    return "role"


OUTAGE = gettext_noop(
    "Amazon has trouble of its own (%(status)s at %(operation)s, request %(request)s). "
    "Packhaus tries again by itself."
)
LIMIT = gettext_noop(
    "Amazon's limit for %(operation)s is used up (request %(request)s). "
    "Packhaus goes on as soon as Amazon lets it."
)
UNREADABLE = gettext_noop(
    "What came back from Amazon could not be read (%(status)s at %(operation)s, request %(request)s). "
    "Packhaus tries again by itself; if it lasts, look for a proxy or a firewall between here and Amazon."
)
TOO_LONG = gettext_noop(
    "What came back from Amazon is longer than any answer of Amazon's (%(status)s at %(operation)s, request "
    "%(request)s), so it was not read to its end. Packhaus tries again by itself; if it lasts, look for a "
    "proxy or a firewall between here and Amazon."
)
CLOCK = gettext_noop(
    "Amazon refuses the request because its time is wrong (%(operation)s, request %(request)s): it may "
    "differ by 15 minutes at most. Set the clock of the machine that Packhaus runs on."
)
KEYS = gettext_noop(
    "Amazon does not take the developer's keys of this installation (%(operation)s, request %(request)s). "
    "Whoever runs Packhaus checks the settings PACKHAUS_MWS_ACCESS_KEY and PACKHAUS_MWS_SECRET_KEY; then "
    "all goes on by itself."
)
REFUSED = gettext_noop(
    "Amazon refused the request (%(status)s at %(operation)s, request %(request)s): %(code)s."
)
_DENIED = {
    "token": gettext_noop(
        "Amazon does not take this authorization (%(operation)s, request %(request)s): seller ID and token "
        "do not belong together, or it was taken back, or its year is over. Look in Seller Central below "
        "User permissions: renew it there, or authorize the developer again and enter seller ID and token "
        "here."
    ),
    "region": gettext_noop(
        "The account is not registered in a country that was asked for (%(operation)s, request %(request)s). "
        "Choose the countries again in which it sells."
    ),
    "role": gettext_noop(
        "Amazon denies %(operation)s to this developer (request %(request)s). Authorize the developer again "
        "in Seller Central, and look there whether the account is suspended."
    ),
}
