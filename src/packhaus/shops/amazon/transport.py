"""HTTP to Amazon: one pool a process, explicit time-outs, failures told by what they leave open."""

from __future__ import annotations

import functools
import os
import platform
from collections.abc import Mapping
from importlib import metadata
from urllib.parse import quote, urlencode

import httpx
import msgspec

from packhaus.kit.errors import Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.answers import Answer, moment_in, positive_number

READ_SECONDS = 30.0
"""How long an answer is waited for; ``PACKHAUS_AMAZON_READ_SECONDS`` in the environment changes it."""
_POOL = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=20.0)

# Failures before the first byte went out: the other side cannot have acted.
_UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


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


@functools.cache
def user_agent() -> str:
    """How Packhaus names itself, in the form that Amazon asks of every application.

    Source: "Include a User-Agent header in all requests" of the SP-API documentation (at most 500
    characters).
    """
    try:
        version = metadata.version("packhaus")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"Packhaus/{version} (Language=Python/{platform.python_version()}; Platform={platform.system()})"


def send(request: Request) -> Answer:
    """Send ``request`` and return whatever is answered.

    Raises Retry where no answer came; its ``sent`` is true where the other side may have acted on the call.
    """
    client = _client(os.getpid(), hosts.is_loopback(request.url))
    failure: httpx.HTTPError | None = None
    answer: httpx.Response | None = None
    try:
        answer = client.request(
            request.method,
            _address(request),
            headers={"user-agent": user_agent(), "accept": "application/json", **request.headers},
            content=request.body or None,
            timeout=httpx.Timeout(connect=10.0, read=_read_seconds(), write=30.0, pool=10.0),
        )
    except httpx.HTTPError as error:
        failure = error
    if answer is None:
        # Raised here, not above: httpx's error holds the request with its token, and must not hang on ours.
        raise _no_answer(request, failure)
    return Answer(
        status=answer.status_code,
        content=answer.content,
        request_id=answer.headers.get("x-amzn-requestid", "")[:80],
        rate=positive_number(answer.headers.get("x-amzn-ratelimit-limit")),
        at=moment_in(answer.headers.get("date")),
    )


def _read_seconds() -> float:
    return positive_number(os.environ.get("PACKHAUS_AMAZON_READ_SECONDS")) or READ_SECONDS


def _address(request: Request) -> str:
    # A pagination token holds + / =, a SKU blanks: all of it is encoded, a blank as %20.
    query = urlencode(dict(request.query), quote_via=quote, safe="")
    return f"{request.url}?{query}" if query else request.url


@functools.cache
def _client(process: int, direct: bool) -> httpx.Client:
    # A pool a process: connections must not be shared with a parent that forked. This machine is spoken
    # to directly: a proxy of the environment could not reach it.
    return httpx.Client(limits=_POOL, trust_env=not direct, follow_redirects=False)


def _no_answer(request: Request, failure: httpx.HTTPError | None) -> Retry:
    values = {"operation": request.operation}
    if isinstance(failure, _UNSENT):
        return Retry(
            Words(
                gettext_noop(
                    "Amazon could not be reached (%(operation)s). Packhaus tries again by itself; if it "
                    "lasts, look at this machine's connection to the internet."
                ),
                values,
            ),
            cause="unreachable",
        )
    if isinstance(failure, httpx.TimeoutException):
        text = gettext_noop(
            "Amazon did not answer within %(seconds)s seconds (%(operation)s). Packhaus tries again by "
            "itself."
        )
        shown = {**values, "seconds": f"{_read_seconds():g}"}
        return Retry(Words(text, shown), sent=request.acts, cause="outage")
    text = gettext_noop(
        "The connection to Amazon broke before its answer was whole (%(operation)s). "
        "Packhaus tries again by itself."
    )
    return Retry(Words(text, values), sent=request.acts, cause="outage")
