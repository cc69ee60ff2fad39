"""Answers in Amazon's shapes. E numbers are those of the list of live observations in docs/simulator.md."""

from dataclasses import dataclass, field

from packhaus_simulator.values import Json, JsonObject


@dataclass(frozen=True)
class Answer:
    """One answer: status, JSON body (``None``: empty), more headers."""

    status: int
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """Ends a call with an error answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"status {answer.status}")
        self.answer = answer


def error(status: int, code: str, message: str, details: str | None = "") -> Answer:
    """E1: ``errors`` with code, message and often empty details; ``details=None`` leaves the key out."""
    entry: JsonObject = {"code": code, "message": message}
    if details is not None:
        entry["details"] = details
    return Answer(status, {"errors": [entry]})


def invalid_input(message: str, details: str = "") -> RefusedError:
    """400 ``InvalidInput``, Amazon's answer to nearly everything."""
    return RefusedError(error(400, "InvalidInput", message, details))


def access_denied(details: str = "") -> RefusedError:
    """E5 without details, E6 and E7 with: only they tell the cases apart."""
    return RefusedError(error(403, "Unauthorized", "Access to requested resource is denied.", details))


def quota_exceeded() -> Answer:
    """E3: message before code, and no details key."""
    entry: JsonObject = {
        "message": "You exceeded your quota for the requested resource.",
        "code": "QuotaExceeded",
    }
    return Answer(429, {"errors": [entry]})


def internal_failure(status: int = 500) -> Answer:
    """E12 and its brother 503."""
    if status == 503:
        return error(503, "ServiceUnavailable", "Service is temporarily unavailable. Please try again.")
    return error(status, "InternalFailure", "We encountered an internal error. Please try again.")
