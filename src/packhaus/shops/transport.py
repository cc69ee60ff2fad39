"""How Amazon is called: one pool a process, explicit time-outs, failures told by what they leave open."""

from __future__ import annotations

import functools
import math
import os
import platform
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib import metadata

import httpx

from packhaus.kit.errors import Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.addresses import is_loopback

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


def client(address: str) -> httpx.Client:
    """The pool of this process for ``address``."""
    return _pool(os.getpid(), is_loopback(address))


def time_out() -> httpx.Timeout:
    """How long each part of a call may take."""
    return httpx.Timeout(connect=10.0, read=_read_seconds(), write=30.0, pool=10.0)


@functools.cache
def user_agent() -> str:
    """How Packhaus names itself, in the form that Amazon asks of every application: name/version (language).

    Source: "Include a User-Agent header in all requests" of the SP-API documentation (at most 500
    characters), "User-Agent header" of the MWS guide.
    """
    try:
        version = metadata.version("packhaus")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"Packhaus/{version} (Language=Python/{platform.python_version()}; Platform={platform.system()})"


def no_answer(operation: str, failure: httpx.HTTPError | None, *, acts: bool) -> Retry:
    """The error for a call that nobody answered; ``sent`` where the other side may have acted on it."""
    values = {"operation": operation}
    if isinstance(failure, _UNSENT):
        return Retry(Words(UNREACHABLE, values), cause="unreachable")
    if isinstance(failure, httpx.TimeoutException):
        shown = {**values, "seconds": f"{_read_seconds():g}"}
        return Retry(Words(TIME_OUT, shown), sent=acts, cause="outage")
    return Retry(Words(BROKEN_OFF, values), sent=acts, cause="outage")


def moment_in(text: str | None) -> datetime | None:
    """The aware moment that a ``Date`` header names; None for anything else."""
    try:
        found = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _read_seconds() -> float:
    try:
        number = float(os.environ.get("PACKHAUS_AMAZON_READ_SECONDS", ""))
    except ValueError:
        return READ_SECONDS
    return number if math.isfinite(number) and number > 0 else READ_SECONDS


@functools.cache
def _pool(process: int, direct: bool) -> httpx.Client:
    # A pool a process: connections must not be shared with a parent that forked. This machine is spoken
    # to directly: a proxy of the environment could not reach it.
    return httpx.Client(limits=_POOL, trust_env=not direct, follow_redirects=False)


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
