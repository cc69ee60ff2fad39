"""HTTP to Amazon's old system: one pool a process, explicit time-outs, failures by what they leave open."""

from __future__ import annotations

import functools
import math
import os
import platform
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib import metadata

import httpx
import msgspec

from packhaus.kit.errors import Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.installation import is_loopback

READ_SECONDS = 30.0
"""How long an answer is waited for; ``PACKHAUS_AMAZON_READ_SECONDS`` in the environment changes it."""
LONGEST_ANSWER = 16 * 1024 * 1024
"""In bytes: a page of 100 orders has some 200,000."""
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
    """What is sent. It holds a token and a signature: ``repr`` shows the operation only.

    ``acts`` says whether the other side does something for it that must not be done twice.
    """

    operation: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    acts: bool = False

    def __repr__(self) -> str:
        return f"<Request {self.operation}>"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer. ``content`` may hold personal data, so ``repr`` shows the status only.

    ``at`` is Amazon's time by its ``Date`` header, ``resets_at`` when an hourly quota begins anew.
    ``is_whole`` is false where the answer was longer than any of Amazon's.
    """

    status: int
    content: bytes
    request_id: str = ""
    at: datetime | None = None
    resets_at: datetime | None = None
    is_whole: bool = True

    def __repr__(self) -> str:
        return f"<Answer {self.status}>"


@functools.cache
def user_agent() -> str:
    """How Packhaus names itself (MWS guide, "User-Agent header": application/version and language)."""
    try:
        version = metadata.version("packhaus")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"Packhaus/{version} (Language=Python/{platform.python_version()}; Platform={platform.system()})"


def send(request: Request) -> Answer:
    """POST ``request`` and return whatever is answered.

    Raises Retry where no answer came; its ``sent`` is true where the other side may have acted on the call.
    """
    client = _client(os.getpid(), is_loopback(request.url))
    failure: httpx.HTTPError | None = None
    try:
        with client.stream(
            "POST",
            request.url,
            headers={"user-agent": user_agent(), "accept": "text/xml", **request.headers},
            content=request.body,
            timeout=httpx.Timeout(connect=10.0, read=_read_seconds(), write=30.0, pool=10.0),
        ) as answer:
            content, whole = _content(answer)
            return Answer(
                status=answer.status_code,
                content=content,
                request_id=answer.headers.get("x-mws-request-id", "")[:80],
                at=_moment(answer.headers.get("date")),
                resets_at=_iso_moment(answer.headers.get("x-mws-quota-resetson")),
                is_whole=whole,
            )
    except httpx.HTTPError as error:
        failure = error
    # Raised here, not above: httpx's error holds the request with its token, and must not hang on ours.
    raise _no_answer(request, failure)


def _content(answer: httpx.Response) -> tuple[bytes, bool]:
    found = bytearray()
    for chunk in answer.iter_bytes():
        found += chunk
        if len(found) > LONGEST_ANSWER:
            return b"", False
    return bytes(found), True


def _read_seconds() -> float:
    try:
        number = float(os.environ.get("PACKHAUS_AMAZON_READ_SECONDS", ""))
    except ValueError:
        return READ_SECONDS
    return number if math.isfinite(number) and number > 0 else READ_SECONDS


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _iso_moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


@functools.cache
def _client(process: int, direct: bool) -> httpx.Client:
    # A pool a process: connections must not be shared with a parent that forked. This machine is spoken
    # to directly: a proxy of the environment could not reach it.
    return httpx.Client(limits=_POOL, trust_env=not direct, follow_redirects=False)


def _no_answer(request: Request, failure: httpx.HTTPError) -> Retry:
    values = {"operation": request.operation}
    if isinstance(failure, _UNSENT):
        return Retry(Words(UNREACHABLE, values), cause="unreachable")
    if isinstance(failure, httpx.TimeoutException):
        shown = {**values, "seconds": f"{_read_seconds():g}"}
        return Retry(Words(TIME_OUT, shown), sent=request.acts, cause="outage")
    return Retry(Words(BROKEN_OFF, values), sent=request.acts, cause="outage")


UNREACHABLE = gettext_noop(
    "Amazon could not be reached (%(operation)s). Packhaus tries again by itself; if it "
    "lasts, look at this machine's connection to the internet."
)
TIME_OUT = gettext_noop(
    "Amazon did not answer within %(seconds)s seconds (%(operation)s). Packhaus tries again by itself."
)
BROKEN_OFF = gettext_noop(
    "The connection to Amazon broke before its answer was whole (%(operation)s). "
    "Packhaus tries again by itself."
)
