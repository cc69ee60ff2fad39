"""Throttling as MWS did it, on the simulator's clock: requests that come back one after another, and hours.

Amazon's MWS guide, "Throttling": a maximum request quota, a restore rate, and for some sections an hourly
quota, each a pair of seller and developer. The ``x-mws-quota-*`` headers tell of the hourly one.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from packhaus_simulator.mws.answers import MwsError, throttled
from packhaus_simulator.mws.sections import MwsOperation, Plan


@dataclass
class _Bucket:
    """When each request that is out comes back; requests of the running hour."""

    back: deque[datetime] = field(default_factory=deque)
    hour: datetime | None = None
    count: int = 0


class Quotas:
    """All buckets. ``overrides``: another plan for a bucket."""

    def __init__(self) -> None:
        self.overrides: dict[str, Plan] = {}
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def plan(self, operation: MwsOperation) -> Plan:
        """The plan in force for an operation."""
        return self.overrides.get(operation.bucket, operation.plan)

    def take(self, who: str, operation: MwsOperation, items: int, now: datetime) -> dict[str, str]:
        """Take one request; gives the quota's headers. Raises ``MwsError`` 503 where none is left.

        ``items`` counts where the plan restores by item (products).
        """
        plan = self.plan(operation)
        bucket = self._buckets.setdefault((who, operation.bucket), _Bucket())
        hour = now.replace(minute=0, second=0, microsecond=0)
        if bucket.hour != hour:
            bucket.hour, bucket.count = hour, 0
        while bucket.back and bucket.back[0] <= now:
            bucket.back.popleft()
        if plan.hourly is not None and bucket.count >= plan.hourly:
            raise _hour_is_over(operation, plan.hourly, hour + timedelta(hours=1))
        if len(bucket.back) >= plan.most:
            raise throttled()
        bucket.count += 1
        last = bucket.back[-1] if bucket.back else now
        bucket.back.append(last + timedelta(seconds=plan.seconds * (items if plan.by_item else 1)))
        if plan.hourly is None:
            return {}
        return {
            "x-mws-quota-max": f"{plan.hourly:.1f}",
            "x-mws-quota-remaining": f"{plan.hourly - bucket.count:.1f}",
            "x-mws-quota-resetsOn": f"{hour + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z",
        }


def _hour_is_over(operation: MwsOperation, hourly: int, resets: datetime) -> MwsError:
    where = f"{operation.section.name}/{operation.section.version}/{operation.action}"
    return MwsError(
        503,
        "QuotaExceeded",
        f"You exceeded your quota of {hourly:.1f} requests per 1 hour for operation {where}.  "
        f"Your quota will reset on {resets:%a %b %d %H:%M:%S} UTC {resets:%Y}",
    )
