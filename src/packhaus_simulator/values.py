"""JSON values and times as they go over the wire."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import msgspec

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, "Json"]

_encoder = msgspec.json.Encoder()


def to_json(value: Json) -> bytes:
    """Encode compactly as UTF-8."""
    return _encoder.encode(value)


def from_json(data: bytes) -> Json:
    """Decode any JSON. Raises ``ValueError`` where it is none."""
    try:
        value: Json = msgspec.json.decode(data)
    except msgspec.MsgspecError as problem:
        raise ValueError(str(problem)) from None
    return value


def wire_time(moment: datetime) -> str:
    """As Amazon writes times: UTC, whole seconds, ``Z``."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def whole_second(moment: datetime) -> datetime:
    """Cut below the second, as the wire does, so that comparing what was sent with what is held is fair."""
    return moment.replace(microsecond=0)


def read_time(text: str) -> datetime:
    """Read ISO 8601 with any offset or none (then UTC). Raises ``ValueError``."""
    moment = datetime.fromisoformat(text)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(str(problem)) from None


def minutes(count: float) -> timedelta:
    """A length of time in minutes."""
    return timedelta(minutes=count)


def merge_patch(target: Json, patch: Json) -> Json:
    """Apply a JSON merge patch (RFC 7396) and return the result; ``target`` stays as it is."""
    if not isinstance(patch, dict):
        return patch
    merged: JsonObject = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged
