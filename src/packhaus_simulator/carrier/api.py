"""The carrier's JSON API."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hmac import compare_digest

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.amazon.answers import Answer
from packhaus_simulator.carrier.book import DeclinedError
from packhaus_simulator.carrier.checks import Complaint
from packhaus_simulator.carrier.parcel import Event, Parcel, ParcelRequest
from packhaus_simulator.responses import as_response, guarded
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject, wire_time

_Work = Callable[[Request, bytes], Response]


def carrier_routes(simulator: Simulator, prefix: str) -> list[Route]:
    """The carrier's paths under ``prefix``."""
    desk = _Desk(simulator)

    def route(path: str, method: str, name: str, work: _Work) -> Route:
        return Route(f"{prefix}/v1{path}", desk.endpoint(name, work), methods=[method])

    return [
        route("/parcels", "POST", "carrier.buy", desk.buy),
        route("/parcels", "GET", "carrier.list", desk.of_reference),
        route("/parcels/{parcel_id}", "GET", "carrier.parcel", desk.parcel),
        route("/parcels/{parcel_id}", "DELETE", "carrier.void", desk.void),
        route("/parcels/{parcel_id}/label", "GET", "carrier.label", desk.label),
        route("/events", "GET", "carrier.events", desk.events),
    ]


class _UnknownError(Exception):
    pass


class _Desk:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def endpoint(self, name: str, work: _Work) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            async def answer(body: bytes) -> Response:
                self._simulator.settle()
                return self._answer(request, body, work)

            return await guarded(self._simulator, request, name, answer)

        return endpoint

    def _answer(self, request: Request, body: bytes, work: _Work) -> Response:
        given = request.headers.get("authorization", "")
        if not compare_digest(given.encode(), f"Bearer {self._simulator.carrier.key}".encode()):
            return _errors(
                401, Complaint("authorization", "wrong_key", "The carrier does not know this key.")
            )
        try:
            return work(request, body)
        except DeclinedError as declined:
            return _errors(422, *declined.complaints)
        except _UnknownError:
            return _errors(404, Complaint("parcel_id", "unknown_parcel", "There is no such parcel."))

    def buy(self, request: Request, body: bytes) -> Response:
        try:
            wanted = msgspec.json.decode(body, type=ParcelRequest)
        except msgspec.MsgspecError as problem:
            return _errors(422, Complaint("body", "malformed", str(problem)))
        parcel = self._simulator.carrier.buy(wanted, self._simulator.clock.now())
        return as_response(Answer(201, _bought(parcel)))

    def of_reference(self, request: Request, body: bytes) -> Response:
        reference = request.query_params.get("reference")
        if not reference:
            return _errors(422, Complaint("reference", "required", "Say which reference to look for."))
        found = self._simulator.carrier.of_reference(reference)
        return as_response(Answer(200, {"parcels": [parcel_json(parcel) for parcel in found]}))

    def parcel(self, request: Request, body: bytes) -> Response:
        return as_response(Answer(200, parcel_json(self._find(request))))

    def void(self, request: Request, body: bytes) -> Response:
        parcel = self._find(request)
        self._simulator.carrier.void(parcel, self._simulator.clock.now())
        return as_response(Answer(200, parcel_json(parcel)))

    def label(self, request: Request, body: bytes) -> Response:
        parcel = self._find(request)
        headers = {"cache-control": "no-store"}
        return Response(parcel.label, media_type="application/pdf", headers=headers)

    def events(self, request: Request, body: bytes) -> Response:
        number = request.query_params.get("tracking_number")
        book = self._simulator.carrier
        if number is not None:
            parcel = book.of_number(number)
            if parcel is None:
                raise _UnknownError
            entries = [(parcel, event) for event in parcel.events]
            return as_response(
                Answer(200, {"events": [event_json(*entry) for entry in entries], "last_seq": None})
            )
        try:
            after, limit = (
                int(request.query_params.get("after", 0)),
                int(request.query_params.get("limit", 500)),
            )
        except ValueError:
            return _errors(422, Complaint("after", "bad_form", "after and limit must be whole numbers."))
        page = book.feed[max(0, after) :][: max(1, min(limit, 1000))]
        last = page[-1][1].seq if page else after
        more = last < len(book.feed)
        return as_response(
            Answer(200, {"events": [event_json(*entry) for entry in page], "last_seq": last, "more": more})
        )

    def _find(self, request: Request) -> Parcel:
        parcel = self._simulator.carrier.parcels.get(str(request.path_params["parcel_id"]))
        if parcel is None:
            raise _UnknownError
        return parcel


def parcel_json(parcel: Parcel) -> JsonObject:
    """A parcel as the carrier tells it, without its label."""
    return {
        "parcel_id": parcel.id,
        "reference": parcel.reference,
        "tracking_number": parcel.tracking_number,
        "service": parcel.service,
        "price_cents": parcel.price_cents,
        "currency": "EUR",
        "announced_at": wire_time(parcel.announced_at),
        "voided_at": wire_time(parcel.voided_at) if parcel.voided_at else None,
        "state": "voided" if parcel.voided_at else (parcel.events[-1].kind if parcel.events else "announced"),
    }


def event_json(parcel: Parcel, event: Event) -> JsonObject:
    """One entry of the feed."""
    entry: JsonObject = {
        "seq": event.seq,
        "tracking_number": parcel.tracking_number,
        "parcel_id": parcel.id,
        "kind": event.kind,
        "at": wire_time(event.at),
        "text": event.text,
    }
    if event.place:
        entry["place"] = event.place
    return entry


def _bought(parcel: Parcel) -> JsonObject:
    label: JsonObject = {"media": "A6", "format": "pdf", "data": b64encode(parcel.label).decode()}
    return {**parcel_json(parcel), "label": label}


def _errors(status: int, *found: Complaint) -> Response:
    errors: list[Json] = [{"field": c.field, "code": c.code, "message": c.message} for c in found]
    return as_response(Answer(status, {"errors": errors}))
