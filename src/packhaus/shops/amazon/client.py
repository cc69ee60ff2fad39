"""Our own thin client of the Selling Partner API: access token, shared limits, an answer or a named error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from packhaus.kit.protocols import Clock, Limiter
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.answers import Answer
from packhaus.shops.amazon.limits import LIMITS, Operation
from packhaus.shops.amazon.problems import denial, problem
from packhaus.shops.amazon.tokens import TOKENS, AccessToken
from packhaus.shops.amazon.transport import Request, send
from packhaus.shops.port import Credentials

_FRESH = timedelta(minutes=1)


class AmazonClient:
    """Calls operations of one seller account. Safe to use from several threads."""

    def __init__(self, credentials: Credentials, limiter: Limiter, clock: Clock) -> None:
        """``limiter`` is this account's shared buckets; ``clock`` tells when an access token has ended."""
        self._credentials = credentials
        self._limiter = limiter
        self._clock = clock
        self.heard_at: datetime | None = None

    def __repr__(self) -> str:
        return "<AmazonClient>"

    def get(self, operation: Operation, path: str, query: Mapping[str, str]) -> Answer:
        """Ask for ``path`` (encoded already, with its slash); ``query`` is encoded here.

        Raises Retry, AuthorizationEnded, NeedsMerchant, AmazonRejected.
        """
        return self._call(operation, "GET", path, query, b"", acts=False)

    def post(self, operation: Operation, path: str, body: object) -> Answer:
        """Send ``body`` as JSON for something that Amazon does. Errors as ``get``; Retry may be ``sent``."""
        return self._call(operation, "POST", path, {}, msgspec.json.encode(body), acts=True)

    def _call(
        self,
        operation: Operation,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes,
        *,
        acts: bool,
    ) -> Answer:
        token = TOKENS.get(self._credentials, self._clock)
        answer = self._once(operation, method, path, query, body, token, acts=acts)
        if self._may_be_stale(answer, token):
            # A fresh token decides; a denied call did nothing, so it may be sent again.
            TOKENS.forget(self._credentials, token)
            token = TOKENS.get(self._credentials, self._clock)
            answer = self._once(operation, method, path, query, body, token, acts=acts)
        if answer.is_success:
            return answer
        if denial(answer) == "secret":
            # It was given under that secret: once Amazon takes the secret, another one is asked for.
            TOKENS.forget(self._credentials, token)
        raise problem(operation, answer, self._clock(), LIMITS[operation], acts=acts)

    def _may_be_stale(self, answer: Answer, token: AccessToken) -> bool:
        cause = denial(answer)
        # A role given since then is not in an old token; in a new one it would be.
        return cause == "token" or (cause == "role" and self._clock() - token.given > _FRESH)

    def _once(
        self,
        operation: Operation,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes,
        token: AccessToken,
        *,
        acts: bool,
    ) -> Answer:
        limit = LIMITS[operation]
        url = hosts.api(self._credentials.region) + path
        self._limiter.take(operation.value, limit.rate, limit.burst)
        headers = {"x-amz-access-token": token.value}
        if body:
            headers["content-type"] = "application/json"
        answer = send(
            Request(
                operation=operation.value,
                method=method,
                url=url,
                query=query,
                headers=headers,
                body=body,
                acts=acts,
            )
        )
        self.heard_at = answer.at or self.heard_at
        if answer.rate is not None:
            self._limiter.learn(operation.value, answer.rate)
        if answer.status == 429:
            self._limiter.exhausted(operation.value, answer.rate or limit.rate, limit.burst)
        return answer
