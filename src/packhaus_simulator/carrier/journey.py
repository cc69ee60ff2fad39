"""What happens to a parcel after it was announced: a plan of scans, from the seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

import msgspec

from packhaus_simulator.carrier.parcel import Event
from packhaus_simulator.values import whole_second

Kind = Literal[
    "announced",
    "handled",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "exception",
    "returning",
    "returned",
    "lost",
]

TEXTS: dict[str, str] = {
    "announced": "Die Sendung wurde elektronisch angekündigt.",
    "handled": "Die Sendung wurde vom Paketdienst übernommen.",
    "in_transit": "Die Sendung ist auf dem Weg in die Region des Empfängers.",
    "out_for_delivery": "Die Sendung ist im Zustellfahrzeug.",
    "delivered": "Die Sendung wurde zugestellt.",
    "exception": "Zustellung nicht möglich, neuer Versuch folgt.",
    "returning": "Die Sendung geht an den Absender zurück.",
    "returned": "Die Sendung wurde dem Absender zurückgegeben.",
    "lost": "Die Sendung ist nicht auffindbar.",
}
_CENTERS = ("Radefeld", "Neuwied", "Hamburg", "Aschheim", "Obertshausen", "Rüdersdorf", "Kitzingen")


class JourneyRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How journeys go. ``speed`` divides all times; ``moving`` off leaves parcels announced."""

    moving: bool = True
    speed: float = 1.0
    exception_share: float = 0.06
    return_share: float = 0.02
    lost_share: float = 0.005
    late_share: float = 0.0
    late_minutes: float = 180.0
    duplicate_share: float = 0.0


@dataclass(frozen=True)
class _Step:
    kind: Kind
    hours: float
    place: str | None


def plan_journey(
    announced: datetime, city: str, rules: JourneyRules, rng: Random
) -> list[tuple[datetime, Event]]:
    """Scans with the moment at which the feed learns of each. ``announced`` itself is told at once."""
    planned = [_event(announced, announced, "announced", None)]
    if not rules.moving:
        return planned
    for step in _steps(city, rules, rng):
        at = announced + timedelta(hours=step.hours / rules.speed)
        late = rng.random() < rules.late_share
        told = at + timedelta(minutes=rules.late_minutes / rules.speed if late else 0)
        planned.append(_event(told, at, step.kind, step.place))
        if rng.random() < rules.duplicate_share:
            planned.append(_event(told + timedelta(minutes=7 / rules.speed), at, step.kind, step.place))
    return planned


def _event(told: datetime, at: datetime, kind: Kind, place: str | None) -> tuple[datetime, Event]:
    return told, Event(kind, whole_second(at), TEXTS[kind], place)


def _steps(city: str, rules: JourneyRules, rng: Random) -> list[_Step]:
    first, second = rng.sample(_CENTERS, 2)
    handled = rng.uniform(3, 8)
    sorted_at = handled + rng.uniform(5, 9)
    fate = rng.random()
    steps = [_Step("handled", handled, first), _Step("in_transit", sorted_at, second)]
    if fate < rules.lost_share:
        return [*steps, _Step("lost", sorted_at + 72, None)]
    ride = sorted_at + rng.uniform(10, 18)
    steps.append(_Step("out_for_delivery", ride, city))
    if fate < rules.lost_share + rules.return_share:
        steps.append(_Step("exception", ride + 3, city))
        return [*steps, _Step("returning", ride + 26, city), _Step("returned", ride + 70, first)]
    if fate < rules.lost_share + rules.return_share + rules.exception_share:
        steps.append(_Step("exception", ride + rng.uniform(1, 5), city))
        ride += 24
        steps.append(_Step("out_for_delivery", ride, city))
    return [*steps, _Step("delivered", ride + rng.uniform(1, 7), city)]
