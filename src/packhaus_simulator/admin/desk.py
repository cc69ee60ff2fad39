"""Shared by all admin paths: typed bodies in, JSON out, clear complaints."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.amazon.answers import Answer
from packhaus_simulator.responses import as_response
from packhaus_simulator.seller import Seller
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, from_json

T = TypeVar("T")
Work = Callable[[Simulator, Request, bytes], Json]


class UnusableError(Exception):
    """A wish that cannot be met, with the reason in words."""


def read(body: bytes, form: type[T]) -> T:
    """Decode a body. Raises ``UnusableError`` naming the field."""
    try:
        return msgspec.json.decode(body or b"{}", type=form)
    except msgspec.MsgspecError as problem:
        raise UnusableError(str(problem)) from None


def read_object(body: bytes) -> JsonObject:
    """Decode a body that must be a JSON object. Raises ``UnusableError``."""
    try:
        value = from_json(body or b"{}")
    except ValueError as problem:
        raise UnusableError(str(problem)) from None
    if not isinstance(value, dict):
        raise UnusableError("the body must be a JSON object")
    return value


def seller_of(simulator: Simulator, request: Request) -> Seller:
    """The seller that ``?seller=`` names, else the first one. Raises ``KeyError``."""
    wanted = request.query_params.get("seller")
    return simulator.sellers[wanted] if wanted else simulator.account


def admin_route(simulator: Simulator, path: str, method: str, work: Work) -> Route:
    """A route whose work gives plain JSON."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        simulator.settle()
        try:
            return as_response(Answer(200, work(simulator, request, body)))
        except (UnusableError, ValueError) as problem:
            return as_response(Answer(400, {"error": str(problem)}))
        except KeyError as problem:
            return as_response(Answer(404, {"error": f"unknown: {problem}"}))

    handler: Callable[[Request], Awaitable[Response]] = endpoint
    return Route(path, handler, methods=[method])
