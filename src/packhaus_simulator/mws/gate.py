"""The way of every MWS call: faults, signature, time, authorization, limit, operation, headers."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.calls import Caller
from packhaus_simulator.mws import feed_calls, orders, products, sellers
from packhaus_simulator.mws.answers import (
    NAMESPACE,
    MwsAnswer,
    MwsError,
    fault_response,
    invalid,
    refusal,
    response,
)
from packhaus_simulator.mws.authorization import MwsAuthorization
from packhaus_simulator.mws.call import MwsCall
from packhaus_simulator.mws.parameters import Parameters
from packhaus_simulator.mws.sections import BY_ACTION, SECTIONS, MwsOperation, Section
from packhaus_simulator.mws.signature import is_signed
from packhaus_simulator.mws.xml_out import document, tag
from packhaus_simulator.responses import Manner, guarded
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import read_time

_WORK: dict[str, Callable[[MwsCall], MwsAnswer]] = {
    "ListMarketplaceParticipations": sellers.list_participations,
    "ListMarketplaceParticipationsByNextToken": sellers.more_participations,
    "ListOrders": orders.list_orders,
    "ListOrdersByNextToken": orders.more_orders,
    "GetOrder": orders.get_order,
    "ListOrderItems": orders.list_items,
    "ListOrderItemsByNextToken": orders.more_items,
    "GetMatchingProductForId": products.matching_products,
    "SubmitFeed": feed_calls.submit_feed,
    "GetFeedSubmissionList": feed_calls.list_feeds,
    "GetFeedSubmissionListByNextToken": feed_calls.more_feeds,
    "GetFeedSubmissionResult": feed_calls.feed_result,
}
_FORMS = ("application/x-www-form-urlencoded", "x-www-form-urlencoded")
_SKEW = timedelta(minutes=15)
_HALF = b'<?xml version="1.0"?>\n<ListOrdersResponse xmlns="https://mws.amazonservices.com/Orders/2013-09-01"><ListOrdersResult><Ord'
_MANNER = Manner(fault_response, "text/xml", _HALF)
_Pairs = list[tuple[str, str]]


def mws_routes(simulator: Simulator) -> list[Route]:
    """MWS's paths, at the root as at Amazon; its clients take an address without a path only."""
    return [
        Route(path, _endpoint(simulator, section), methods=["GET", "POST"])
        for section in SECTIONS
        for path in section.paths
    ]


def _endpoint(simulator: Simulator, section: Section) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        pairs = await _pairs(request)
        values = dict(pairs)
        operation = BY_ACTION.get((section.name, values.get("Action", "")))
        if not pairs and request.method == "GET" and request.url.path == "/":
            return _ping(simulator)

        async def answer(body: bytes) -> Response:
            simulator.settle()
            return _answer(simulator, section, operation, request, pairs, body)

        name = operation.name if operation else "mws.unknown"
        caller = _caller(simulator, values.get("MWSAuthToken", ""))
        return await guarded(simulator, request, name, answer, caller, manner=_MANNER, shown=values)

    return endpoint


def _caller(simulator: Simulator, token: str) -> Caller:
    found = simulator.mws.access.by_token(token)
    return Caller(found.seller_id, "mws") if found else Caller()


async def _pairs(request: Request) -> _Pairs:
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind in _FORMS:
        body = (await request.body()).decode("utf-8", "replace")
        pairs += parse_qsl(body, keep_blank_values=True)
    return pairs


def _answer(
    simulator: Simulator,
    section: Section,
    operation: MwsOperation | None,
    request: Request,
    pairs: _Pairs,
    body: bytes,
) -> Response:
    now, request_id = simulator.clock.now(), str(uuid4())
    headers = {
        "x-mws-request-id": request_id,
        "x-mws-timestamp": _precise(now),
        "x-mws-response-context": f"{uuid4().hex}, {uuid4().hex}",
    }
    parameters = Parameters(dict(pairs))
    try:
        if operation is None:
            action = parameters.need("Action")
            raise MwsError(404, "InvalidAddress", f"Operation {action} is not available for {section.name}.")
        _check_signature(simulator, section, request, parameters, pairs)
        _check_time(parameters, now)
        authorization = _authorization(simulator, parameters, now)
        call = MwsCall(simulator, operation, authorization, now, parameters, request.headers, body)
        headers.update(_limited(call))
        made = _work(call)
    except MwsError as error:
        namespace = section.namespace if error.status == 400 else NAMESPACE
        content = refusal(error, namespace, request_id)
        return Response(content, status_code=error.status, media_type="text/xml", headers=headers)
    return Response(made.content, media_type="text/xml", headers={**headers, **made.headers})


def _check_signature(
    simulator: Simulator, section: Section, request: Request, parameters: Parameters, pairs: _Pairs
) -> None:
    developer = simulator.mws.access.developer
    if parameters.need("AWSAccessKeyId") != developer.access_key:
        message = "The AWS Access Key Id you provided does not exist in our records."
        raise MwsError(403, "InvalidAccessKeyId", message)
    for name, wanted in (("SignatureVersion", "2"), ("SignatureMethod", "HmacSHA256")):
        if parameters.need(name) != wanted:
            raise invalid(
                f"Value {parameters.need(name)} for parameter {name} is invalid. It must be {wanted}."
            )
    given, host = parameters.need("Signature"), request.headers.get("host", "")
    if not is_signed(developer.secret_key, request.method, host, request.url.path, pairs, given):
        raise MwsError(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS "
            "Secret Access Key and signing method. Consult the service documentation for details.",
        )
    if parameters.need("Version") != section.version:
        raise invalid(
            f"Value {parameters.need('Version')} for parameter Version is invalid for {section.name}."
        )


def _check_time(parameters: Parameters, now: datetime) -> None:
    text = parameters.need("Timestamp")
    try:
        sent = read_time(text)
    except ValueError:
        raise invalid(f"Value {text} for parameter Timestamp is invalid. It must be ISO 8601.") from None
    if abs(now - sent) > _SKEW:
        raise MwsError(400, "RequestExpired", f"Request has expired. Timestamp date is {text}")


def _authorization(simulator: Simulator, parameters: Parameters, now: datetime) -> MwsAuthorization:
    seller_id = parameters.text("SellerId") or parameters.text("Merchant") or parameters.need("SellerId")
    token = parameters.text("MWSAuthToken")
    return simulator.mws.access.check(seller_id, token, simulator.switches, now)


def _limited(call: MwsCall) -> dict[str, str]:
    simulator = call.simulator
    if not simulator.switches.limits:
        return {}
    who = f"{call.authorization.seller_id} {call.authorization.developer_id}"
    items = products.count_ids(call) if call.operation.plan.by_item else 1
    return simulator.mws.quotas.take(who, call.operation, items, call.now)


def _work(call: MwsCall) -> MwsAnswer:
    action, section = call.operation.action, call.operation.section
    if action == "GetServiceStatus":
        status = (tag("Status", "GREEN"), tag("Timestamp", _precise(call.now)))
        return response(action, section.namespace, tag("GetServiceStatusResult", *status))
    return _WORK[action](call)


def _ping(simulator: Simulator) -> Response:
    stamp = tag("Timestamp", attributes={"timestamp": _precise(simulator.clock.now())})
    return Response(document(tag("PingResponse", stamp)), media_type="text/xml")


def _precise(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
