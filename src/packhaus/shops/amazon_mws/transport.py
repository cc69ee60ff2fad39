"""HTTP to Amazon's old system: what is sent, and what its answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import httpx
import msgspec

from packhaus.shops.transport import client, moment_in, no_answer, time_out, user_agent

LONGEST_ANSWER = 16 * 1024 * 1024
"""In bytes: a page of 100 orders has some 200,000."""


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


def send(request: Request) -> Answer:
    """POST ``request`` and return whatever is answered.

    Raises Retry where no answer came; its ``sent`` is true where the other side may have acted on the call.
    """
    failure: httpx.HTTPError | None = None
    try:
        with client(request.url).stream(
            "POST",
            request.url,
            headers={"user-agent": user_agent(), "accept": "text/xml", **request.headers},
            content=request.body,
            timeout=time_out(),
        ) as answer:
            content, whole = _content(answer)
            return Answer(
                status=answer.status_code,
                content=content,
                request_id=answer.headers.get("x-mws-request-id", "")[:80],
                at=moment_in(answer.headers.get("date")),
                resets_at=_iso_moment(answer.headers.get("x-mws-quota-resetson")),
                is_whole=whole,
            )
    except httpx.HTTPError as error:
        failure = error
    # Raised here, not above: httpx's error holds the request with its token, and must not hang on ours.
    raise no_answer(request.operation, failure, acts=request.acts)


def _content(answer: httpx.Response) -> tuple[bytes, bool]:
    found = bytearray()
    for chunk in answer.iter_bytes():
        found += chunk
        if len(found) > LONGEST_ANSWER:
            return b"", False
    return bytes(found), True


def _iso_moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
