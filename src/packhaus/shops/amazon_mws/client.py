"""Our own thin client of Marketplace Web Service: signed, within shared limits, XML or a named error."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import md5
from urllib.parse import urlsplit

from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.protocols import Clock, Limiter
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws import installation, xml
from packhaus.shops.amazon_mws.operations import PLANS, Operation
from packhaus.shops.amazon_mws.problems import CONNECTION_PAGE, is_limit, problem, unreadable
from packhaus.shops.amazon_mws.signature import encoded, signature
from packhaus.shops.amazon_mws.transport import Answer, Request, send
from packhaus.shops.port import Credentials

_FORM = "application/x-www-form-urlencoded; charset=utf-8"
_FEED = "text/xml; charset=utf-8"


class MwsClient:
    """Calls operations of one seller account. Safe to use from several threads."""

    def __init__(self, credentials: Credentials, limiter: Limiter, clock: Clock) -> None:
        """``limiter`` is this account's shared buckets; ``clock`` gives each request its time."""
        self._credentials = credentials
        self._limiter = limiter
        self._clock = clock
        self.heard_at: datetime | None = None

    def __repr__(self) -> str:
        return "<MwsClient>"

    def ask(self, operation: Operation, parameters: Mapping[str, str]) -> xml.Element:
        """Ask with ``parameters`` (decoded) and read the answer.

        Raises Retry, AuthorizationEnded, NeedsMerchant, MwsRejected.
        """
        signed = self._signed(operation, parameters)
        # In a form, not in the address: addresses stand in logs along the way, and one of these is a token.
        body = encoded(signed).encode()
        return self._call(operation, "", {"content-type": _FORM}, body, acts=False)

    def submit(self, operation: Operation, parameters: Mapping[str, str], feed: bytes) -> xml.Element:
        """Hand in a feed. Errors as ``ask``; Retry may be ``sent``."""
        # The feed is the whole body, so what is signed can stand in the address only (docs/simulator-mws.md).
        signed = self._signed(operation, parameters)
        # The guide asks for MD5 as a checksum of what is handed in.
        checksum = b64encode(md5(feed, usedforsecurity=False).digest()).decode()
        headers = {"content-type": _FEED, "content-md5": checksum}
        return self._call(operation, f"?{encoded(signed)}", headers, feed, acts=True)

    def _signed(self, operation: Operation, parameters: Mapping[str, str]) -> dict[str, str]:
        credentials, plan = self._credentials, PLANS[operation]
        if not (credentials.client_id and credentials.client_secret and credentials.refresh_token):
            raise NeedsMerchant(Words(NOT_ALL), CONNECTION_PAGE)
        asked = {
            "Action": operation.value,
            "Version": plan.version,
            "AWSAccessKeyId": credentials.client_id,
            plan.seller: credentials.seller_id,
            "MWSAuthToken": credentials.refresh_token,
            "SignatureMethod": "HmacSHA256",
            "SignatureVersion": "2",
            "Timestamp": self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            **parameters,
        }
        host = urlsplit(installation.host()).netloc
        made = signature(credentials.client_secret, "POST", host, plan.path, asked)
        return {**asked, "Signature": made}

    def _call(
        self, operation: Operation, query: str, headers: dict[str, str], body: bytes, *, acts: bool
    ) -> xml.Element:
        plan = PLANS[operation]
        self._limiter.take(plan.bucket, plan.rate, plan.burst)
        url = f"{installation.host()}{plan.path}{query}"
        answer = send(Request(operation=operation.value, url=url, headers=headers, body=body, acts=acts))
        self.heard_at = answer.at or self.heard_at
        if not 200 <= answer.status < 300:
            if is_limit(answer):
                self._limiter.exhausted(plan.bucket, plan.rate, plan.burst)
            raise problem(operation, answer, self._clock(), acts=acts)
        return self._read(operation, answer, acts=acts)

    def _read(self, operation: Operation, answer: Answer, *, acts: bool) -> xml.Element:
        try:
            root = xml.read(answer.content)
        except xml.UnreadableError:
            raise unreadable(operation, answer, acts=acts) from None
        # A report is a document of its own; everything else names its operation.
        named = "AmazonEnvelope" if operation is Operation.FEED_RESULT else f"{operation.value}Response"
        if root.name != named:
            raise unreadable(operation, answer, acts=acts)
        return root


NOT_ALL = gettext_noop(
    "The developer's keys and the token are all needed: save the connection again with the one that is "
    "missing."
)
