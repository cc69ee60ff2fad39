"""How a public application is authorized at Amazon: the consent page, the way back, the code (R1).

Source: "Website authorization workflow", "Selling Partner Appstore authorization workflow" and "Renew
authorizations" of the SP-API documentation; the refusals: AMAZON-SEEN E7 to E10.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.answers import Answer, errors_in
from packhaus.shops.amazon.marketplaces import MARKETPLACES
from packhaus.shops.amazon.transport import ask_for_token

APPLICATION_PAGE = "amazon:application"
"""The name of the page on which the public application is entered."""
_BETA = {"version": "beta"}


class _Exchanged(msgspec.Struct, frozen=True):
    refresh_token: str

    def __repr__(self) -> str:
        return "<exchanged>"


class AmazonWayIn:
    """Amazon's pages of consent, and Login with Amazon behind them (implements ``WayIn``)."""

    def consent_address(
        self, *, application_id: str, is_draft: bool, state: str, redirect_uri: str, marketplace_id: str
    ) -> str:
        """The consent page of a marketplace; a draft of an application needs ``version=beta`` there."""
        query = {"application_id": application_id, "state": state, "redirect_uri": redirect_uri}
        return (
            f"{hosts.seller_central(marketplace_id, consent=True)}/apps/authorize/consent?"
            f"{urlencode(query | (_BETA if is_draft else {}))}"
        )

    def callback_address(
        self, *, callback_uri: str, outside_state: str, is_draft: bool, state: str, redirect_uri: str
    ) -> str:
        """Where Amazon waits for a merchant who came from its own pages (``amazon_callback_uri``).

        Raises NeedsMerchant for an address that is not Seller Central's: to follow it would lead merchants,
        with our state, wherever somebody likes.
        """
        if not hosts.is_seller_central(callback_uri):
            raise NeedsMerchant(Words(_NOT_AMAZON), "shops:list")
        parts = urlsplit(callback_uri)
        query = {"redirect_uri": redirect_uri, "amazon_state": outside_state, "state": state}
        added = urlencode(query | (_BETA if is_draft else {}))
        whole = f"{parts.query}&{added}" if parts.query else added
        return urlunsplit((parts.scheme, parts.netloc, parts.path, whole, ""))

    def marketplace_of(self, callback_uri: str) -> str:
        """The first marketplace of the host: all of a host are in one region."""
        host = urlsplit(callback_uri).hostname or ""
        return next((m.marketplace_id for m in MARKETPLACES if host in (m.consent, m.seller_central)), "")

    def exchange(self, *, client_id: str, client_secret: str, code: str, redirect_uri: str) -> str:
        """The refresh token for a code, which is good once and for five minutes (E9).

        Raises AuthorizationEnded (``code``: too old, used or another application's; ``secret``),
        NeedsMerchant for what else is refused, Retry with ``sent`` where no usable answer came.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": client_id,
            "client_secret": client_secret,
        }
        answer = ask_for_token(form, acts=True)
        token = _token(answer) if answer.is_success else ""
        if not token:
            raise _refusal(answer)
        return token


def _token(answer: Answer) -> str:
    try:
        return msgspec.json.decode(answer.content, type=_Exchanged).refresh_token
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""


def _refusal(answer: Answer) -> Problem:
    errors = errors_in(answer.content)
    code = errors[0].code if errors else ""
    text = " ".join(error.text() for error in errors).lower()
    if code == "invalid_client" or ("secret" in text and "expired" in text):
        return AuthorizationEnded(Words(_BAD_SECRET), "secret", APPLICATION_PAGE)
    if code in ("invalid_grant", "unauthorized_client"):
        return AuthorizationEnded(Words(_BAD_CODE), "code", "amazon:new")
    if code in ("invalid_request", "invalid_scope", "unsupported_grant_type", "access_denied"):
        return NeedsMerchant(Words(_REFUSED, {"code": code}), APPLICATION_PAGE)
    return Retry(Words(_NO_ANSWER, {"status": str(answer.status)}), sent=True)


_NOT_AMAZON = gettext_noop(
    "The way back to Amazon that this page was opened with does not lead to Seller Central. Packhaus does "
    "not follow it. Begin again at Amazon: in the Appstore, or below “Manage Your Apps”."
)
_BAD_CODE = gettext_noop(
    "Amazon does not take its own answer any more: it is good once, and for five minutes. Authorize again."
)
_BAD_SECRET = gettext_noop(
    "Amazon does not take the client ID with the client secret of the public application. Either one is "
    "copied wrongly, or the secret has ended: each lasts 180 days. Enter the secret again, then authorize "
    "again."
)
_REFUSED = gettext_noop(
    "Login with Amazon refuses the authorization (%(code)s). Check application ID, client ID and client "
    "secret of the public application, then authorize again."
)
_NO_ANSWER = gettext_noop(
    "Login with Amazon gave no usable answer (%(status)s). Packhaus tries again by itself."
)
