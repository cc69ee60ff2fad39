"""The log of calls: what was asked and how it was answered, never a token, a secret or a body."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime

from packhaus_simulator.values import Json, JsonObject, wire_time

_KEPT = 50_000
_SECRET_PARAMETERS = {"paginationToken", "pageToken", "NextToken", "MWSAuthToken", "Signature"}


@dataclass(frozen=True)
class Caller:
    """With whose authorization a call came, as far as its token tells."""

    seller_id: str | None = None
    application: str | None = None
    authorization: int | None = None


NOBODY = Caller()


@dataclass
class Calls:
    """Newest last."""

    log: deque[JsonObject] = field(default_factory=lambda: deque(maxlen=_KEPT))
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def note(
        self,
        operation: str,
        method: str,
        path: str,
        query: dict[str, str],
        status: int,
        at: datetime,
        fault: str | None,
        caller: Caller = NOBODY,
    ) -> None:
        """Write down one call. Status 0 stands for a connection that was closed without an answer."""
        shown: JsonObject = {key: "…" if key in _SECRET_PARAMETERS else value for key, value in query.items()}
        self.counts[operation, status] += 1
        self.log.append(
            {
                "operation": operation,
                "method": method,
                "path": path,
                "query": shown,
                "status": status,
                "at": wire_time(at),
                "fault": fault,
                "seller_id": caller.seller_id,
                "application": caller.application,
                "authorization": caller.authorization,
            }
        )

    def summary(self) -> JsonObject:
        """operation -> status -> how often."""
        by_operation: dict[str, Json] = {}
        for (operation, status), count in sorted(self.counts.items()):
            statuses = by_operation.setdefault(operation, {})
            if isinstance(statuses, dict):
                statuses[str(status)] = count
        return by_operation
