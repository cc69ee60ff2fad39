"""The simulator's own clock: starts at real now, can be moved, set and sped up.

This file alone looks at the real clock; the rest of the simulator is handed moments.
"""

from datetime import UTC, datetime, timedelta
from time import monotonic


class Clock:
    """Everything in the simulator asks this clock."""

    def __init__(self) -> None:
        self.speed = 1.0
        self._anchor = datetime.now(UTC)
        self._started = monotonic()

    def now(self) -> datetime:
        """Simulated now, in UTC."""
        return self._anchor + timedelta(seconds=(monotonic() - self._started) * self.speed)

    def move_to(self, moment: datetime) -> None:
        """Jump to a moment; backwards is allowed, as on a host whose clock is put right."""
        self._anchor = moment.astimezone(UTC)
        self._started = monotonic()

    def advance(self, seconds: float) -> None:
        """Jump ahead by simulated seconds."""
        self.move_to(self.now() + timedelta(seconds=seconds))

    def run_at(self, speed: float) -> None:
        """From now on, simulated seconds a real second; 0 stops the clock."""
        self.move_to(self.now())
        self.speed = speed
