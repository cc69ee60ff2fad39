"""The carrier's page for recipients: where a parcel is, by its tracking number. No address is on it."""

from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.simulator import Simulator

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
}
_PAGE = (
    '<!doctype html><html lang="de"><meta charset="utf-8"><title>Sendungsverfolgung</title>'
    "<h1>Demo-Paketdienst: Sendungsverfolgung</h1>{body}</html>"
)


def tracking_routes(simulator: Simulator, prefix: str) -> list[Route]:
    """The page under ``prefix``; no key is needed, for recipients have none."""

    async def track(request: Request) -> Response:
        simulator.settle()
        number = str(request.path_params["number"])
        parcel = simulator.carrier.of_number(number)
        if parcel is None or parcel.voided_at is not None:
            body = f"<p>Zur Sendungsnummer {escape(number)} ist nichts bekannt.</p>"
            return Response(_PAGE.format(body=body), 404, _HEADERS, "text/html; charset=utf-8")
        steps = "".join(
            f"<li>{event.at:%d.%m.%Y %H:%M} (UTC): {escape(event.text)}</li>"
            for event in reversed(parcel.events)
        )
        told = f"<ol reversed>{steps}</ol>" if steps else "<p>Die Sendung ist angekündigt.</p>"
        body = f"<p>Sendungsnummer {escape(number)}</p>{told}"
        return Response(_PAGE.format(body=body), 200, _HEADERS, "text/html; charset=utf-8")

    return [Route(f"{prefix}/track/{{number}}", track, methods=["GET"])]
