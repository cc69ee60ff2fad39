"""HTTP to Amazon: what is asked, encoded, and what its answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import httpx
import msgspec

from packhaus.shops.amazon.answers import Answer, positive_number
from packhaus.shops.amazon.hosts import token_url
from packhaus.shops.transport import client, moment_in, no_answer, time_out, user_agent


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent. It can hold a token or a secret: ``repr`` shows the operation only.

    ``acts`` says whether the other side does something for it that must not be done twice.
    """

    operation: str
    method: str
    url: str
    query: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    body: bytes = b""
    acts: bool = False

    def __repr__(self) -> str:
        return f"<Request {self.operation}>"


def send(request: Request) -> Answer:
    """Send ``request`` and return whatever is answered.

    Raises Retry where no answer came; its ``sent`` is true where the other side may have acted on the call.
    """
    failure: httpx.HTTPError | None = None
    answer: httpx.Response | None = None
    try:
        answer = client(request.url).request(
            request.method,
            _address(request),
            headers={"user-agent": user_agent(), "accept": "application/json", **request.headers},
            content=request.body or None,
            timeout=time_out(),
        )
    except httpx.HTTPError as error:
        failure = error
    if answer is None:
        # Raised here, not above: httpx's error holds the request with its token, and must not hang on ours.
        raise no_answer(request.operation, failure, acts=request.acts)
    return Answer(
        status=answer.status_code,
        content=answer.content,
        request_id=answer.headers.get("x-amzn-requestid", "")[:80],
        rate=positive_number(answer.headers.get("x-amzn-ratelimit-limit")),
        at=moment_in(answer.headers.get("date")),
    )


def ask_for_token(form: Mapping[str, str], *, acts: bool = False) -> Answer:
    """What Login with Amazon answers to a form. Raises Retry as :func:`send`."""
    return send(
        Request(
            operation="token",
            method="POST",
            url=token_url(),
            headers={"content-type": "application/x-www-form-urlencoded;charset=UTF-8"},
            body=urlencode(dict(form)).encode(),
            acts=acts,
        )
    )


def _address(request: Request) -> str:
    # A pagination token holds + / =, a SKU blanks: all of it is encoded, a blank as %20.
    query = urlencode(dict(request.query), quote_via=quote, safe="")
    return f"{request.url}?{query}" if query else request.url
