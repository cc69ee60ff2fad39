"""The way of every SP-API call: faults, access token, role, limit, operation, headers."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, parse_qsl
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.amazon.answers import Answer, RefusedError, quota_exceeded
from packhaus_simulator.amazon.call import Call
from packhaus_simulator.amazon.confirm import confirm_shipment
from packhaus_simulator.amazon.grants import as_caller
from packhaus_simulator.amazon.listings import search_listings
from packhaus_simulator.amazon.login import caller_of, token_answer
from packhaus_simulator.amazon.operations import (
    CONFIRM_SHIPMENT,
    GET_ORDER,
    PARTICIPATIONS,
    SEARCH_LISTINGS,
    SEARCH_ORDERS,
    Operation,
)
from packhaus_simulator.amazon.orders import get_order, search_orders
from packhaus_simulator.amazon.query import Query
from packhaus_simulator.amazon.sellers import participations
from packhaus_simulator.responses import as_response, guarded
from packhaus_simulator.simulator import Simulator

_Work = Callable[[Call], Answer]
_Endpoint = Callable[[Request], Awaitable[Response]]


def amazon_routes(simulator: Simulator) -> list[Route]:
    """Amazon's paths, at the root as at Amazon."""
    orders = "/orders/2026-01-01/orders"
    listed = [
        ("/sellers/v1/marketplaceParticipations", "GET", PARTICIPATIONS, participations),
        (orders, "GET", SEARCH_ORDERS, search_orders),
        (f"{orders}/{{orderId}}", "GET", GET_ORDER, get_order),
        ("/orders/v0/orders/{orderId}/shipmentConfirmation", "POST", CONFIRM_SHIPMENT, confirm_shipment),
        ("/listings/2021-08-01/items/{sellerId}", "GET", SEARCH_LISTINGS, search_listings),
    ]
    routes = [
        Route(path, _endpoint(simulator, op, work), methods=[method]) for path, method, op, work in listed
    ]
    return [*routes, Route("/auth/o2/token", _token_endpoint(simulator), methods=["POST"])]


def _endpoint(simulator: Simulator, operation: Operation, work: _Work) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        async def answer(body: bytes) -> Response:
            simulator.settle()
            made = _answer(simulator, operation, work, request, body)
            made.headers["x-amzn-RequestId"] = str(uuid4())
            return as_response(made)

        caller = simulator.authorizations.of_access(request.headers.get("x-amz-access-token"))
        return await guarded(simulator, request, operation.name, answer, caller=as_caller(caller))

    return endpoint


def _answer(simulator: Simulator, operation: Operation, work: _Work, request: Request, body: bytes) -> Answer:
    now = simulator.clock.now()
    switches, limits = simulator.switches, simulator.limits
    try:
        token = request.headers.get("x-amz-access-token")
        access = simulator.authorizations.check(token, operation.roles, switches, now)
    except RefusedError as refusal:
        return Answer(refusal.answer.status, refusal.answer.body)
    seller = simulator.sellers[access.grant.seller_id]
    application = access.grant.application.client_id
    header = {"x-amzn-RateLimit-Limit": limits.header(seller.seller_id, operation)}
    if switches.limits and not limits.take(seller.seller_id, application, operation, now):
        return Answer(429, quota_exceeded().body, header if switches.limit_header_on_429 else {})
    try:
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        path = {name: str(value) for name, value in request.path_params.items()}
        made = work(Call(simulator, seller, now, access.roles, path, Query(pairs, switches), body))
    except RefusedError as refusal:
        made = refusal.answer
    # The models list the limit header for every status but 403, 413, 415, 429 and above.
    return Answer(made.status, made.body, header if made.status in (200, 204, 400, 404) else {})


def _token_endpoint(simulator: Simulator) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        form = {name: values[-1] for name, values in sent.items()}

        async def answer(body: bytes) -> Response:
            simulator.settle()
            made = token_answer(form, simulator, simulator.clock.now())
            made.headers.update({"cache-control": "no-store", "x-amzn-RequestId": str(uuid4())})
            return as_response(made)

        return await guarded(simulator, request, "token", answer, caller=lambda: caller_of(form, simulator))

    return endpoint
