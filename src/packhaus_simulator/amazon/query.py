"""Reads query parameters as Amazon reads them: comma-delimited lists, times in UTC, named complaints."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from packhaus_simulator.amazon.answers import invalid_input
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import read_time

_UTC = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z?)?")
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?[+-]\d\d:?\d\d")


class Query:
    """The parameters of one call. A parameter given twice is refused unless the switch says otherwise."""

    def __init__(self, pairs: Sequence[tuple[str, str]], switches: Switches) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            if name in self._values:
                if switches.repeated_list_parameters == "refuse":
                    raise invalid_input("Invalid Input", f"Parameter [{name}] is given more than once.")
                value = f"{self._values[name]},{value}"
            self._values[name] = value
        self._offsets = switches.offset_times == "accept"

    @property
    def plain(self) -> Mapping[str, str]:
        """Name -> value as sent."""
        return self._values

    def text(self, name: str) -> str | None:
        """A value as sent, or ``None``."""
        return self._values.get(name)

    def names(
        self, name: str, allowed: Sequence[str] | None = None, most: int | None = None
    ) -> tuple[str, ...]:
        """A comma-delimited list, each entry one of ``allowed``."""
        value = self._values.get(name)
        if value is None:
            return ()
        entries = tuple(value.split(","))
        if "" in entries or (most is not None and len(entries) > most):
            raise invalid_input("Invalid Input", f"Invalid value for parameter [{name}].")
        if allowed is not None and not set(entries) <= set(allowed):
            raise invalid_input("Invalid Input", f"Invalid value for parameter [{name}].")
        return entries

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._values.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value) or not least <= int(value) <= most:
            raise invalid_input("Invalid Input", f"Invalid value for parameter [{name}].")
        return int(value)

    def time(self, name: str) -> datetime | None:
        """A time; with an offset it is refused in two ways (O2), ``Z`` or none is taken as UTC."""
        value = self._values.get(name)
        if value is None:
            return None
        if _WITH_OFFSET.fullmatch(value):
            if self._offsets:
                return read_time(value)
            raise invalid_input("timestamp must follow ISO8601")
        try:
            if not _UTC.fullmatch(value):
                raise ValueError
            return read_time(value)
        except ValueError:
            raise invalid_input("This is invalid input", f"Invalid date/time field [{name}]") from None
