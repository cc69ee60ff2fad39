"""Reads a request's parameters as MWS does: numbered lists, times, named complaints."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from packhaus_simulator.mws.answers import invalid, missing
from packhaus_simulator.values import read_time

_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?")


class Parameters:
    """The decoded parameters of one call, from its query and its form."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """A value, ``None`` where it is missing or empty."""
        return self.values.get(name) or None

    def need(self, name: str) -> str:
        """A value that must be there. Raises ``MwsError``."""
        value = self.text(name)
        if value is None:
            raise missing(name)
        return value

    def listed(self, prefix: str, most: int, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        """The values of ``prefix.1``, ``prefix.2``, … in the order of their numbers."""
        found: list[tuple[int, str]] = []
        for name, value in self.values.items():
            head, _, number = name.rpartition(".")
            if head == prefix and number.isdecimal() and value:
                found.append((int(number), value))
        entries = tuple(value for _, value in sorted(found))
        if len(entries) > most:
            raise invalid(f"{prefix} takes at most {most} values, {len(entries)} were given.")
        if allowed is not None:
            for entry in entries:
                if entry not in allowed:
                    raise invalid(f"Value {entry} for parameter {prefix} is invalid.")
        return entries

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value) or not least <= int(value) <= most:
            raise invalid(f"Value {value} for parameter {name} is invalid. It must be {least} to {most}.")
        return int(value)

    def time(self, name: str) -> datetime | None:
        """A time in ISO 8601; without an offset it is UTC."""
        value = self.text(name)
        if value is None:
            return None
        try:
            if not _TIME.fullmatch(value):
                raise ValueError
            return read_time(value)
        except ValueError:
            raise invalid(f"Value {value} for parameter {name} is invalid. It must be ISO 8601.") from None
