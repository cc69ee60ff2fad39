"""From an answer to HTTP, with the faults that strike on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from packhaus_simulator.amazon.answers import Answer, error, internal_failure, quota_exceeded
from packhaus_simulator.calls import NOBODY, Caller
from packhaus_simulator.connections import cut
from packhaus_simulator.faults import Fault
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import to_json

_GARBAGE = b"<html><head><title>Service Unavailable</title></head><body>upstream sent \xff\xfe nothing useful"


@dataclass(frozen=True)
class Outcome:
    """What goes back, and what the log says of it; status 0 means that nothing goes back."""

    response: Response
    status: int


@dataclass(frozen=True)
class Manner:
    """How a face words its faults: an ordered status, and half an answer where none was made."""

    refuse: Callable[[Fault], Response]
    content_type: str
    half: bytes


def as_response(answer: Answer) -> Response:
    """JSON over HTTP; no body for ``None``."""
    if answer.body is None:
        return Response(status_code=answer.status, headers=answer.headers)
    headers = {"content-type": "application/json", **answer.headers}
    return Response(to_json(answer.body), status_code=answer.status, headers=headers)


def _json_refusal(fault: Fault) -> Response:
    return as_response(_status_answer(fault))


JSON = Manner(_json_refusal, "application/json", b'{"orders":[{"orderId":"3')


async def guarded(
    simulator: Simulator,
    request: Request,
    operation: str,
    work: Callable[[bytes], Awaitable[Response]],
    caller: Caller | Callable[[], Caller] = NOBODY,
    *,
    manner: Manner = JSON,
    shown: dict[str, str] | None = None,
) -> Response:
    """Run one call under the ordered faults and write it into the log, with whose authorization it came.

    A ``caller`` that is asked is asked afterwards: an exchanged code has become an authorization by then.
    ``shown``: the parameters for the log where they are not those of the query alone.
    """
    body = await request.body()
    striking = simulator.faults.take(operation, "status", "timeout", "garbage", "truncated", "close")
    outcome: Outcome | None = None
    if striking is not None and striking.when == "before":
        outcome = await _strike(striking, None, manner)
    if outcome is None:
        response = await work(body)
        outcome = Outcome(response, response.status_code)
        if striking is not None:
            struck = await _strike(striking, response, manner)
            outcome = struck if struck is not None else outcome
    query = dict(request.query_params) if shown is None else shown
    fault = f"{striking.kind} {striking.when}" if striking else None
    simulator.calls.note(
        operation,
        request.method,
        request.url.path,
        query,
        outcome.status,
        simulator.clock.now(),
        fault,
        caller if isinstance(caller, Caller) else caller(),
    )
    if outcome.status == 0:
        await cut(request.scope)
    return outcome.response


async def _strike(fault: Fault, made: Response | None, manner: Manner) -> Outcome | None:
    if fault.kind == "timeout":
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("timeout", "close"):
        return Outcome(Response(), 0)
    if fault.kind == "garbage":
        return Outcome(Response(_GARBAGE, headers={"content-type": "text/html"}), 200)
    if fault.kind == "truncated":
        content = bytes(made.body) if made is not None else manner.half
        cut_off = content[: max(1, len(content) // 2)]
        return Outcome(Response(cut_off, headers={"content-type": manner.content_type}), 200)
    return Outcome(manner.refuse(fault), fault.status)


def _status_answer(fault: Fault) -> Answer:
    if fault.code is not None or fault.message is not None:
        return error(fault.status, fault.code or "InternalFailure", fault.message or "", fault.details or "")
    return quota_exceeded() if fault.status == 429 else internal_failure(fault.status)
