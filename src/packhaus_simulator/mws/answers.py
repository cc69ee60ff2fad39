"""Answers and errors in the shapes of MWS ("Response format" and "Handling errors" of Amazon's MWS guide)."""

from dataclasses import dataclass, field
from uuid import uuid4

from starlette.responses import Response

from packhaus_simulator.faults import Fault
from packhaus_simulator.mws.xml_out import Xml, document, tag

NAMESPACE = "http://mws.amazonservices.com/doc/2009-01-01/"
_THROTTLED = "Request is throttled"


@dataclass(frozen=True)
class MwsAnswer:
    """What an operation gives: a whole document, and headers beside the usual ones."""

    content: bytes
    headers: dict[str, str] = field(default_factory=dict)


class MwsError(Exception):
    """Ends a call with MWS's error document."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.message = message


def invalid(message: str) -> MwsError:
    """400 ``InvalidParameterValue``, MWS's answer to most of what is wrong with a request."""
    return MwsError(400, "InvalidParameterValue", message)


def missing(name: str) -> MwsError:
    """400 ``MissingParameter``."""
    return MwsError(400, "MissingParameter", f"The request must contain the parameter {name}.")


def denied(message: str) -> MwsError:
    """401 ``AccessDenied``: the status that Amazon's table of MWS errors gives it."""
    return MwsError(401, "AccessDenied", message)


def throttled() -> MwsError:
    """503 ``RequestThrottled``."""
    return MwsError(503, "RequestThrottled", _THROTTLED)


def refusal(error: MwsError, namespace: str = NAMESPACE, request_id: str = "") -> bytes:
    """The error document; who is to blame stands in ``Type``."""
    return document(
        tag(
            "ErrorResponse",
            tag(
                "Error",
                tag("Type", "Receiver" if error.status in (500, 502, 504) else "Sender"),
                tag("Code", error.code),
                tag("Message", error.message),
                tag("Detail"),
            ),
            tag("RequestID", request_id or str(uuid4())),
            attributes={"xmlns": namespace},
        )
    )


def fault_response(fault: Fault) -> Response:
    """An ordered ``status`` fault in MWS's words."""
    code, message = "InternalError", "We encountered an internal error. Please try again."
    if fault.status == 503:
        code, message = "ServiceUnavailable", "Service is temporarily unavailable. Please try again."
    if fault.status == 429:
        code, message = "RequestThrottled", _THROTTLED
    error = MwsError(fault.status, fault.code or code, fault.message or message)
    return Response(refusal(error), status_code=fault.status, media_type="text/xml")


def response(action: str, namespace: str, *results: Xml) -> MwsAnswer:
    """``<ActionResponse>`` around the results, with its ``ResponseMetadata``."""
    return MwsAnswer(
        document(
            tag(
                f"{action}Response",
                *results,
                tag("ResponseMetadata", tag("RequestId", str(uuid4()))),
                attributes={"xmlns": namespace},
            )
        )
    )
